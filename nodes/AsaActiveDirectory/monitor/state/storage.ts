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
	offset,
	orNull,
	record,
	runs,
	text,
	time,
	yes,
	type Codec,
	type Json,
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
	type State,
	type SuccessfulRun,
} from './types';

/*
 * The stored form of a state: readable JSON, keyed by connection, kind and job name, without empty values. It is kept
 * short because n8n rewrites all of it at each save: times are seconds since 1970 UTC, and those of runs are in base
 * 36. Writing and checked reading both use the tables at the end of this file.
 */

/** The version of the stored form. A state of another version is not read. */
const stateVersion = 2;

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
 * @param before undefined before the first poll
 */
export function needsPersisting(before: State | undefined, after: State): boolean {
	if (!before || before.wasDamaged) return true;
	if (JSON.stringify(lastingState(before)) !== JSON.stringify(lastingState(after))) return true;
	if (after.atMs - before.savedAtMs < longestLagMs) return false;
	return JSON.stringify(readRuns(before)) !== JSON.stringify(readRuns(after));
}

/** The part of a state that cannot be read again. */
function lastingState(state: State): unknown {
	const { team, candidateOffsetMs, loggedWarnings, missingChoices, outage } = state;
	const connections = [...state.connections].map(
		([id, { wasUnread, outage: own, jobs: byKind }]) => [
			id,
			wasUnread,
			own,
			byKind.serverSyncJob.map(lastingJob),
			byKind.userSyncJob.map(lastingJob),
		],
	);
	return [team, candidateOffsetMs, loggedWarnings, [...missingChoices], outage, connections];
}

function lastingJob(job: JobState): unknown {
	const { isActive, hasBeenActive, offPolls, absentPolls, schedule, scheduleFromMs, incident } =
		job;
	const unknown = job.runs.filter(({ outcome }) => outcome === 'unknown');
	// A run that ended while its job was off must not resolve the incident later.
	const whileOff = !isActive && job.lastOffMs !== null ? job.runs : unknown;
	return [
		...[isActive, hasBeenActive, offPolls, absentPolls, schedule, scheduleFromMs],
		areAllTests(job.runs),
		whileOff.map(({ hash, outcome, isReported }) => [hash, outcome, isReported]),
		incident && [incident.key, incident.status, incident.causes, incident.lastItemMs],
		incident && incident.stoppedMs,
	];
}

function readRuns({ connections }: State): unknown {
	const read = ({ recentMark, runs: all }: JobState) => [
		recentMark,
		all.map(({ hash, outcome }) => [hash, outcome]),
	];
	return [...connections.values()].map(({ jobs: byKind }) =>
		[...byKind.serverSyncJob, ...byKind.userSyncJob].map(read),
	);
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
	success: [
		'ok',
		orNull(
			objectOf<SuccessfulRun>({
				hash: ['hash', text],
				startMs: ['start', time],
				endMs: ['end', orNull(time)],
			}),
		),
	],
});

/** 1 if runs were forgotten that no longer matter, which is the usual case. */
const forgotten: Codec<ForgottenRuns | null> = {
	write: (value) => {
		const stored = value && forgottenRuns.write(value);
		return stored && Object.keys(stored).length === 0 ? 1 : stored;
	},
	read: (stored) => {
		if (stored === undefined) return null;
		return forgottenRuns.read(stored === 1 ? {} : stored);
	},
};

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
	oldestStartMs: ['first', orNull(time)],
	isCountAtLeast: ['atLeast', yes],
	forgotten: ['old', forgotten],
	runs: ['runs', runs],
	incident: [
		'incident',
		orNull(
			objectOf<Incident>({
				key: ['key', text],
				status: ['status', status],
				causes: ['causes', causes],
				openedMs: ['opened', time],
				lastItemMs: ['last', time],
				sinceMs: ['since', time],
				stoppedMs: ['stopped', orNull(time)],
				isAccessEndNotified: ['ended', yes],
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
	offsetMs: ['offset', offset],
	candidateOffsetMs: ['newOffset', orNull(offset)],
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
	connections: [
		'connections',
		mapOf(
			objectOf<ConnectionState>({
				name: ['name', text],
				domain: ['domain', text],
				wasUnread: ['unread', yes],
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
