import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { Poll } from '../../runs/triggerRun.cts';
import { checkTrigger, type TriggerFindings } from './check.cts';
import {
	times,
	resultOf,
	result,
	runOf,
	opened,
	closed,
	poll,
	withFault,
	evidenceOf,
	good,
	findingsOf,
} from './sampleTrigger.cts';

describe('a trigger', () => {
	it('is right if each result was delivered once', () => {
		expect(checkTrigger(evidenceOf(good))).toEqual({
			due: 1,
			delivered: 1,
			lost: [],
			duplicated: [],
			wrongIncidents: [],
			wrongAnswers: [],
		});
	});

	it.each<[string, Poll[], keyof TriggerFindings]>([
		['a result was never delivered', [poll()], 'lost'],
		['a result was delivered twice', [good, poll([result])], 'duplicated'],
		['a failure was not reported', [poll([result])], 'wrongIncidents'],
		['a failure was reported at a later poll', [poll([result]), poll([opened])], 'wrongIncidents'],
		['a failure was reported twice', [good, poll([opened])], 'wrongIncidents'],
		[
			'a failure is updated',
			[good, poll([{ ...opened, incident_action: 'update' }])],
			'wrongAnswers',
		],
		[
			'a job is reported as overdue',
			[good, poll([{ ...opened, event: 'syncOverdue', cause: 'overdue' }])],
			'wrongAnswers',
		],
		['a failure ends without a success', [good, poll([closed])], 'wrongIncidents'],
		[
			'a result has another outcome',
			[poll([{ ...result, outcome: 'success' }, opened])],
			'wrongAnswers',
		],
		[
			'a result has another time',
			[poll([{ ...result, started_at: times(7) }, opened])],
			'wrongAnswers',
		],
		['a severity is wrong', [poll([result, { ...opened, severity: 'critical' }])], 'wrongAnswers'],
		[
			'a key is too long',
			[poll([result, { ...opened, incident_key: 'k'.repeat(65) }])],
			'wrongAnswers',
		],
		[
			'a poll threw',
			[good, poll([], { faultedRequests: 3, thrown: [new Error('why?')] })],
			'wrongAnswers',
		],
		[
			'an error execution was started',
			[good, poll([], { errors: [new Error('why?')] })],
			'wrongIncidents',
		],
		[
			'a failure is reported from a list that was not read',
			[poll([result, opened], withFault(200, 500, 200))],
			'wrongAnswers',
		],
	])('is wrong if %s', (_, polls, count) => {
		expect(checkTrigger(evidenceOf(...polls))[count]).not.toEqual([]);
	});

	it('is right if a failure and its end come in one poll and are marked so', () => {
		const both = (already_resolved: boolean) => ({
			...evidenceOf(
				poll([
					...[result, resultOf(2, 'r2', 'success')],
					...[
						{ ...opened, already_resolved },
						{ ...closed, already_resolved },
					],
				]),
			),
			history: [...runOf(0, 'r1', 'fail'), ...runOf(2, 'r2', 'succeed')],
		});
		expect(findingsOf(both(true))).toEqual([]);
		expect(findingsOf(both(false))).toHaveLength(1);
	});

	it('is wrong if a key is used again after a success', () => {
		const results = [resultOf(2, 'r2', 'success'), resultOf(4, 'r3', 'failed')];
		const again = { ...opened, result_id: 'r3' };
		const evidence = (key: string) => ({
			...evidenceOf(
				good,
				poll([results[0], closed]),
				poll([results[1], { ...again, incident_key: key }]),
			),
			history: [
				...[...runOf(0, 'r1', 'fail'), ...runOf(2, 'r2', 'succeed')],
				...runOf(4, 'r3', 'fail'),
			],
		});
		expect(findingsOf(evidence('k4'))).toEqual([]);
		expect(findingsOf(evidence('k1'))).toEqual(['a key is used again: title']);
	});

	it('is wrong if overlapping ticks deliver a result twice, and right if each has its own', () => {
		const both = (items: SyncItem[]) => evidenceOf(poll(items, { ticks: 2 }));
		expect(findingsOf(both([result, opened]))).toEqual([]);
		expect(checkTrigger(both([result, opened, result])).duplicated).toHaveLength(1);
		expect(checkTrigger(both([result, opened, opened])).wrongIncidents).not.toEqual([]);
	});
});
