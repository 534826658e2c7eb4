import type { AxiosInstance } from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	closeChecked,
	startText,
	startTeam,
	type TeamConnection,
	userJobBody,
	uuid,
} from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

async function start(dialect: 'client' | 'page') {
	({ sandbox, api, connection } = await startTeam({
		dialect,
		switches: { runDurationSeconds: [60, 60] },
	}));
}

afterEach(() => closeChecked(sandbox));

function runningUserResult(job: { id: string; name: string }) {
	return {
		id: expect.stringMatching(uuid),
		ad_user_sync_task_settings_id: job.id,
		ad_user_sync_task_settings_name: job.name,
		ad_user_sync_test_request_id: null as unknown,
		task_state: 'running',
		status: { summary: null as unknown, detailed_summary: null as unknown },
		created_at: startText,
		updated_at: startText,
	};
}

describe.each(['client', 'page'] as const)('user sync jobs in the %s dialect', (dialect) => {
	let job: { id: string; name: string };
	let path: string;

	const sent = (changes: object = {}) =>
		userJobBody({
			frequency: 24,
			start_hour_utc: 0,
			upn_field: 'mail',
			sid_field: 'sid',
			...changes,
		});

	const settings = () => {
		const { name, base_dn } = userJobBody();
		const same = {
			id: expect.stringMatching(uuid),
			name,
			base_dn,
			frequency: 24,
			is_active: true,
			run_test: false,
		};
		const filter = '(objectCategory=person)';
		return dialect === 'client'
			? {
					...same,
					ldap_query_filter: filter,
					upn_field: 'mail',
					sid_field: 'sid',
					start_hour_utc: 0,
				}
			: {
					...same,
					LDAP_query_filter: filter,
					UPN_Field: 'mail',
					SID_Field: 'sid',
					start_hour_utc: '2022-08-24T00:15:22Z',
				};
	};

	const answer = () => ({ ...settings(), recent_task_result: runningUserResult(job) });

	beforeEach(async () => {
		await start(dialect);
		job = (await api.post(connection.user, sent())).data;
		path = `${connection.user}/${job.id}`;
	});

	test('16 lists them, by status too', async () => {
		const { status, data } = await api.get(connection.user);
		expect([status, data]).toEqual([200, { list: [answer()] }]);
		const active = await api.get(connection.user, { params: { status: 'ACTIVE' } });
		expect(active.data.list).toHaveLength(1);
		const inactive = await api.get(connection.user, { params: { status: 'INACTIVE' } });
		expect(inactive.data).toEqual({ list: [] });
		sandbox.setSwitches({ statusFilter: 'ignored' });
		const all = await api.get(connection.user, { params: { status: 'INACTIVE' } });
		expect(all.data.list).toHaveLength(1);
	});

	test("17 creates one, with the client's defaults", async () => {
		const { status, data } = await api.post(
			connection.user,
			userJobBody({ is_active: false, frequency: undefined }),
		);
		expect(status).toBe(201);
		expect(data).toMatchObject({ frequency: null, start_hour_utc: null, recent_task_result: null });
		const [upn, sid] =
			dialect === 'client' ? ['upn_field', 'sid_field'] : ['UPN_Field', 'SID_Field'];
		expect([data[upn], data[sid]]).toEqual(['userPrincipalName', 'objectSID']);
	});

	test('18 gets one', async () => {
		const { status, data } = await api.get(path);
		expect([status, data]).toEqual([200, answer()]);
	});

	test('19 updates one: deletes it and creates it again', async () => {
		const { status, data } = await api.put(path, sent({ name: 'Renamed', run_test: true }));
		expect(status).toBe(dialect === 'client' ? 204 : 200);
		const [renamed] = (await api.get(connection.user)).data.list;
		expect(renamed).toMatchObject({ name: 'Renamed', run_test: false });
		expect(data).toEqual(dialect === 'client' ? '' : renamed);
		expect(renamed.id).not.toBe(job.id);
		expect((await api.get(path)).status).toBe(404);
		const results = (await api.get(`${connection.user}/${renamed.id}/user_sync_task_results`)).data
			.list;
		expect(
			results.map((result: Record<string, unknown>) => result.ad_user_sync_test_request_id),
		).toEqual([null, expect.stringMatching(uuid)]);
	});

	test('20 deletes one', async () => {
		const { status, data } = await api.delete(path);
		expect([status, data]).toEqual([204, '']);
		expect((await api.get(path)).status).toBe(404);
	});

	test('21 sets the schedule, which leaves an inactive one inactive', async () => {
		await api.post(`${path}/state`, { is_active: false });
		const { status, data } = await api.post(`${path}/schedule`, { frequency: 1 });
		expect([status, data]).toEqual([204, '']);
		expect((await api.get(path)).data).toMatchObject({ frequency: 1, is_active: false });
	});

	test('22 sets the state; activation runs the job at once', async () => {
		expect((await api.post(`${path}/state`, { is_active: false })).status).toBe(204);
		expect((await api.get(path)).data.is_active).toBe(false);
		sandbox.advance(600);
		const { status, data } = await api.post(`${path}/state`, { is_active: true });
		expect([status, data]).toEqual([204, '']);
		const after = (await api.get(path)).data;
		expect(after.is_active).toBe(true);
		expect(after.recent_task_result).toMatchObject({
			task_state: 'running',
			created_at: '2026-01-05T00:10:00Z',
		});
	});

	test('23 creates a test request, also of an inactive job', async () => {
		await api.post(`${path}/state`, { is_active: false });
		const { status, data } = await api.post(`${path}/test_request`);
		expect(status).toBe(201);
		expect(data).toEqual({
			...runningUserResult(job),
			ad_user_sync_test_request_id: expect.stringMatching(uuid),
		});
	});

	test('23 and 25 have no other paths', async () => {
		const [{ id }] = (await api.get(`${path}/user_sync_task_results`)).data.list;
		expect((await api.get(`${path}/user_sync_task_results/${id}`)).status).toBe(404);
		expect((await api.post(`${path}/test_requests`)).status).toBe(404);
		sandbox.clearRequests();
	});

	test('24 lists the results, 25 gets the details of one', async () => {
		sandbox.advance(60);
		const { status, data } = await api.get(`${path}/user_sync_task_results`);
		const ended = {
			...runningUserResult(job),
			task_state: 'done',
			status: { summary: 'The users are in sync', detailed_summary: null as unknown },
			updated_at: '2026-01-05T00:01:00Z',
		};
		expect([status, data]).toEqual([200, { list: [ended] }]);
		const one = await api.get(`${path}/user_sync_task_results/${data.list[0].id}/detailed_summary`);
		expect(one.status).toBe(200);
		expect(one.data).toEqual({
			...ended,
			status: { ...ended.status, detailed_summary: expect.any(String) },
		});
	});
});
