import type { AxiosInstance } from 'axios';
import type { HistoryType } from '../../../sandbox/history.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	serverJobBody,
	startTeam,
	type TeamConnection,
	userJobBody,
} from '../../helpers/sandboxRequests.cts';

const daySeconds = 86_400;

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

beforeEach(async () => {
	({ sandbox, api, connection } = await startTeam({ switches: { runDurationSeconds: [60, 60] } }));
});

afterEach(() => sandbox.close());

async function addUserJob(changes: object = {}): Promise<string> {
	return (await api.post(connection.user, userJobBody(changes))).data.id;
}

async function resultsOf(jobId: string) {
	return (await api.get(`${connection.user}/${jobId}/user_sync_task_results`)).data.list;
}

const timesOf = (type: HistoryType) =>
	sandbox
		.getHistory()
		.filter((event) => event.type === type)
		.map(({ at }) => at);

describe('the schedule', () => {
	test.each([
		[1, ['00', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11']],
		[6, ['00', '06']],
		[12, ['00']],
	])('of %i hours counts from the activation', async (frequency, hours) => {
		await addUserJob({ frequency });
		sandbox.advance(12 * 3600 - 1);
		expect(timesOf('run_started')).toEqual(hours.map((hour) => `2026-01-05T${hour}:00:00Z`));
	});

	test('of a day starts within an hour of its hour, not always at the same minute', async () => {
		await addUserJob({ frequency: 24, start_hour_utc: 23 });
		sandbox.advance(30 * daySeconds);
		const daily = timesOf('run_started').slice(1);
		expect(daily).toHaveLength(30);
		expect(daily.filter((time) => time.slice(11, 13) !== '23')).toEqual([]);
		expect(new Set(daily.map((time) => time.slice(0, 10))).size).toBe(30);
		expect(new Set(daily.map((time) => time.slice(14, 16))).size).toBeGreaterThan(10);
	});

	test('of a day at midnight', async () => {
		await addUserJob({ frequency: 24, start_hour_utc: 0 });
		sandbox.advance(3 * daySeconds);
		const daily = timesOf('run_started').slice(1);
		expect(daily.map((time) => time.slice(0, 13))).toEqual(['2026-01-06T00', '2026-01-07T00']);
	});

	test('ends with deactivation and with deletion', async () => {
		const first = await addUserJob({ frequency: 1 });
		const second = await addUserJob({ frequency: 1 });
		await api.post(`${connection.user}/${first}/state`, { is_active: false });
		await api.delete(`${connection.user}/${second}`);
		sandbox.advance(daySeconds);
		expect(timesOf('run_started')).toHaveLength(2);
	});

	test('starts over from a change', async () => {
		const id = await addUserJob({ frequency: 12 });
		sandbox.advance(1800);
		await api.post(`${connection.user}/${id}/schedule`, { frequency: 1 });
		sandbox.advance(2 * 3600);
		expect(timesOf('run_started')).toEqual([
			'2026-01-05T00:00:00Z',
			'2026-01-05T01:30:00Z',
			'2026-01-05T02:30:00Z',
		]);
	});

	test('a server sync job updated to inactive runs no more', async () => {
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		await api.put(`${connection.server}/${id}`, serverJobBody(sandbox, { is_active: false }));
		sandbox.advance(daySeconds);
		expect(timesOf('run_started')).toHaveLength(1);
		expect(timesOf('run_dropped')).toHaveLength(1);
	});
});

describe('results', () => {
	test('the API keeps the last ten, the history all', async () => {
		const id = await addUserJob({ frequency: 1 });
		sandbox.advance(daySeconds + 100);
		const results = await resultsOf(id);
		expect(results).toHaveLength(10);
		expect(results.at(-1).created_at).toBe('2026-01-06T00:00:00Z');
		expect(timesOf('run_ended')).toHaveLength(25);
		sandbox.setSwitches({ keepResults: 2 });
		expect(await resultsOf(id)).toEqual(results.slice(-2));
		expect((await api.get(`${connection.user}/${id}`)).data.recent_task_result).toEqual(
			results.at(-1),
		);
	});

	test('carry a test id by switches', async () => {
		const id = await addUserJob();
		const testId = async () => (await resultsOf(id))[0].ad_user_sync_test_request_id;
		expect(await testId()).toBeNull();
		sandbox.setSwitches({ emptyTestId: 'empty' });
		expect(await testId()).toBe('');
		sandbox.setSwitches({ emptyTestId: 'nilUuid' });
		expect(await testId()).toBe('00000000-0000-0000-0000-000000000000');
		sandbox.setSwitches({ testIdsOnEveryResult: true });
		const filled = await testId();
		expect(filled).toMatch(/^[1-9a-f0-9-]{36}$/);
		expect(await testId()).toBe(filled);
	});

	test('speak the words that the switches give', async () => {
		sandbox.setSwitches({
			taskStateWords: { failed: 'broken' },
			rulesSummaryWords: { failed: 'partial' },
		});
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		sandbox.endRun(id, 'fail');
		const { data } = await api.get(`${connection.server}/${id}`);
		expect(data.recent_task_result).toMatchObject({
			task_state: 'broken',
			rules_summary_status: 'partial',
			status: { summary: expect.any(String), detailed_summary: null },
		});
	});
});

describe('plans', () => {
	test('decide the outcome of the next runs, in order', async () => {
		const id = await addUserJob({ frequency: 1 });
		sandbox.advance(60);
		sandbox.planRuns(id, [
			{ outcome: 'fail', times: 2, summary: 'no route', detailedSummary: { code: 7 } },
			{ outcome: 'succeed', durationSeconds: 600, summary: null },
		]);
		sandbox.advance(3 * 3600 + 600 - 61);
		const results = await resultsOf(id);
		expect(results.map((result: { task_state: string }) => result.task_state)).toEqual([
			'done',
			'error',
			'error',
			'running',
		]);
		expect(results[1].status).toEqual({ summary: 'no route', detailed_summary: null });
		const detailed = await api.get(
			`${connection.user}/${id}/user_sync_task_results/${results[1].id}/detailed_summary`,
		);
		expect(detailed.data.status.detailed_summary).toEqual({ code: 7 });
		sandbox.advance(1);
		expect((await resultsOf(id)).at(-1)).toMatchObject({
			task_state: 'done',
			status: { summary: null },
			updated_at: '2026-01-05T03:10:00Z',
		});
	});

	test('follow a job to its new id', async () => {
		const id = await addUserJob({ frequency: 1 });
		sandbox.planRuns(id, { outcome: 'fail', times: null });
		await api.put(`${connection.user}/${id}`, userJobBody({ frequency: 1 }));
		sandbox.advance(2 * 3600);
		const [job] = (await api.get(connection.user)).data.list;
		expect(job.id).not.toBe(id);
		const states = (await resultsOf(job.id)).map(
			(result: { task_state: string }) => result.task_state,
		);
		expect(states).toEqual(['error', 'error', 'running']);
	});

	test('may use words of their own', async () => {
		const id = await addUserJob({ is_active: false });
		sandbox.planRuns(id, { outcome: 'succeed', taskState: 'sleepy' });
		sandbox.runJob(id);
		sandbox.advance(60);
		expect((await resultsOf(id))[0].task_state).toBe('sleepy');
	});

	test('a run that hangs blocks the schedule, not tests and activation', async () => {
		const id = await addUserJob({ frequency: 1, is_active: false });
		sandbox.planRuns(id, { outcome: 'hang' });
		await api.post(`${connection.user}/${id}/state`, { is_active: true });
		sandbox.advance(5 * 3600);
		expect(await resultsOf(id)).toHaveLength(1);
		expect(timesOf('run_skipped')).toHaveLength(5);
		await api.post(`${connection.user}/${id}/test_request`);
		expect(await resultsOf(id)).toHaveLength(2);
		sandbox.endRun(id, 'fail');
		sandbox.advance(3600);
		const results = await resultsOf(id);
		expect(results.map((result: { task_state: string }) => result.task_state)).toEqual([
			'error',
			'done',
			'running',
		]);
	});

	test('without one, runs fail by a probability', async () => {
		sandbox.setSwitches({ failProbability: 0.5 });
		await addUserJob({ frequency: 1 });
		sandbox.advance(20 * daySeconds);
		const ended = sandbox.getHistory().filter(({ type }) => type === 'run_ended');
		const failed = ended.filter(({ details }) => details.outcome === 'fail').length;
		expect(failed / ended.length).toBeGreaterThan(0.4);
		expect(failed / ended.length).toBeLessThan(0.6);
	});
});
