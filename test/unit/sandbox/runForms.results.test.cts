import type { AxiosInstance } from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import { serverJobBody, startTeam, type TeamConnection } from '../../helpers/sandboxRequests.cts';
import { userJobs } from './userJobs.cts';

/** What switches, plans and the control do to results. */

const hourSeconds = 3600;

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

beforeEach(async () => {
	({ sandbox, api, connection } = await startTeam({ switches: { runDurationSeconds: [60, 60] } }));
});

afterEach(() => sandbox.close());

const { addUserJob, jobPath, resultsOf, statesOf } = userJobs(() => ({ api, connection }));

describe('words', () => {
	test('of a plan, while it runs and at its end', async () => {
		const id = await addUserJob({ is_active: false });
		sandbox.planRuns(id, {
			outcome: 'succeed',
			runningTaskState: 'IN_FLIGHT',
			taskState: 'sleepy',
		});
		sandbox.runJob(id);
		expect(await statesOf(id)).toEqual(['IN_FLIGHT']);
		sandbox.advance(60);
		expect(await statesOf(id)).toEqual(['sleepy']);
	});

	test('of a timeout', async () => {
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		sandbox.planRuns(id, { outcome: 'timeout', runningRulesSummaryStatus: 'waiting' });
		sandbox.runJob(id);
		const recent = async () =>
			(await api.get(`${connection.server}/${id}`)).data.recent_task_result;
		expect((await recent()).rules_summary_status).toBe('waiting');
		sandbox.advance(60);
		expect(await recent()).toMatchObject({
			task_state: 'timeout',
			rules_summary_status: 'timeout',
			status: { summary: expect.any(String) },
		});
	});
});

describe('late results', () => {
	const shown = async (id: string) => ({
		list: (await resultsOf(id)).map(({ created_at }: { created_at: string }) => created_at),
		recent: (await api.get(jobPath(id))).data.recent_task_result?.created_at,
	});
	const at = (time: string) => `2026-01-05T${time}:00Z`;

	test('appear with the end of the run, and later', async () => {
		sandbox.setSwitches({ resultsAppear: 'atEnd', resultDelaySeconds: 600 });
		const id = await addUserJob();
		sandbox.advance(659);
		expect(await shown(id)).toEqual({ list: [], recent: undefined });
		const [{ id: resultId }] = sandbox.getState().connections[0].userSyncJobs[0].results;
		const details = `${jobPath(id)}/user_sync_task_results/${resultId}/detailed_summary`;
		expect((await api.get(details)).status).toBe(200);
		sandbox.advance(1);
		expect(await shown(id)).toEqual({ list: [at('00:00')], recent: at('00:00') });
	});

	test('of one run appear behind newer ones', async () => {
		const id = await addUserJob();
		sandbox.planRuns(id, { outcome: 'fail', appearDelaySeconds: 5400 });
		sandbox.advance(2 * hourSeconds + 60);
		expect((await shown(id)).list).toEqual([at('00:00'), at('02:00')]);
		sandbox.advance(1800);
		expect(await shown(id)).toEqual({
			list: [at('00:00'), at('01:00'), at('02:00')],
			recent: at('02:00'),
		});
	});

	test("don't push out the ten that are kept", async () => {
		const id = await addUserJob();
		sandbox.advance(12 * hourSeconds + 120);
		const before = await shown(id);
		expect(before.list).toHaveLength(10);
		sandbox.planRuns(id, { outcome: 'fail', appearDelaySeconds: 86_400, times: null });
		sandbox.advance(4 * hourSeconds);
		expect(await shown(id)).toEqual(before);
	});
});

test('results of test runs can be kept out of jobs and lists', async () => {
	const id = await addUserJob();
	sandbox.advance(60);
	const { data } = await api.post(`${jobPath(id)}/test_request`);
	sandbox.advance(60);
	const seen = async () => {
		const { recent_task_result } = (await api.get(jobPath(id))).data;
		return [recent_task_result.id === data.id, (await resultsOf(id)).length];
	};
	expect(await seen()).toEqual([true, 2]);
	sandbox.setSwitches({ testResults: 'listsOnly' });
	expect(await seen()).toEqual([false, 2]);
	sandbox.setSwitches({ testResults: 'detailsOnly' });
	expect(await seen()).toEqual([false, 1]);
	const details = `${jobPath(id)}/user_sync_task_results/${data.id}/detailed_summary`;
	expect((await api.get(details)).data.id).toBe(data.id);
});

test('details can be in lists too', async () => {
	const id = await addUserJob();
	sandbox.advance(60);
	sandbox.setSwitches({ detailsInLists: true });
	expect((await resultsOf(id))[0].status.detailed_summary).toEqual(expect.any(String));
});

describe('times that are wrong', () => {
	test('by a plan', async () => {
		const id = await addUserJob({ is_active: false });
		sandbox.planRuns(id, [
			{ outcome: 'succeed', createdAt: '0001-01-01T00:00:00Z' },
			{ outcome: 'succeed', clockOffsetSeconds: 86_400 },
		]);
		for (let run = 0; run < 2; run++) sandbox.runJob(id);
		sandbox.advance(60);
		const end = '2026-01-05T00:01:00Z';
		expect(await resultsOf(id)).toMatchObject([
			{ created_at: '0001-01-01T00:00:00Z', updated_at: end },
			{ created_at: '2026-01-06T00:00:00Z', updated_at: end.replace('05T', '06T') },
		]);
		expect(() => sandbox.planRuns(id, { outcome: 'fail', createdAt: 'soon' })).toThrow('RFC 3339');
	});

	test('by an amendment, as are its words', async () => {
		const id = await addUserJob();
		sandbox.advance(60);
		const [{ id: resultId }] = await resultsOf(id);
		sandbox.amendResult(resultId, {
			createdAt: '2026-01-04T23:00:00Z',
			updatedAt: '2026-01-05T05:00:00Z',
			taskState: 'error',
			summary: 'after all',
		});
		expect(await resultsOf(id)).toMatchObject([
			{
				id: resultId,
				created_at: '2026-01-04T23:00:00Z',
				updated_at: '2026-01-05T05:00:00Z',
				task_state: 'error',
				status: { summary: 'after all' },
			},
		]);
		expect(() => sandbox.amendResult('unknown', {})).toThrow('unknown');
		expect(() => sandbox.amendResult(resultId, { word: 'x' } as object)).toThrow('Result: ');
	});
});
