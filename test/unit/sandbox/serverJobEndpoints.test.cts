import type { AxiosInstance } from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	closeChecked,
	ruleBody,
	serverJobBody,
	startText,
	startTeam,
	type TeamConnection,
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

/** The result of a run that has only begun. */
function runningServerResult(job: { id: string; name: string }) {
	return {
		id: expect.stringMatching(uuid),
		ad_task_settings_id: job.id,
		ad_task_settings_name: job.name,
		ad_test_request_id: null as unknown,
		rules_summary_status: 'running',
		task_state: 'running',
		status: { summary: null as unknown, detailed_summary: null as unknown },
		created_at: startText,
		updated_at: startText,
	};
}

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
		id: expect.stringMatching(uuid),
		project_name: sandbox.getState().projects[0].name,
		unsorted: false,
	};
	const same = {
		id: expect.stringMatching(uuid),
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
			ad_test_request_id: expect.stringMatching(uuid),
		});
		sandbox.advance(60);
		const after = (await api.get(`${path}/task_results/${data.id}/detailed_summary`)).data;
		expect(after).toMatchObject({
			task_state: 'done',
			ad_test_request_id: data.ad_test_request_id,
		});
	});
});
