import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, minute, prepareScenario, startScenario, ways, type Plan } from './scenario.cts';

afterEach(closeTriggerTeams);

/** New Sync Result puts out each result once, when its run has ended, with the word that it then has. */

const events = ['newResult'];
const unknown = { outcome: 'succeed', taskState: 'kaputt', rulesSummaryStatus: '' } as const;

describe.each(ways)('polled in the %s way, New Sync Result', (way) => {
	test('puts out each result once, in the order of start', async () => {
		const s = await startScenario({ way, events });
		s.plan('fail', 'succeed', 'timeout');
		for (let run = 0; run < 3; run++) s.passRun();
		const items = await s.items(0);
		expect(items.map(({ outcome }) => outcome)).toEqual(['failed', 'success', 'failed']);
		expect(items.map(({ result_id }) => result_id)).toEqual(
			s.job.results.slice(-3).map(({ id }) => id),
		);
		expect(await s.polls(3)).toEqual([]);
	});

	test('puts out a run when it has ended, not before', async () => {
		const s = await startScenario({ way, events });
		s.plan({ outcome: 'succeed', durationSeconds: 30 * minute });
		s.passRun();
		expect(await s.poll(0)).toEqual([]);
		expect(await s.poll(10 * minute)).toEqual([]);
		expect(await s.poll(15 * minute)).toHaveLength(1);
		expect(await s.polls(2)).toEqual([]);
	});

	test('puts out an unknown result when a newer run has started, or after 24 hours', async () => {
		const s = await startScenario({ way, events, frequency: 12 });
		expect(await s.runs(unknown, 'succeed')).toEqual([
			[],
			[expect.stringMatching(/^newResult unknown/), expect.stringMatching(/^newResult success/)],
		]);
		expect(await s.runs(unknown)).toEqual([[]]);
		s.skipRuns();
		expect(await s.poll(day - minute)).toEqual([]);
		expect(await s.poll(2 * minute)).toEqual([expect.stringMatching(/^newResult unknown/)]);
		expect(await s.polls(2, hour)).toEqual([]);
	});

	test('puts out an unknown result that ASA no longer lists, with what is known', async () => {
		const s = await startScenario({ way, events: ['newResult'] });
		expect(await s.runs(unknown)).toEqual([[]]);
		const { id, createdAt } = s.job.results.at(-1)!;
		s.hideResult(id);
		const items = await s.run('succeed');
		expect(
			items.map(({ outcome, result_id, started_at }) => [outcome, result_id, started_at]),
		).toEqual([
			['unknown', id, createdAt],
			['success', s.job.results.at(-1)!.id, s.job.results.at(-1)!.createdAt],
		]);
		expect(await s.polls(3)).toEqual([]);
	});

	test('puts out an unknown result with the word that it came to', async () => {
		const s = await startScenario({ way, events: ['newResult', 'syncFailed'], frequency: 12 });
		expect(await s.runs(unknown)).toEqual([[]]);
		const { id } = s.job.results.at(-1)!;
		s.sandbox.amendResult(id, { taskState: 'error', updatedAt: s.sandbox.now() });
		expect(await s.poll()).toEqual([`newResult failed ${id}`, 'trigger syncFailed']);
	});

	test('does not put out a result again whose word changes later: that acts on the incident', async () => {
		const s = await startScenario({ way, events: ['newResult', 'syncFailed'], frequency: 12 });
		const [{ result_id }] = await s.run('succeed');
		s.sandbox.amendResult(result_id!, { taskState: 'error', updatedAt: s.sandbox.now() });
		expect(await s.poll()).toEqual(['trigger syncFailed']);
		s.sandbox.amendResult(result_id!, { taskState: 'done', rulesSummaryStatus: 'done' });
		expect(await s.poll()).toEqual(['resolve success']);
	});

	test('finds a result that appears late, with an earlier time', async () => {
		const s = await startScenario({ way, events });
		s.plan({ outcome: 'fail', appearDelaySeconds: 70 * minute }, 'succeed');
		s.passRun();
		expect(await s.poll(0)).toEqual([]);
		const late = s.job.results.at(-1)!.id;
		s.passRun();
		expect(await s.poll(0)).toEqual([expect.stringMatching(/^newResult success/)]);
		s.plan('succeed');
		s.passRun();
		expect(await s.poll(0)).toContain(`newResult failed ${late}`);
	});

	test.each([
		['of year 1', { createdAt: '0001-01-01T00:00:00Z' }],
		['in the future', { clockOffsetSeconds: 20 * day }],
		['in the past', { clockOffsetSeconds: -30 * minute }],
	])('puts out a result with a time %s, and later ones', async (_, plan) => {
		const s = await startScenario({ way, events });
		const lines = await s.runs({ outcome: 'succeed', ...plan }, 'succeed', 'succeed');
		expect(lines.map(({ length }) => length)).toEqual([1, 1, 1]);
	});

	test('leaves test runs out unless they are included', async () => {
		const s = await startScenario({ way, events });
		const test = async () => {
			s.sandbox.runJob(s.job.id, { isTest: true });
			return await s.items(2 * minute);
		};
		expect(await test()).toEqual([]);
		await s.republish(events, { includeTestRuns: 'true' });
		const items = [...(await test()), ...(await s.items())];
		expect(items).toMatchObject([
			{ is_test: true, title: expect.stringMatching(/^Test run of/) as unknown },
		]);
	});

	test('finds a scheduled run behind a test run', async () => {
		const s = await startScenario({ way, events: ['newResult', 'syncFailed'] });
		s.plan('fail', 'succeed');
		s.passRun();
		s.sandbox.runJob(s.job.id, { isTest: true });
		s.pass(2 * minute);
		expect(await s.poll(0)).toEqual([
			expect.stringMatching(/^newResult failed/),
			'trigger syncFailed',
		]);
	});

	test('puts out nothing of a job that is new, but its next runs', async () => {
		const s = await startScenario({ way, events, userJobs: 1 });
		const [user] = s.connection.userSyncJobs;
		s.sandbox.renameJob(user.id, 'Gone');
		s.sandbox.recreateJob(user.id);
		s.pass(5 * minute);
		expect((await s.items(0)).filter(({ job_kind }) => job_kind === 'userSyncJob')).toEqual([]);
		const items = await s.items(hour);
		expect(items.filter(({ job_kind }) => job_kind === 'userSyncJob')).toHaveLength(1);
	});

	test('compares IDs without case', async () => {
		const s = await startScenario({ way, events });
		s.sandbox.setSwitches({ idForm: 'mixed' });
		expect(await s.runs('succeed', 'succeed')).toEqual([
			[expect.any(String)],
			[expect.any(String)],
		]);
		s.sandbox.setSwitches({ idForm: 'upper' });
		expect(await s.polls(2)).toEqual([]);
	});

	test.each(['oldestFirst', 'newestFirst', 'shuffled'] as const)(
		'does not trust the order of lists: %s',
		async (resultsOrder) => {
			const s = await startScenario({ way, events: ['newResult', 'syncFailed'] });
			s.sandbox.setSwitches({ resultsOrder, descending: 'ignored', pageSize: 3 });
			s.plan('fail', 'succeed', 'fail', 'succeed');
			for (let run = 0; run < 4; run++) s.passRun();
			const lines = (await s.poll(0)).map((line) => line.split(' ').slice(0, 2).join(' '));
			const isResult = (line: string) => line.startsWith('newResult');
			const [failed, success] = ['newResult failed', 'newResult success'];
			expect(lines.filter(isResult)).toEqual([failed, success, failed, success]);
			const [opening, end] = ['trigger syncFailed', 'resolve success'];
			expect(lines.filter((line) => !isResult(line))).toEqual([opening, end, opening, end]);
		},
	);
});

describe.each(['client', 'page'] as const)('answered in the dialect of the %s', (dialect) => {
	test.each(['serverSyncJob', 'userSyncJob'] as const)('a %s fails and recovers', async (kind) => {
		const s = await startScenario({ dialect, kind });
		const [failed] = await s.run('fail');
		expect(failed).toMatchObject({ event: 'syncFailed', job_kind: kind, job_id: s.job.id });
		expect(failed.detailed_summary).toContain('LDAP');
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});

	test('of Go zero values everything is as of none', async () => {
		const s = await prepareScenario({ dialect, switches: { zeroValues: true }, serverJobs: 2 });
		expect([...(await s.activate()), ...(await s.poll())]).toEqual([]);
		expect(await s.runs('fail', 'succeed')).toEqual([['trigger syncFailed'], ['resolve success']]);
	});

	test.each(['null', 'missing', 'empty', 'nilUuid'] as const)(
		'%s as the test request id of scheduled runs: they count',
		async (emptyTestId) => {
			const s = await startScenario({ dialect, switches: { emptyTestId } });
			const [failed] = await s.run('fail');
			expect(failed).toMatchObject({ event: 'syncFailed', is_test: false });
		},
	);
});

describe('the details of a failed run', () => {
	const failing: Plan = 'fail';

	test.each([
		['result', true],
		['status', false],
		['status', true],
		['summary', false],
		['summary', true],
	] as const)('are taken from answers that are the %s (id: %s)', async (details, detailsId) => {
		const s = await startScenario({ switches: { details, detailsId } });
		const [failed] = await s.run(failing);
		const run = s.job.results.at(-1)!;
		expect(failed).toMatchObject({
			outcome: 'failed',
			result_id: run.id,
			summary: run.summary,
			detailed_summary: run.detailedSummary,
		});
		expect(failed.text).toContain(`Summary: ${String(run.summary)}.`);
		expect(failed.text).toContain('Details: LDAP');
	});

	test.each(['empty', 'noBody', 'html', 'otherResult'] as const)(
		'are left out if the answer is %s; the log says so once',
		async (details) => {
			const s = await startScenario({ switches: { details } });
			const [failed] = await s.run(failing);
			expect(failed).toMatchObject({ outcome: 'failed', detailed_summary: null });
			await s.run('succeed');
			await s.run(failing);
			expect(s.poller.warnings).toHaveLength(1);
			expect(s.poller.warnings[0]).toMatch(/details/);
		},
	);
});
