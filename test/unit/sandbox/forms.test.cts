import type { AxiosInstance } from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	connectionBody,
	connectionsPath,
	ruleBody,
	serverJobBody,
	startTeam,
	type TeamConnection,
	userJobBody,
} from '../../helpers/sandboxRequests.cts';

/** The forms of answers and requests that switches change. */

const yearOne = '0001-01-01T00:00:00Z';
const nilUuid = '00000000-0000-0000-0000-000000000000';

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

beforeEach(async () => {
	({ sandbox, api, connection } = await startTeam());
});

afterEach(() => sandbox.close());

const inactiveUserJob = () => userJobBody({ is_active: false, frequency: undefined });

describe('zero values', () => {
	const zeroResult = {
		id: '',
		task_state: '',
		status: { summary: '', detailed_summary: '' },
		created_at: yearOne,
		updated_at: yearOne,
	};

	beforeEach(() => sandbox.setSwitches({ zeroValues: true }));

	test('of a connection', async () => {
		const { service_account_username, ...body } = connectionBody(sandbox, 'b.example.com');
		expect(service_account_username).toBe('admin');
		const created = (await api.post(connectionsPath, body)).data;
		expect(created).toMatchObject({ service_account_username: '', deleted_at: yearOne });
		const { data } = await api.get(`${connectionsPath}/${created.id}`);
		expect(data).toMatchObject({ active_task_settings_id: nilUuid, deleted_at: yearOne });
		sandbox.setSwitches({ deletedAt: 'deleted_at' });
		await api.delete(connection.path);
		expect((await api.get(connection.path)).data.deleted_at).toBe('2026-01-05T00:00:00Z');
	});

	test('of jobs that never ran', async () => {
		const user = (await api.post(connection.user, inactiveUserJob())).data;
		expect(user).toMatchObject({ frequency: 0, recent_task_result: zeroResult });
		expect(user.recent_task_result.ad_user_sync_test_request_id).toBe('');
		expect(user).not.toHaveProperty('start_hour_utc');

		const body = serverJobBody(sandbox, { is_active: false, frequency: 24, start_hour_utc: 0 });
		const server = (await api.post(connection.server, body)).data;
		expect(server).toMatchObject({
			access_address_attribute: '',
			bastion_attribute: '',
			alt_names_attributes: null,
			additional_attribute_mapping: null,
			recent_task_result: { ...zeroResult, rules_summary_status: '', ad_task_settings_id: '' },
		});
		expect(server).not.toHaveProperty('start_hour_utc');
	});

	test('of a run that goes on, and none for one that has ended', async () => {
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		const recent = async () =>
			(await api.get(`${connection.server}/${id}`)).data.recent_task_result;
		expect(await recent()).toMatchObject({
			updated_at: yearOne,
			ad_test_request_id: '',
			status: { summary: '', detailed_summary: '' },
		});
		sandbox.advance(3000);
		expect((await recent()).updated_at).toMatch(/^2026/);
		sandbox.setSwitches({ emptyTestId: 'nilUuid' });
		expect((await recent()).ad_test_request_id).toBe(nilUuid);
	});

	test('on the page, for a start hour', async () => {
		sandbox.setSwitches({ dialect: 'page' });
		const { data } = await api.post(connection.user, inactiveUserJob());
		expect(data.start_hour_utc).toBe(yearOne);
	});

	test.each([
		['noFrequency', ['null', 'zero', 'missing'], 'frequency', [null, 0, undefined]],
		['noStartHour', ['null', 'zero', 'missing'], 'start_hour_utc', [null, 0, undefined]],
		[
			'noRecentResult',
			['null', 'zeros', 'empty', 'missing'],
			'recent_task_result',
			[null, expect.objectContaining(zeroResult), {}, undefined],
		],
	] as const)('one at a time: %s', async (name, forms, field, values) => {
		sandbox.setSwitches({ zeroValues: false });
		const { id } = (await api.post(connection.user, inactiveUserJob())).data;
		const seen: unknown[] = [];
		for (const form of forms) {
			sandbox.setSwitches({ [name]: form });
			seen.push((await api.get(`${connection.user}/${id}`)).data[field]);
		}
		expect(seen).toEqual(values);
	});

	test('one at a time: startHourZero and emptyTestId', async () => {
		sandbox.setSwitches({ zeroValues: false });
		const body = userJobBody({ frequency: 24, start_hour_utc: 0 });
		const { id } = (await api.post(connection.user, body)).data;
		expect((await api.get(`${connection.user}/${id}`)).data.start_hour_utc).toBe(0);
		sandbox.setSwitches({ startHourZero: 'missing', emptyTestId: 'missing' });
		const { data } = await api.get(`${connection.user}/${id}`);
		expect(data).not.toHaveProperty('start_hour_utc');
		expect(data.recent_task_result).not.toHaveProperty('ad_user_sync_test_request_id');
	});
});

describe('fields that only the team knows', () => {
	const ruleId = expect.stringMatching(/^[0-9a-f-]{36}$/);

	test("aren't there by default, and unknown fields are refused or ignored", async () => {
		const { data } = await api.get(connection.path);
		expect(data).not.toHaveProperty('ldap_port');
		const body = { ...connectionBody(sandbox), ldap_port: 389 };
		const refused = await api.put(connection.path, body);
		expect([refused.status, refused.data.message]).toEqual([
			400,
			expect.stringContaining('ldap_port'),
		]);
		sandbox.setSwitches({ unknownFields: 'ignore' });
		expect((await api.put(connection.path, body)).status).toBe(204);
	});

	test('of a connection: kept when sent back, lost when left out', async () => {
		sandbox.setSwitches({ extraFields: 'known' });
		const port = async () => [
			(await api.get(connection.path)).data.ldap_port,
			(await api.get(connectionsPath)).data.list[0].ldap_port,
			sandbox.getState().connections[0].extraFields,
		];
		expect(await port()).toEqual([636, 636, { ldap_port: 636 }]);
		await api.put(connection.path, { ...connectionBody(sandbox), ldap_port: 389 });
		expect(await port()).toEqual([389, 389, { ldap_port: 389 }]);
		await api.put(connection.path, connectionBody(sandbox));
		expect(await port()).toEqual([null, null, { ldap_port: null }]);
		sandbox.setSwitches({ zeroValues: true });
		expect((await port())[0]).toBe(0);
	});

	test('of jobs and rules: kept when sent back, lost when left out', async () => {
		sandbox.setSwitches({ extraFields: 'known', jobOnPut: 'kept' });
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		const path = `${connection.server}/${id}`;
		const job = async () => (await api.get(path)).data;
		expect(await job()).toMatchObject({
			ip_address_attribute: 'ipv4Address',
			rule_assignments: [{ bastion_id: ruleId }],
		});
		const bastion_id = '11111111-1111-4111-8111-111111111111';
		const rules = [{ ...ruleBody(sandbox), bastion_id }];
		const sent = { ip_address_attribute: 'other', rule_assignments: rules };
		expect((await api.put(path, serverJobBody(sandbox, sent))).status).toBe(204);
		expect(await job()).toMatchObject({
			ip_address_attribute: 'other',
			rule_assignments: [{ bastion_id }],
		});
		await api.put(path, serverJobBody(sandbox));
		expect(await job()).toMatchObject({
			ip_address_attribute: null,
			rule_assignments: [{ bastion_id: null }],
		});

		const user = (await api.post(connection.user, userJobBody({ email_field: 'x' }))).data;
		expect(user.email_field).toBe('x');
		expect(sandbox.getState().connections[0].userSyncJobs[0].extraFields).toEqual({
			email_field: 'x',
		});
	});

	test('can be answered and refused in requests', async () => {
		sandbox.setSwitches({ extraFields: 'answersOnly' });
		const { ldap_port } = (await api.get(connection.path)).data;
		expect(ldap_port).toBe(636);
		const body = { ...connectionBody(sandbox), ldap_port };
		const { status, data } = await api.put(connection.path, body);
		expect([status, data.message]).toEqual([400, expect.stringContaining('ldap_port')]);
		await api.put(connection.path, connectionBody(sandbox));
		expect((await api.get(connection.path)).data.ldap_port).toBe(636);
		const { id } = (await api.post(connection.server, serverJobBody(sandbox))).data;
		const rules = [{ ...ruleBody(sandbox), bastion_id: 'x' }];
		const put = await api.put(
			`${connection.server}/${id}`,
			serverJobBody(sandbox, { rule_assignments: rules }),
		);
		expect([put.status, put.data.message]).toEqual([400, expect.stringContaining('bastion_id')]);
	});
});

describe('what an update leaves out', () => {
	test.each([
		['clear', false],
		['keep', true],
	] as const)('use_passwordless by passwordlessOnPut %s', async (passwordlessOnPut, kept) => {
		sandbox.setSwitches({ passwordlessOnPut });
		await api.put(connection.path, { ...connectionBody(sandbox), use_passwordless: true });
		await api.put(connection.path, connectionBody(sandbox));
		expect(sandbox.getState().connections[0].usePasswordless).toBe(kept);
	});

	test.each([
		['clear', null, [], null],
		['keep', ['1.2.3.4', 'bar.example.com'], ['alt'], 'bastion'],
	] as const)(
		'other fields by omittedOnPut %s',
		async (omittedOnPut, domain_controllers, alt_names_attributes, bastion_attribute) => {
			sandbox.setSwitches({ omittedOnPut, jobOnPut: 'kept' });
			const { name, gateway_id, domain } = connectionBody(sandbox);
			await api.put(connection.path, { name, gateway_id, domain });
			expect((await api.get(connection.path)).data).toMatchObject({ domain_controllers });

			const full = { alt_names_attributes: ['alt'], bastion_attribute: 'bastion' };
			const daily = { frequency: 24, start_hour_utc: 3 };
			const created = await api.post(
				connection.server,
				serverJobBody(sandbox, { ...full, ...daily }),
			);
			const path = `${connection.server}/${created.data.id}`;
			expect((await api.put(path, serverJobBody(sandbox))).status).toBe(204);
			expect((await api.get(path)).data).toMatchObject({
				alt_names_attributes,
				bastion_attribute,
				start_hour_utc: null,
				frequency: 6,
			});
		},
	);
});

describe('ids', () => {
	let jobId: string;

	beforeEach(async () => {
		jobId = (await api.post(connection.server, serverJobBody(sandbox))).data.id;
	});

	const rootOf = (id: unknown) => `${connectionsPath}/${id}/task_settings`;

	test.each(['upper', 'mixed'] as const)('in capital letters: %s', async (idForm) => {
		sandbox.setSwitches({ idForm });
		const [listed] = (await api.get(rootOf(connection.id.toUpperCase()))).data.list;
		expect(listed.id).toBe(jobId.toUpperCase());
		expect(listed.recent_task_result.ad_task_settings_id).toBe(jobId.toUpperCase());
		expect(listed.rule_assignments[0].project_id).toMatch(/^[0-9A-F-]{36}$/);
		const { data } = await api.get(`${rootOf(connection.id)}/${listed.id}`);
		expect(data.id).toBe(idForm === 'upper' ? jobId.toUpperCase() : jobId);
		const body = serverJobBody(sandbox, {
			rule_assignments: [{ ...ruleBody(sandbox), project_id: data.rule_assignments[0].project_id }],
		});
		expect((await api.put(`${rootOf(connection.id)}/${listed.id}`, body)).status).toBe(204);
	});

	test('as numbers, which requests may send as numbers or as text', async () => {
		sandbox.setSwitches({ idForm: 'number' });
		const [listed] = (await api.get(connectionsPath)).data.list;
		expect([typeof listed.id, typeof listed.gateway_id]).toEqual(['number', 'number']);
		const [job] = (await api.get(rootOf(listed.id))).data.list;
		expect(job.id).toEqual(expect.any(Number));
		expect(Number.isSafeInteger(job.id)).toBe(true);
		const path = `${connectionsPath}/${listed.id}`;
		for (const gateway_id of [listed.gateway_id, String(listed.gateway_id)]) {
			const body = { ...connectionBody(sandbox), gateway_id };
			expect((await api.put(path, body)).status).toBe(204);
		}
		sandbox.planRuns(String(job.id), { outcome: 'fail' });
		const started = await api.post(`${rootOf(listed.id)}/${job.id}/test_request`);
		expect(started.data.ad_task_settings_id).toBe(job.id);
		const details = `${rootOf(listed.id)}/${job.id}/task_results/${started.data.id}/detailed_summary`;
		expect((await api.get(details)).data.id).toBe(started.data.id);
	});
});
