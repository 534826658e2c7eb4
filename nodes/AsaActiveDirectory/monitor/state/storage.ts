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
	type State,
	type SuccessfulRun,
	type Trouble,
	type TroubleIncident,
} from './types';

/*
 * The stored form of a state: JSON that people can read, keyed by connection, kind and job name, without what is
 * empty. Times are seconds since 1970 UTC, those of runs in base 36, because n8n rewrites it whole at each save.
 * Writing and checked reading both follow from the tables at the end.
 */

/** The version of the stored form; a state of another one is not read. */
const stateVersion = 2;

/** The stored form of a state. */
export function writeState(state: State): Json {
	return { version: stateVersion, ...stateCodec.write(state) };
}

/**
 * Reads a stored state; checks all of it, because people can edit it and other versions have written it.
 *
 * @param stored undefined where nothing was ever stored
 * @returns undefined then; a state that knows that it was damaged where the stored one can't be read
 */
export function readState(stored: unknown): State | undefined {
	if (stored === undefined) return undefined;
	try {
		return record(stored).version === stateVersion ? stateCodec.read(stored) : damagedState();
	} catch {
		return damagedState();
	}
}

/** How long a state may lag behind results that a poll can read again. */
const longestLagMs = hourMs;

/**
 * Whether a state must be saved although the poll puts out no item: where something changed that no later poll can
 * read again, and at most hourly where it lags behind results that were read.
 *
 * @param before undefined before the first poll
 */
export function needsPersisting(before: State | undefined, after: State): boolean {
	if (!before || before.wasDamaged) return true;
	if (JSON.stringify(lastingState(before)) !== JSON.stringify(lastingState(after))) return true;
	if (after.atMs - before.savedAtMs < longestLagMs) return false;
	return JSON.stringify(readRuns(before)) !== JSON.stringify(readRuns(after));
}

/** What of a state can't be read again. */
function lastingState(state: State): unknown {
	const { team, candidateOffsetMs, loggedWarnings, missingChoices, trouble } = state;
	const connections = [...state.connections].map(
		([id, { wasUnread, trouble: own, jobs: byKind }]) => [
			id,
			wasUnread,
			own,
			byKind.serverSyncJob.map(lastingJob),
			byKind.userSyncJob.map(lastingJob),
		],
	);
	return [team, candidateOffsetMs, loggedWarnings, [...missingChoices], trouble, connections];
}

function lastingJob(job: JobState): unknown {
	const { isActive, hasBeenActive, offPolls, absentPolls, schedule, scheduleFromMs, incident } =
		job;
	const unknown = job.runs.filter(({ outcome }) => outcome === 'unknown');
	// A run that ended while its job was off resolves nothing, which only the time of that poll tells later.
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

/** Mostly nothing is left of forgotten runs but that there were some. */
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

/** Jobs by name, or by name and id where a name repeats. */
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

const trouble = orNull(
	objectOf<Trouble>({
		firstMs: ['first', time],
		polls: ['polls', count],
		incident: [
			'incident',
			orNull(
				objectOf<TroubleIncident>({
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
	trouble: ['trouble', trouble],
	connections: [
		'connections',
		mapOf(
			objectOf<ConnectionState>({
				name: ['name', text],
				domain: ['domain', text],
				wasUnread: ['unread', yes],
				trouble: ['trouble', trouble],
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
