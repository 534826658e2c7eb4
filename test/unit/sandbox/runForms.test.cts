import type { AxiosInstance } from 'axios';
import type { HistoryType } from '../../../sandbox/history.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	serverJobBody,
	startTeam,
	type TeamConnection,
	userJobBody,
} from '../../helpers/sandboxRequests.cts';

/** What switches, plans and the control do to schedules, runs and results. */

const HOUR = 3600;

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

beforeEach(async () => {
	({ sandbox, api, connection } = await startTeam({ switches: { runDurationSeconds: [60, 60] } }));
});

afterEach(() => sandbox.close());

async function addUserJob(changes: object = {}): Promise<string> {
	return (await api.post(connection.user, userJobBody({ frequency: 1, ...changes }))).data.id;
}

const jobPath = (id: string) => `${connection.user}/${id}`;

async function resultsOf(id: string) {
	return (await api.get(`${jobPath(id)}/user_sync_task_results`)).data.list;
}

async function statesOf(id: string): Promise<string[]> {
	return (await resultsOf(id)).map((result: { task_state: string }) => result.task_state);
}

const timesOf = (type: HistoryType) =>
	sandbox
		.getHistory()
		.filter((event) => event.type === type)
		.map(({ at }) => at.slice(11, 16));

describe('activation that does not take', () => {
	test('by schedule', async () => {
		sandbox.setSwitches({ scheduleActivates: false });
		const body = serverJobBody(sandbox, { is_active: false });
		const { id } = (await api.post(connection.server, body)).data;
		const path = `${connection.server}/${id}`;
		expect((await api.post(`${path}/schedule`, { frequency: 12 })).status).toBe(204);
		expect((await api.get(path)).data).toMatchObject({ is_active: false, frequency: 12 });
	});

	test('by state; deactivation takes', async () => {
		sandbox.setSwitches({ stateActivates: false });
		const id = await addUserJob();
		const setState = async (is_active: boolean) => {
			expect((await api.post(`${jobPath(id)}/state`, { is_active })).status).toBe(204);
			return (await api.get(jobPath(id))).data.is_active;
		};
		expect(await setState(false)).toBe(false);
		expect(await setState(true)).toBe(false);
	});
});

test('deactivation that does not take, by both endpoints', async () => {
	sandbox.setSwitches({ deactivates: false });
	const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
	const server = `${connection.server}/${id}`;
	expect((await api.post(`${server}/deactivate`)).status).toBe(204);
	expect((await api.get(server)).data.is_active).toBe(true);
	const user = jobPath(await addUserJob());
	expect((await api.post(`${user}/state`, { is_active: false })).status).toBe(204);
	expect((await api.get(user)).data.is_active).toBe(true);
});

describe('the update of a job', () => {
	test.each([
		['recreated', false, 1],
		['recreatedWithResults', false, 2],
		['kept', true, 1],
	] as const)('by jobOnPut %s', async (jobOnPut, keepsId, results) => {
		sandbox.setSwitches({ jobOnPut });
		const id = await addUserJob();
		sandbox.planRuns(id, { outcome: 'fail', times: null });
		sandbox.advance(60);
		await api.put(jobPath(id), userJobBody({ frequency: 1, name: 'Renamed' }));
		const [job] = (await api.get(connection.user)).data.list;
		expect(job.name).toBe('Renamed');
		expect(job.id === id).toBe(keepsId);
		expect(await resultsOf(job.id)).toHaveLength(results);
		sandbox.advance(HOUR + 60);
		expect((await statesOf(job.id)).at(-1)).toBe('error');
	});

	test('that is kept becomes active and inactive', async () => {
		sandbox.setSwitches({ jobOnPut: 'kept' });
		const id = await addUserJob({ is_active: false });
		const put = (is_active: boolean) =>
			api.put(jobPath(id), userJobBody({ frequency: 1, is_active, run_test: is_active }));
		await put(true);
		expect(await resultsOf(id)).toHaveLength(2);
		await put(false);
		sandbox.advance(5 * HOUR);
		expect(await resultsOf(id)).toHaveLength(2);
	});

	test.each([
		['job', 200],
		['noContent', 204],
	] as const)('answers by putAnswer %s', async (putAnswer, status) => {
		sandbox.setSwitches({ putAnswer });
		const id = await addUserJob();
		const answer = await api.put(jobPath(id), userJobBody());
		expect(answer.status).toBe(status);
		if (status === 200) expect(answer.data.name).toBe(userJobBody().name);
	});
});

describe('a run that takes longer than its interval', () => {
	beforeEach(async () => {
		const id = await addUserJob({ is_active: false });
		sandbox.planRuns(id, { outcome: 'succeed', durationSeconds: 5400, times: null });
	});

	async function run(): Promise<void> {
		const { id } = (await api.get(connection.user)).data.list[0];
		await api.post(`${jobPath(id)}/state`, { is_active: true });
		sandbox.advance(6 * HOUR);
	}

	test('skips slots', async () => {
		await run();
		expect(timesOf('run_started')).toEqual(['00:00', '02:00', '04:00', '06:00']);
		expect(timesOf('run_skipped')).toEqual(['01:00', '03:00', '05:00']);
	});

	test('moves the next start', async () => {
		sandbox.setSwitches({ overlongRuns: 'countFromEnd' });
		await run();
		expect(timesOf('run_started')).toEqual(['00:00', '02:30', '05:00']);
		expect(timesOf('run_skipped')).toEqual([]);
	});

	test('that was waited for plans the next, even after a change of the switch', async () => {
		sandbox.setSwitches({ overlongRuns: 'countFromEnd' });
		await run();
		sandbox.setSwitches({ overlongRuns: 'skipSlot' });
		sandbox.advance(2 * HOUR);
		expect(timesOf('run_started').slice(-1)).toEqual(['07:30']);
	});
});

test.each(['skipSlot', 'countFromEnd'] as const)(
	'an orphan run stays beside the runs of later slots (%s)',
	async (overlongRuns) => {
		sandbox.setSwitches({ hungRuns: 'orphan', overlongRuns });
		const id = await addUserJob({ is_active: false });
		sandbox.planRuns(id, { outcome: 'hang' });
		await api.post(`${jobPath(id)}/state`, { is_active: true });
		sandbox.advance(2 * HOUR + 120);
		expect(await statesOf(id)).toEqual(['running', 'done', 'done']);
		expect(timesOf('run_skipped')).toEqual([]);
	},
);

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
		sandbox.advance(2 * HOUR + 60);
		expect((await shown(id)).list).toEqual([at('00:00'), at('02:00')]);
		sandbox.advance(1800);
		expect(await shown(id)).toEqual({
			list: [at('00:00'), at('01:00'), at('02:00')],
			recent: at('02:00'),
		});
	});

	test("don't push out the ten that are kept", async () => {
		const id = await addUserJob();
		sandbox.advance(12 * HOUR + 120);
		const before = await shown(id);
		expect(before.list).toHaveLength(10);
		sandbox.planRuns(id, { outcome: 'fail', appearDelaySeconds: 86_400, times: null });
		sandbox.advance(4 * HOUR);
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
