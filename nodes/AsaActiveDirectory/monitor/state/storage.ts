import { isJump, latestReadingMs } from '../rules/clock';
import { areAllTests } from '../rules/runs';
import { jobCauses, type JobCause } from '../rules/types';
import { hourMs } from '../rules/values';
import {
	count,
	damaged,
	list,
	listOf,
	mapOf,
	no,
	objectOf,
	orNull,
	record,
	runs,
	successfulRun,
	text,
	time,
	yes,
	type Codec,
	type Json,
	share,
} from './codec';
import {
	damagedState,
	type ConnectionState,
	type ForgottenRuns,
	type Incident,
	type IncidentStatus,
	type JobState,
	type MissingChoice,
	type Outage,
	type OutageIncident,
	type ProjectIncident,
	type ServersState,
	type RememberedRun,
	type State,
} from './types';

/*
 * The stored form of a state: readable JSON, keyed by connection, kind and job name, without empty values. It is kept
 * short because n8n rewrites all of it at each save: times are seconds since 1970 UTC, and those of runs are in base
 * 36. Writing and checked reading both use the tables at the end of this file.
 */

/** The version of the stored form. A state of another version is not read. */
const stateVersion = 3;

/** Converts a state to its stored form. */
export function writeState(state: State): Json {
	return { version: stateVersion, ...stateCodec.write(state) };
}

/**
 * Reads a stored state and checks all of it, because users can edit it and other versions may have written it.
 *
 * @param stored undefined if nothing was ever stored
 * @returns undefined if nothing was ever stored; a state with `wasDamaged` if the stored one is invalid
 */
export function readState(stored: unknown): State | undefined {
	if (stored === undefined) return undefined;
	try {
		return record(stored).version === stateVersion ? stateCodec.read(stored) : damagedState();
	} catch {
		return damagedState();
	}
}

/** How long a stored state may lag behind results that a poll can read again. */
const longestLagMs = hourMs;

/**
 * Whether a state must be saved even if the poll emits no item: always if something changed that no later poll can
 * read again, and at most hourly if the stored state lags behind results that were read.
 *
 * @param before undefined before the first poll; one without a clock replaces a damaged state
 */
export function needsPersisting(before: State | undefined, after: State): boolean {
	if (!before || !before.hostMs) return true;
	const haveClocksGoneBack = latestReadingMs(after) < latestReadingMs(before);
	if (isJump(before.dated, after.dated) || haveClocksGoneBack) return true;
	if (lastingState(before) !== lastingState(after)) return true;
	const isLagging = after.atMs - before.savedAtMs >= longestLagMs;
	return isLagging && readableState(before) !== readableState(after);
}

/** The part of a state that cannot be read again, as text. */
function lastingState(state: State): string {
	const { team, wasDamaged, loggedWarnings, missingChoices, outage, servers } = state;
	const parts = [JSON.stringify([team, wasDamaged, loggedWarnings, outage])];
	parts.push(JSON.stringify([...missingChoices]));
	parts.push(JSON.stringify([servers?.readMs, servers?.hasSeenAny, ...(servers?.projects ?? [])]));
	for (const [id, connection] of state.connections) {
		parts.push(JSON.stringify([id, connection.wasSkipped, connection.outage]));
		for (const job of jobsOf(connection)) parts.push(lastingJob(job));
	}
	return parts.join('\n');
}

function lastingJob(job: JobState): string {
	const { isActive, hasBeenActive, offPolls, absentPolls, incident } = job;
	// A run that ended while its job was off must not resolve the incident later.
	const isHeldOff = !isActive && job.lastOffMs !== null;
	// A job is found by its ID or its name, so both must be the last ones.
	let part = `${job.id} ${job.name} ${isActive} ${hasBeenActive} ${offPolls} ${absentPolls} ${areAllTests(job.runs)}`;
	part += ` ${job.schedule} ${job.scheduleFromMs} ${job.pollTimeHashes.join()}`;
	for (const { hash, outcome, isReported } of job.runs) {
		if (isHeldOff || outcome === 'unknown') part += ` ${hash} ${outcome} ${isReported}`;
	}
	if (!incident) return part;
	const { key, status: is, causes: all, lastItemMs, accessEnd } = incident;
	return `${part} ${key} ${is} ${all.join()} ${lastItemMs} ${accessEnd?.wasEarly}`;
}

/** The part of a state that the next poll can read again, as text. */
function readableState({ connections }: State): string {
	const ofRun = ({ hash, outcome }: RememberedRun) => `${hash} ${outcome}`;
	const ofJob = ({ recentMark, runs: all }: JobState) => `${recentMark} ${all.map(ofRun).join()}`;
	return [...connections.values()].flatMap((one) => jobsOf(one).map(ofJob)).join('\n');
}

function jobsOf({ jobs: byKind }: ConnectionState): JobState[] {
	return [...byKind.serverSyncJob, ...byKind.userSyncJob];
}

const status: Codec<IncidentStatus> = {
	write: (value) => value,
	read: (stored) =>
		(['pending', 'notified', 'suppressed'] as const).find((one) => one === stored) ?? damaged(),
};

const causes: Codec<JobCause[]> = {
	write: (value) => value,
	read: (stored) => jobCauses.filter((cause) => list(stored).includes(cause)),
};

const forgottenRuns = objectOf<ForgottenRuns>({
	failures: ['failed', count],
	failingSinceMs: ['since', orNull(time)],
	success: ['ok', orNull(successfulRun)],
});

const jobCodec = objectOf<JobState>({
	name: ['name', text],
	id: ['id', text],
	isActive: ['off', no],
	hasBeenActive: ['idle', no],
	schedule: ['every', text],
	scheduleFromMs: ['from', orNull(time)],
	offPolls: ['offPolls', count],
	lastOffMs: ['lastOff', orNull(time)],
	absentPolls: ['absent', count],
	recentMark: ['mark', text],
	lastSuccessId: ['ok', orNull(text)],
	waitingIds: ['waiting', mapOf(text)],
	oldestStartMs: ['first', orNull(time)],
	isCountAtLeast: ['atLeast', yes],
	forgotten: ['old', orNull(forgottenRuns)],
	runs: ['runs', runs],
	pollTimeHashes: ['pollTime', listOf(text)],
	incident: [
		'incident',
		orNull(
			objectOf<Incident>({
				key: ['key', text],
				status: ['status', status],
				causes: ['causes', causes],
				openedMs: ['opened', time],
				lastItemMs: ['last', time],
				sinceMs: ['since', orNull(time)],
				accessEnd: [
					'accessEnd',
					orNull(
						objectOf<NonNullable<Incident['accessEnd']>>({
							reportedMs: ['reported', time],
							wasEarly: ['early', yes],
						}),
					),
				],
				newestEnded: [
					'newest',
					orNull(
						objectOf<NonNullable<Incident['newestEnded']>>({
							hash: ['hash', text],
							startMs: ['start', time],
							wasSuccess: ['ok', yes],
						}),
					),
				],
			}),
		),
	],
});

/** Jobs by name, or by name and ID if a name repeats. */
const jobs: Codec<JobState[]> = {
	write(states) {
		const json: Json = {};
		for (const state of states) {
			let key = state.name;
			while (Object.hasOwn(json, key)) key += `#${state.id}`;
			const { name, ...rest } = jobCodec.write(state);
			Object.defineProperty(json, key, {
				value: key === state.name ? rest : { name, ...rest },
				enumerable: true,
			});
		}
		return json;
	},
	read: (stored = {}) =>
		Object.entries(record(stored)).map(([name, state]) =>
			jobCodec.read({ name, ...record(state) }),
		),
};

const outage = orNull(
	objectOf<Outage>({
		firstMs: ['first', time],
		firstHostMs: ['firstHost', time],
		incident: [
			'incident',
			orNull(
				objectOf<OutageIncident>({
					key: ['key', text],
					status: ['status', status],
					openedMs: ['opened', time],
					lastItemMs: ['last', time],
				}),
			),
		],
	}),
);

const stateCodec = objectOf<State>({
	team: ['team', objectOf<State['team']>({ origin: ['origin', text], name: ['name', text] })],
	atMs: ['at', time],
	hostMs: ['hostMs', count],
	dated: [
		'dated',
		orNull(
			objectOf<NonNullable<State['dated']>>({ atMs: ['at', time], hostMs: ['hostMs', count] }),
		),
	],
	savedAtMs: ['saved', time],
	wasDamaged: ['damaged', yes],
	loggedWarnings: ['logged', listOf(text)],
	missingChoices: [
		'missing',
		mapOf(
			objectOf<MissingChoice>({ polls: ['polls', count], reportedMs: ['reported', orNull(time)] }),
		),
	],
	outage: ['outage', outage],
	servers: [
		'servers',
		orNull(
			objectOf<ServersState>({
				readMs: ['read', time],
				hasSeenAny: ['seen', yes],
				projects: [
					'projects',
					mapOf(
						objectOf<ProjectIncident>({
							key: ['key', text],
							status: ['status', status],
							openedMs: ['opened', time],
							lastItemMs: ['last', time],
							share: ['share', share],
							count: ['of', count],
						}),
					),
				],
			}),
		),
	],
	gatewayNames: ['gateways', mapOf(text)],
	connections: [
		'connections',
		mapOf(
			objectOf<ConnectionState>({
				name: ['name', text],
				domain: ['domain', text],
				wasSkipped: ['skipped', yes],
				outage: ['outage', outage],
				formerSuccessMs: ['success', orNull(time)],
				jobs: [
					'jobs',
					objectOf<ConnectionState['jobs']>({
						serverSyncJob: ['server', jobs],
						userSyncJob: ['user', jobs],
					}),
				],
			}),
		),
	],
});
