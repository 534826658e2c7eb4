import type { AxiosInstance } from 'axios';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import {
	addConnection,
	clientOf,
	CONNECTIONS,
	connectionBody,
	ruleBody,
	serverJobBody,
	userJobBody,
} from './support.cts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const START = '2026-01-05T00:00:00Z';

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: Awaited<ReturnType<typeof addConnection>>;

async function start(dialect: 'client' | 'page') {
	sandbox = await startSandbox({ dialect, switches: { runDurationSeconds: [60, 60] } });
	api = clientOf(sandbox);
	connection = await addConnection(sandbox, api);
}

afterEach(async () => {
	// Every request of a test went to an endpoint of the table.
	expect(sandbox.getRequests().filter(({ endpoint }) => endpoint === null)).toEqual([]);
	await sandbox.close();
});

/** The result of a run that has only begun. */
function runningServerResult(job: { id: string; name: string }) {
	return {
		id: expect.stringMatching(UUID),
		ad_task_settings_id: job.id,
		ad_task_settings_name: job.name,
		ad_test_request_id: null as unknown,
		rules_summary_status: 'running',
		task_state: 'running',
		status: { summary: null as unknown, detailed_summary: null as unknown },
		created_at: START,
		updated_at: START,
	};
}

function runningUserResult(job: { id: string; name: string }) {
	return {
		id: expect.stringMatching(UUID),
		ad_user_sync_task_settings_id: job.id,
		ad_user_sync_task_settings_name: job.name,
		ad_user_sync_test_request_id: null as unknown,
		task_state: 'running',
		status: { summary: null as unknown, detailed_summary: null as unknown },
		created_at: START,
		updated_at: START,
	};
}

describe.each(['client', 'page'] as const)('connections in the %s dialect', (dialect) => {
	beforeEach(() => start(dialect));

	const fields = (domain: string) => {
		const { name, gateway_id, domain_controllers } = connectionBody(sandbox, domain);
		return { id: expect.stringMatching(UUID), name, gateway_id, domain, domain_controllers };
	};

	test('1 lists them', async () => {
		const { status, data } = await api.get(CONNECTIONS);
		expect([status, data]).toEqual([200, { list: [fields('foo.example.com')] }]);
	});

	test('1 filters by certificate and answers it when asked', async () => {
		const body = { ...connectionBody(sandbox, 'b.example.com'), certificate_id: 'cert-1' };
		await api.post(CONNECTIONS, body);
		const params = { certificate_id: 'cert-1' };
		const plain = await api.get(CONNECTIONS, { params });
		expect(plain.data).toEqual({ list: [fields('b.example.com')] });
		const detailed = await api.get(CONNECTIONS, {
			params: { ...params, include_certificate_details: true },
		});
		expect(detailed.data).toEqual({
			list: [{ ...fields('b.example.com'), certificate_id: 'cert-1' }],
		});
		sandbox.setSwitches({ certificateIdInAnswers: false });
		const without = await api.get(CONNECTIONS, { params: { include_certificate_details: true } });
		expect(JSON.stringify(without.data)).not.toContain('certificate_id');
	});

	test('2 creates one', async () => {
		const { status, data } = await api.post(CONNECTIONS, connectionBody(sandbox, 'b.example.com'));
		const expected = { ...fields('b.example.com'), service_account_username: 'admin' };
		expect([status, data]).toEqual([201, expected]);
		expect(sandbox.isPassword(data.id, 'p@$$w0rD')).toBe(true);
	});

	test('3 gets one, with its gateway and its active server sync job', async () => {
		const expected = {
			...fields('foo.example.com'),
			service_account_username: 'admin',
			gateway_name: sandbox.getState().gateways[0].name,
			active_task_settings_id: null as string | null,
		};
		const before = await api.get(connection.path);
		expect([before.status, before.data]).toEqual([200, expected]);
		const job = (await api.post(connection.server, serverJobBody(sandbox))).data;
		const after = await api.get(connection.path);
		expect(after.data).toEqual({ ...expected, active_task_settings_id: job.id });
	});

	test('4 updates one', async () => {
		const body = { ...connectionBody(sandbox, 'new.example.com'), domain_controllers: null };
		const { status, data } = await api.put(connection.path, body);
		expect([status, data]).toEqual([204, '']);
		const after = (await api.get(connection.path)).data;
		expect(after).toMatchObject({ ...fields('new.example.com'), domain_controllers: null });
		expect(after.id).toBe(connection.id);
	});

	test('5 deletes one with its jobs', async () => {
		await api.post(connection.user, userJobBody());
		const { status, data } = await api.delete(connection.path);
		expect([status, data]).toEqual([204, '']);
		expect((await api.get(connection.path)).status).toBe(404);
		expect((await api.get(connection.user)).status).toBe(404);
		expect((await api.delete(connection.path)).status).toBe(404);
		expect((await api.get(CONNECTIONS)).data).toEqual({ list: [] });
	});
});

/** A job with every field set, as it is sent. */
function fullServerJob(changes: object = {}) {
	return serverJobBody(sandbox, {
		frequency: 24,
		start_hour_utc: 14,
		access_address_attribute: 'access_address',
		bastion_attribute: 'bastion',
		alt_names_attributes: ['alt_name'],
		additional_attribute_mapping: [{ label: 'region', value: 'server_region', is_guid: true }],
		...changes,
	});
}

/** How each dialect answers that job. */
function fullServerAnswer(dialect: 'client' | 'page') {
	const rule = {
		...ruleBody(sandbox),
		id: expect.stringMatching(UUID),
		project_name: sandbox.getState().projects[0].name,
		unsorted: false,
	};
	const same = {
		id: expect.stringMatching(UUID),
		name: 'Server Sync Job - 1',
		frequency: 24,
		is_active: true,
		os_attribute: 'operatingSystem',
		access_address_attribute: 'access_address',
		bastion_attribute: 'bastion',
		run_test: false,
	};
	if (dialect === 'client') {
		return {
			...same,
			start_hour_utc: 14,
			hostname_attribute: 'dNSHostName',
			alt_names_attributes: ['alt_name'],
			additional_attribute_mapping: [{ label: 'region', value: 'server_region', is_guid: true }],
			rule_assignments: [rule],
		};
	}
	return {
		...same,
		start_hour_utc: '2022-08-24T14:15:22Z',
		host_name_attribute: 'dNSHostName',
		alt_names_attributes: 'alt_name',
		additional_attribute_mapping: { label: 'region', value: 'server_region' },
		is_guid: true,
		rule_assignments: { ...rule, priority: '1' },
	};
}

describe.each(['client', 'page'] as const)('server sync jobs in the %s dialect', (dialect) => {
	let job: { id: string; name: string };
	let path: string;

	beforeEach(async () => {
		await start(dialect);
		job = (await api.post(connection.server, fullServerJob())).data;
		path = `${connection.server}/${job.id}`;
	});

	const answer = () => ({
		...fullServerAnswer(dialect),
		recent_task_result: runningServerResult(job),
	});

	test('6 lists them', async () => {
		const { status, data } = await api.get(connection.server);
		expect([status, data]).toEqual([200, { list: [answer()] }]);
	});

	test('7 creates one', async () => {
		const { status, data } = await api.post(
			connection.server,
			fullServerJob({ is_active: false, name: 'Another', run_test: false }),
		);
		expect(status).toBe(201);
		expect(data).toEqual({
			...fullServerAnswer(dialect),
			name: 'Another',
			is_active: false,
			recent_task_result: null,
		});
	});

	test('7 answers lists of two as lists', async () => {
		const { data } = await api.post(
			connection.server,
			fullServerJob({
				is_active: false,
				alt_names_attributes: ['a', 'b'],
				additional_attribute_mapping: [
					{ label: 'a', value: 'b' },
					{ label: 'c', value: 'd', is_guid: true },
				],
				rule_assignments: [ruleBody(sandbox, 1), ruleBody(sandbox, 2)],
			}),
		);
		expect(data.alt_names_attributes).toEqual(['a', 'b']);
		expect(data.additional_attribute_mapping).toEqual([
			{ label: 'a', value: 'b', is_guid: false },
			{ label: 'c', value: 'd', is_guid: true },
		]);
		expect(data).not.toHaveProperty('is_guid');
		expect(data.rule_assignments).toMatchObject(
			dialect === 'client'
				? [{ priority: 1 }, { priority: 2 }]
				: [{ priority: '1' }, { priority: '2' }],
		);
	});

	test('8 gets one', async () => {
		const { status, data } = await api.get(path);
		expect([status, data]).toEqual([200, answer()]);
	});

	test('9 updates one: deletes it and creates it again', async () => {
		sandbox.advance(3600);
		const { status, data } = await api.put(
			path,
			fullServerJob({ name: 'Renamed', is_active: false }),
		);
		expect(status).toBe(dialect === 'client' ? 204 : 200);
		const [renamed] = (await api.get(connection.server)).data.list;
		expect(renamed).toMatchObject({ name: 'Renamed', is_active: false, recent_task_result: null });
		expect(data).toEqual(dialect === 'client' ? '' : renamed);
		expect(renamed.id).not.toBe(job.id);
		expect((await api.get(path)).status).toBe(404);
		expect((await api.get(`${connection.server}/${renamed.id}/task_results`)).data.list).toEqual(
			[],
		);
	});

	test('10 deletes one', async () => {
		const { status, data } = await api.delete(path);
		expect([status, data]).toEqual([204, '']);
		expect((await api.delete(path)).status).toBe(404);
	});

	test('11 deactivates one', async () => {
		const { status, data } = await api.post(`${path}/deactivate`);
		expect([status, data]).toEqual([204, '']);
		expect((await api.get(path)).data.is_active).toBe(false);
	});

	test('12 sets the schedule, which activates an inactive one', async () => {
		await api.post(`${path}/deactivate`);
		sandbox.advance(3600);
		const { status, data } = await api.post(`${path}/schedule`, { frequency: 12 });
		expect([status, data]).toEqual([204, '']);
		const after = (await api.get(path)).data;
		expect(after).toMatchObject({ is_active: true, frequency: 12, start_hour_utc: null });
		expect(after.recent_task_result.created_at).toBe('2026-01-05T01:00:00Z');
	});

	test('13 lists the results, without details', async () => {
		sandbox.advance(60);
		const { status, data } = await api.get(`${path}/task_results`);
		expect(status).toBe(200);
		expect(data).toEqual({
			list: [
				{
					...runningServerResult(job),
					task_state: 'done',
					rules_summary_status: 'done',
					updated_at: '2026-01-05T00:01:00Z',
				},
			],
		});
	});

	test('14 and 15 have no other paths', async () => {
		const [{ id }] = (await api.get(`${path}/task_results`)).data.list;
		expect((await api.get(`${path}/task_results/${id}`)).status).toBe(404);
		expect((await api.post(`${path}/test_requests`)).status).toBe(404);
		sandbox.clearRequests();
	});

	test('14 gets the details of one result', async () => {
		sandbox.advance(60);
		const [{ id }] = (await api.get(`${path}/task_results`)).data.list;
		const { status, data } = await api.get(`${path}/task_results/${id}/detailed_summary`);
		expect(status).toBe(200);
		expect(data).toMatchObject({ id, task_state: 'done' });
		expect(data.status.detailed_summary).toEqual(expect.any(String));
		expect((await api.get(`${path}/task_results/unknown/detailed_summary`)).status).toBe(404);
	});

	test('15 creates a test request, whose run ends later', async () => {
		const { status, data } = await api.post(`${path}/test_request`);
		expect(status).toBe(201);
		expect(data).toEqual({
			...runningServerResult(job),
			ad_test_request_id: expect.stringMatching(UUID),
		});
		sandbox.advance(60);
		const after = (await api.get(`${path}/task_results/${data.id}/detailed_summary`)).data;
		expect(after).toMatchObject({
			task_state: 'done',
			ad_test_request_id: data.ad_test_request_id,
		});
	});
});

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
			id: expect.stringMatching(UUID),
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
		).toEqual([null, expect.stringMatching(UUID)]);
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
			ad_user_sync_test_request_id: expect.stringMatching(UUID),
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
