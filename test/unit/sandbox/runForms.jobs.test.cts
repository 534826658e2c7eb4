import type { AxiosInstance } from 'axios';
import type { HistoryType } from '../../../sandbox/history.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	serverJobBody,
	startTeam,
	type TeamConnection,
	userJobBody,
} from '../../helpers/sandboxRequests.cts';
import { userJobs } from './userJobs.cts';

/** What switches, plans and the control do to schedules and runs. */

const hourSeconds = 3600;

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

beforeEach(async () => {
	({ sandbox, api, connection } = await startTeam({ switches: { runDurationSeconds: [60, 60] } }));
});

afterEach(() => sandbox.close());

const { addUserJob, jobPath, resultsOf, statesOf } = userJobs(() => ({ api, connection }));

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
		sandbox.advance(hourSeconds + 60);
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
		sandbox.advance(5 * hourSeconds);
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
		sandbox.advance(6 * hourSeconds);
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
		sandbox.advance(2 * hourSeconds);
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
		sandbox.advance(2 * hourSeconds + 120);
		expect(await statesOf(id)).toEqual(['running', 'done', 'done']);
		expect(timesOf('run_skipped')).toEqual([]);
	},
);
