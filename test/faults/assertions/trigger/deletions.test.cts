import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';
import { event } from '../sampleEvidence.cts';
import { checkTrigger } from './check.cts';
import {
	item,
	closedAsDeleted,
	stopped,
	poll,
	runOf,
	state,
	activation,
	evidenceOf,
	good,
	findingsOf,
} from './sampleTrigger.cts';

describe('a deletion', () => {
	const deletion = { ...event('job_deleted'), jobKind: 'server' as const, jobName: 'Servers' };
	const after = (...polls: Poll[]): TriggerEvidence => ({
		...evidenceOf(good, ...polls),
		history: [...runOf(0, 'r1', 'fail'), { ...deletion, isActive: true, index: 2 }],
		state: {
			...state,
			connections: state.connections.map((one) => ({ ...one, serverSyncJobs: [] })),
		},
	});
	const healthy = (...polls: Poll[]): TriggerEvidence => ({
		...after(),
		...{
			polls: [activation, ...polls, poll()],
			history: [{ ...deletion, isActive: true, index: 0 }],
		},
	});
	const withConnection = (...polls: Poll[]): TriggerEvidence => {
		const evidence = healthy(...polls);
		return {
			...evidence,
			history: [...evidence.history, { ...event('connection_deleted'), index: 1 }],
		};
	};
	const stoppedConnection = item({ event: 'syncStopped', severity: 'warning' });

	it.each<[string, TriggerEvidence]>([
		['it closes the incident of a failing job', after(poll([closedAsDeleted]))],
		['a healthy job is reported', healthy(poll([stopped]))],
		['a connection is reported', withConnection(poll([stoppedConnection]))],
	])('is right if %s', (_, evidence) => {
		expect(findingsOf(evidence)).toEqual([]);
	});

	it.each<[string, TriggerEvidence, string]>([
		['a healthy job is not reported', healthy(), 'missing: syncStopped c1/serverSyncJob/Servers'],
		['a healthy job is reported twice', healthy(poll([stopped, stopped])), 'false: syncStopped'],
		[
			'a job is reported that still exists',
			evidenceOf(good, poll([stopped])),
			'false: syncStopped',
		],
		[
			'an incident is closed as deleted of a job that still exists',
			evidenceOf(good, poll([closedAsDeleted])),
			'false: closed as deleted',
		],
		[
			'a failing job is reported as well',
			after(poll([closedAsDeleted, stopped])),
			'false: syncStopped',
		],
		['the incident of a deleted job stays open', after(poll([stopped])), 'never closed'],
		['a connection is not reported', withConnection(), 'missing: syncStopped c1/null/null'],
		['each job of a connection is reported', withConnection(poll([stopped])), 'false: syncStopped'],
		[
			'a connection is reported that still exists',
			evidenceOf(good, poll([stoppedConnection])),
			'false: syncStopped',
		],
	])('is wrong if %s', (_, evidence, expected) => {
		expect(checkTrigger(evidence).wrongIncidents).toContainEqual(expect.stringContaining(expected));
	});
});
