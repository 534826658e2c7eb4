import { mustBeKept } from '../../../../../nodes/AsaActiveDirectory/sync/mustBeKept';
import type {
	ObservedConnection,
	ObservedJob,
} from '../../../../../nodes/AsaActiveDirectory/sync/observation';
import { reduce } from '../../../../../nodes/AsaActiveDirectory/sync/reduce';
import type { State } from '../../../../../nodes/AsaActiveDirectory/sync/state';
import { at, connection, hour, job, minute, serverResult, settings } from './builders.cts';

const start = at('06:00');
const success = serverResult('r1', start);
const healthy = job({ results: [success] });

/** A job with one more result, which began an hour later. */
function later(changes: Parameters<typeof serverResult>[2], job: Partial<ObservedJob> = {}) {
	return { ...healthy, ...job, results: [serverResult('r2', start + hour, changes), success] };
}

/** The states after the baseline of a healthy job and after each of these polls, five minutes apart. */
function statesAfter(...polls: ObservedConnection[]): State[] {
	let state: State | undefined;
	return [connection([healthy]), ...polls].map((observed, poll) => {
		const now = start + hour + (2 + 5 * poll) * minute;
		const observation = { now, connections: [observed], missingPaths: [] };
		state = reduce(state, observation, settings()).state;
		return state;
	});
}

/** For each of these polls, whether its state must be kept. */
function kept(...polls: ObservedConnection[]): boolean[] {
	const [baseline, ...states] = statesAfter(...polls);
	return states.map((after, poll) => mustBeKept(poll === 0 ? baseline : states[poll - 1], after));
}

const trouble = connection([], { jobs: {}, trouble: 'Okta failed with 500' });
const with_ = (observed: ObservedJob) => connection([observed]);

test.each<[string, ObservedConnection[], boolean[]]>([
	['nothing is new', [with_(healthy), with_(healthy)], [false, false]],
	['a run has ended well', [with_(later({}))], [false]],
	['a run has begun', [with_(later({ task_state: 'running' }))], [false]],
	['a job is gone', [connection([])], [false]],
	[
		'a connection can not be read, until it is reported',
		[trouble, trouble, trouble, trouble],
		[true, true, false, false],
	],
	['it can be read again before that', [trouble, with_(healthy)], [true, true]],
	[
		'results can not be read',
		[with_(later({}, { history: 'not read' })), with_(later({}))],
		[true, true],
	],
	[
		'a result has unknown words, until two polls have seen them',
		[1, 2, 3].map(() => with_(later({ task_state: 'frobnicated' }))),
		[true, true, false],
	],
	['a schedule has changed', [with_(job({ ...healthy, frequency: 6 }))], [true]],
	['a job is new', [connection([healthy, job({ id: 'job-2', name: 'New' })])], [true]],
])('where %s', (_, polls, expected) => {
	expect(kept(...polls)).toEqual(expected);
});
