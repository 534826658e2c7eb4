import type { INodeProperties } from 'n8n-workflow';
import { AsaActiveDirectoryTrigger } from '../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.ts';
import type { PollEngine } from '../harness/poller.cts';
import { closeTriggerTeams, everyEvent } from '../triggerTeam.cts';
import { hour, minute, prepareScenario, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/** The events and options of the trigger: what is offered, their defaults, and what expressions give for them. */

const { properties } = new AsaActiveDirectoryTrigger().description;

function property(name: string, of: INodeProperties[] = properties): INodeProperties {
	return of.find((one) => one.name === name)!;
}

describe('the description', () => {
	test('offers every event, sorted by name; by default those that watch for silence', () => {
		const { options, default: chosen, hint } = property('events');
		const offered = options as Array<{ name: string; value: string; description: string }>;
		expect(offered.map(({ value }) => value).sort()).toEqual([...everyEvent].sort());
		expect(offered.map(({ name }) => name)).toEqual(offered.map(({ name }) => name).sort());
		for (const { description } of offered) expect(description).not.toBe('');
		expect(chosen).toEqual([
			...['syncFailed', 'syncOverdue', 'syncRunningLong', 'syncStopped'],
			...['connectionUnreadable', 'accessAtRisk'],
		]);
		expect(hint).toBe('Sync Recovered is always included');
		const notice = property('stoppedNotice');
		expect(notice.displayName).toBe('Remove Sync Stopped if you deactivate jobs on purpose');
		expect(notice.displayOptions).toEqual({ show: { events: ['syncStopped'] } });
	});

	test('has the options with these defaults', () => {
		const fields = property('options').options as INodeProperties[];
		const defaults = Object.fromEntries(fields.map((field) => [field.name, field.default]));
		expect(defaults).toEqual({
			failureThreshold: 1,
			failureWords: '',
			successWords: '',
			includeTestRuns: false,
			overdueGraceMinutes: 30,
			runningLongMinutes: 120,
			serversAtRiskPercent: 20,
			reminderHours: 24,
			accessWarningHours: 24,
			reportCurrentFailures: true,
		});
		const labels = fields.map(({ displayName }) => displayName);
		expect(labels).toEqual([...labels].sort());
	});
});

/** The lines of the first polls of a job that fails already. */
async function firstPolls(way: PollEngine, options: object): Promise<string[]> {
	const s = await prepareScenario({ way, options: options as never });
	s.plan('fail');
	s.passRun();
	return [...(await s.activate()), ...(await s.poll())];
}

describe.each(ways)('polled in the %s way, Report Current Failures', (way) => {
	test.each([false, 'false', 0, '0', 'no', 'off', '={{ false }}', '={{ "no" }}'])(
		'%p reports nothing',
		async (reportCurrentFailures) => {
			expect(await firstPolls(way, { reportCurrentFailures })).toEqual([]);
		},
	);

	test.each([true, 'true', 1, 'yes', '', null])('%p reports', async (reportCurrentFailures) => {
		expect(await firstPolls(way, { reportCurrentFailures })).toEqual(['trigger syncFailed']);
	});
});

describe.each(ways)('polled in the %s way, Include Test Runs', (way) => {
	test.each([
		[true, 1],
		['true', 1],
		[1, 1],
		['={{ "yes" }}', 1],
		[false, 0],
		['false', 0],
		[0, 0],
		['', 0],
	])('%p', async (includeTestRuns, count) => {
		const s = await startScenario({ way, events: ['newResult'], options: { includeTestRuns } });
		s.sandbox.runJob(s.job.id, { isTest: true });
		expect(await s.poll(2 * minute)).toHaveLength(count);
	});
});

describe.each(ways)('polled in the %s way, numbers', (way) => {
	test('may come as texts, and have their default if they are empty', async () => {
		const s = await startScenario({
			way,
			options: { failureThreshold: '2', overdueGraceMinutes: '', runningLongMinutes: null },
		});
		expect(await s.runs('fail', 'fail')).toEqual([[], ['trigger syncFailed']]);
	});

	test.each([
		['failureThreshold', 0, "'Failure Threshold' must be 1 or greater, got 0"],
		['failureThreshold', 'abc', '\'Failure Threshold\' must be 1 or greater, got "abc"'],
		['reminderHours', -1, "'Reminder Interval (Hours)' must be 1 or greater, got -1"],
		['accessWarningHours', true, "'Access Warning (Hours)' must be 1 or greater, got true"],
		['overdueGraceMinutes', -1, "'Overdue Grace (Minutes)' must be 0 or greater, got -1"],
		['runningLongMinutes', 0, "'Running Too Long (Minutes)' must be 1 or greater, got 0"],
	])('%s of %p is refused', async (name, value, message) => {
		await expect(firstPolls(way, { [name]: value })).rejects.toMatchObject({
			message,
			description: expect.stringMatching(/^Enter a number for '/) as unknown,
		});
	});
});

describe.each(ways)('polled in the %s way, words', (way) => {
	test('may be separated by commas or lines, and come as an array', async () => {
		for (const failureWords of ['a, skipped ,b', 'a\nskipped', '={{ ["a", "skipped"] }}']) {
			const s = await startScenario({ way, options: { failureWords } });
			const plan = { outcome: 'succeed', rulesSummaryStatus: 'skipped' } as const;
			expect(await s.runs(plan)).toEqual([['trigger syncFailed']]);
		}
	});
});

describe.each(ways)('polled in the %s way, Trigger On', (way) => {
	test('may be a single event of an expression', async () => {
		const s = await prepareScenario({ way, parameters: { events: '={{ "newResult" }}' } });
		await s.activate();
		await s.poll();
		s.plan('fail');
		s.passRun();
		expect(await s.poll(0)).toEqual([expect.stringMatching(/^newResult failed/)]);
	});

	test('chooses what opens incidents: each event alone', async () => {
		const s = await startScenario({ way, events: ['syncRunningLong'] });
		s.plan('fail', 'hang');
		expect(await s.poll(hour)).toEqual([]);
		expect(await s.poll(4 * hour)).toEqual(['trigger syncFailed']);
	});
});
