import type { AxiosInstance } from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import {
	connectionBody,
	connectionsPath,
	refusal,
	ruleBody,
	serverJobBody,
	startTeam,
	type TeamConnection,
	userJobBody,
} from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;
let connection: TeamConnection;

beforeEach(async () => {
	({ sandbox, api, connection } = await startTeam());
});

afterEach(() => sandbox.close());

const serverJobs: Array<[string, (box: Sandbox) => object, boolean]> = [
	['nothing changed', () => ({}), true],
	['a frequency of 2', () => ({ frequency: 2 }), false],
	['a frequency in a text', () => ({ frequency: '6' }), false],
	['no start hour with 24', () => ({ frequency: 24 }), false],
	['hour 0 with 24', () => ({ frequency: 24, start_hour_utc: 0 }), true],
	['hour 23 with 24', () => ({ frequency: 24, start_hour_utc: 23 }), true],
	['hour 24', () => ({ frequency: 24, start_hour_utc: 24 }), false],
	['an hour and a half', () => ({ frequency: 24, start_hour_utc: 1.5 }), false],
	[
		'an hour as a timestamp',
		() => ({ frequency: 24, start_hour_utc: '2022-08-24T14:15:22Z' }),
		false,
	],
	['an hour with 6', () => ({ start_hour_utc: 3 }), false],
	['no hour, said with null', () => ({ start_hour_utc: null }), true],
	['no rule', () => ({ rule_assignments: [] }), false],
	['one rule without a list', (box) => ({ rule_assignments: ruleBody(box) }), false],
	['100 rules', (box) => ({ rule_assignments: rules(box, 100) }), true],
	['101 rules', (box) => ({ rule_assignments: rules(box, 101) }), false],
	['a priority twice', (box) => ({ rule_assignments: [ruleBody(box), ruleBody(box)] }), false],
	[
		'a priority in a text',
		(box) => ({ rule_assignments: [{ ...ruleBody(box), priority: '1' }] }),
		false,
	],
	[
		'an unknown project',
		(box) => ({ rule_assignments: [{ ...ruleBody(box), project_id: 'x' }] }),
		false,
	],
	['10 mappings', () => ({ additional_attribute_mapping: mappings(10) }), true],
	['11 mappings', () => ({ additional_attribute_mapping: mappings(11) }), false],
	['one mapping without a list', () => ({ additional_attribute_mapping: mappings(1)[0] }), false],
	['alternative names in a text', () => ({ alt_names_attributes: 'alt_name' }), false],
	['a name of 255', () => ({ name: 'n'.repeat(255) }), true],
	['a name of 256', () => ({ name: 'n'.repeat(256) }), false],
	['an empty name', () => ({ name: '' }), false],
	["the page's host name", () => ({ host_name_attribute: 'x' }), false],
	['is_guid at the top', () => ({ is_guid: true }), false],
	['no os_attribute', () => ({ os_attribute: undefined }), false],
	['an id', () => ({ id: 'x' }), false],
];

function rules(box: Sandbox, count: number) {
	return Array.from({ length: count }, (_, index) => ruleBody(box, index));
}

function mappings(count: number) {
	return Array.from({ length: count }, (_, index) => ({ label: `l${index}`, value: `v${index}` }));
}

test.each(serverJobs)('a server sync job with %s', async (_what, changes, isRight) => {
	const body = serverJobBody(sandbox, changes(sandbox));
	const { status, data } = await api.post(connection.server, body);
	if (isRight) expect(status).toBe(201);
	else expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
});

const userJobs: Array<[string, object, boolean]> = [
	['nothing changed', {}, true],
	['no frequency while active', { frequency: undefined }, false],
	['no frequency while inactive', { frequency: undefined, is_active: false }, true],
	['frequency 24 without an hour', { frequency: 24, is_active: false }, false],
	['hour 0', { frequency: 24, start_hour_utc: 0 }, true],
	[
		'an hour without a frequency',
		{ frequency: undefined, is_active: false, start_hour_utc: 3 },
		false,
	],
	["the page's filter", { LDAP_query_filter: 'x' }, false],
	['no filter', { ldap_query_filter: undefined }, false],
	['is_active in a text', { is_active: 'true' }, false],
];

test.each(userJobs)('a user sync job with %s', async (_what, changes, isRight) => {
	const { status, data } = await api.post(connection.user, userJobBody(changes));
	if (isRight) expect(status).toBe(201);
	else expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
});

const connectionBodies: Array<[string, object, boolean]> = [
	['nothing changed', {}, true],
	['no domain', { domain: undefined }, false],
	['controllers in a text', { domain_controllers: '1.2.3.4' }, false],
	['null controllers', { domain_controllers: null }, true],
	['a password of 255', { service_account_password: 'p'.repeat(255) }, true],
	['a password of 256', { service_account_password: 'p'.repeat(256) }, false],
	['a misspelt field', { service_acount_username: 'x' }, false],
	['gateway_name, which only comes back', { gateway_name: 'x' }, false],
];

test.each(connectionBodies)('a connection with %s', async (_what, changes, isRight) => {
	const body = { ...connectionBody(sandbox, 'new.example.com'), ...changes };
	const { status, data } = await api.post(connectionsPath, body);
	if (isRight) expect(status).toBe(201);
	else expect([status, data]).toEqual([400, refusal(400, 'invalid_request')]);
});

test('a refusal names the field', async () => {
	const unknown = await api.post(connection.user, userJobBody({ nmae: 'x' }));
	expect(unknown.data.message).toContain('nmae');
	const wrong = await api.post(connection.user, userJobBody({ frequency: 2 }));
	expect(wrong.data.message).toContain('frequency');
});

test('a schedule takes frequency and start_hour_utc alone', async () => {
	const { id } = (await api.post(connection.user, userJobBody())).data;
	const schedule = `${connection.user}/${id}/schedule`;
	const sent = async (body: object) => (await api.post(schedule, body)).status;
	expect(await sent({ frequency: 24, start_hour_utc: 5 })).toBe(204);
	expect(await sent({ frequency: 24 })).toBe(400);
	expect(await sent({ frequency: 6, start_hour_utc: 5 })).toBe(400);
	expect(await sent({ start_hour_utc: 5 })).toBe(400);
	expect(await sent(userJobBody())).toBe(400);
});
