import { faultNamed } from '../../faults/kinds.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';
import { event } from '../sampleEvidence.cts';
import { checkTrigger } from './check.cts';
import {
	activation,
	always,
	evidenceOf,
	resultOf,
	runOf,
	opened,
	poll,
	teamUnread,
	findingsOf,
} from './sampleTrigger.cts';

describe('the first poll', () => {
	const from = (first: Partial<Poll>, ...polls: Poll[]): TriggerEvidence => ({
		...evidenceOf(...polls),
		polls: [{ ...activation, faultedRequests: 9, ...first }, ...polls, poll([], { until: 3 })],
	});

	it('takes as baseline what was there when the lists were first read', () => {
		const reported = poll([opened], { until: 1 });
		expect(findingsOf(from(teamUnread, reported))).toEqual([]);
		expect(checkTrigger(from({}, reported)).lost).toHaveLength(1);
	});

	it('may come when a job is deleted, or when its failure is over', () => {
		const deletion = { ...event('job_deleted'), jobKind: 'server' as const, jobName: 'Servers' };
		const deleted = {
			...from({ until: 2 }),
			history: [...runOf(0, 'r1', 'fail'), { ...deletion, isActive: true, index: 2 }],
		};
		expect(findingsOf(deleted)).toEqual([]);
		const history = [...runOf(0, 'r1', 'fail'), ...runOf(2, 'r2', 'succeed')];
		const over = poll([resultOf(2, 'r2', 'success')], { until: 3 });
		expect(findingsOf({ ...from({ until: 1 }, over), history })).toEqual([]);
		const early = from({ until: 1, faultedRequests: 0 }, over);
		expect(checkTrigger({ ...early, history }).wrongIncidents).not.toEqual([]);
	});

	const caseWith = (name: string, fromActivation = true) => ({
		...always,
		...{ fromActivation, injectedFaults: [{ fault: faultNamed(name), at: 0, lasts: true }] },
	});
	const refused = poll([], { isActivation: true, thrown: ['why'], ...teamUnread });
	const published = poll([opened], { isActivation: true, until: 1 });

	it.each<[string, TriggerEvidence, number]>([
		['refuses a lasting fault', { ...from(refused, published), case: caseWith('status 403') }, 0],
		['refuses a transient fault', { ...from(refused, published), case: caseWith('status 500') }, 1],
		[
			'accepts a lasting fault',
			{ ...from(teamUnread, published), case: caseWith('status 403') },
			1,
		],
	])('%s', (_, evidence, findings) => {
		expect(checkTrigger(evidence).wrongAnswers).toHaveLength(findings);
	});
});
