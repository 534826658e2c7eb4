import type { INodeParameters } from 'n8n-workflow';
import type { ConnectionState, JobState } from '../../sandbox/state.cts';
import { byId, byName, type Sent } from './runOperation.cts';

/** What a row may refer to: the first connection of the demo and what belongs to it. */
export interface Fixture {
	dialect: 'client' | 'page';
	connection: ConnectionState;
	server: JobState;
	user: JobState;
	project: string;
	gateway: string;
}

/** One run of an operation: what goes in, exactly what is sent, and what comes out. */
export interface Row {
	resource: string;
	operation: string;
	/** Which way the operation goes here, where it has several. */
	way?: string;
	/** An operation of the resource that is run before with the same parameters, and isn't looked at. */
	before?: string;
	/** Parameters; one of them takes `{{ $json.pick }}`, which tells the good item from the bad one. */
	parameters: (fixture: Fixture) => INodeParameters;
	/** What the good item holds as `pick`. */
	good: (fixture: Fixture) => string | number;
	/** What the bad item holds as `pick`, and the message that it ends with. */
	bad: { pick: string | number; message: string };
	/** Numbers of the endpoints that are called, in order. */
	endpoints: (fixture: Fixture) => number[];
	sent: (fixture: Fixture) => Sent[];
	output: (fixture: Fixture) => object[];
}

const pick = '={{ $json.pick }}';

/** Rows of operations whose bad item has no connection. */
const onConnection = {
	good: ({ connection }: Fixture) => connection.id,
	bad: { pick: '', message: "'Connection' is empty" },
};

const onFirst = () => ({ connection: byId(pick) });

const connectionRows: Row[] = [
	{
		resource: 'connection',
		operation: 'create',
		parameters: ({ gateway }) => ({
			name: pick,
			domain: 'new.example.com',
			gateway: byId(gateway),
			domainControllers: 'dc1, dc2',
			serviceAccount: 'none',
		}),
		good: () => 'New',
		bad: { pick: '', message: "'Name' is empty" },
		endpoints: () => [2],
		sent: ({ gateway }) => [
			[
				'POST ',
				{
					body: {
						name: 'New',
						domain: 'new.example.com',
						gateway_id: gateway,
						domain_controllers: ['dc1', 'dc2'],
					},
				},
			],
		],
		output: ({ gateway }) => [
			{
				name: 'New',
				domain: 'new.example.com',
				gateway_id: gateway,
				domain_controllers: ['dc1', 'dc2'],
			},
		],
	},
	{
		resource: 'connection',
		operation: 'upsert',
		parameters: () => ({ name: pick, serviceAccount: 'none' }),
		good: ({ connection }) => connection.name,
		bad: { pick: '', message: "'Name' is empty" },
		endpoints: () => [1, 3],
		sent: ({ connection }) => [['GET '], [`GET /${connection.id}`]],
		output: ({ connection }) => [{ id: connection.id, action: 'unchanged' }],
	},
	{
		resource: 'connection',
		operation: 'delete',
		...onConnection,
		parameters: onFirst,
		endpoints: () => [5],
		sent: ({ connection }) => [[`DELETE /${connection.id}`]],
		output: () => [{ deleted: true }],
	},
	{
		resource: 'connection',
		operation: 'get',
		...onConnection,
		parameters: onFirst,
		endpoints: () => [3],
		sent: ({ connection }) => [[`GET /${connection.id}`]],
		output: ({ connection, server }) => [
			{
				id: connection.id,
				name: connection.name,
				domain: connection.domain,
				gateway_id: connection.gatewayId,
				service_account_username: 'svc-asa',
				active_task_settings_id: server.id,
			},
		],
	},
	{
		resource: 'connection',
		operation: 'getAll',
		parameters: () => ({ limit: pick }),
		good: () => 1,
		bad: { pick: 0, message: "'Limit' must be a whole number of 1 or greater" },
		endpoints: () => [1],
		sent: () => [['GET ']],
		output: ({ connection }) => [{ id: connection.id, name: connection.name }],
	},
	{
		resource: 'connection',
		operation: 'getAll',
		way: 'filtered',
		parameters: ({ connection }) => ({
			limit: pick,
			filters: { domain: connection.domain.toUpperCase(), nameContains: connection.name },
		}),
		good: () => 1,
		bad: { pick: 0, message: "'Limit' must be a whole number of 1 or greater" },
		endpoints: () => [1],
		sent: () => [['GET ']],
		output: ({ connection }) => [{ id: connection.id, name: connection.name }],
	},
	{
		resource: 'connection',
		operation: 'getAll',
		way: 'of a gateway',
		parameters: () => ({ filters: { gateway: byName(pick) } }),
		good: () => 'gateway-west',
		bad: {
			pick: 'gateway-north',
			message: '\'Gateway\' is "gateway-north", but no gateway has this name',
		},
		endpoints: () => [26, 1],
		sent: () => [['GET T/gateways'], ['GET ']],
		output: () => [{ name: 'EMEA directory', domain: 'emea.example.com' }],
	},
	{
		resource: 'connection',
		operation: 'update',
		...onConnection,
		parameters: () => ({
			...onFirst(),
			serviceAccount: 'none',
			updateFields: { name: 'Renamed' },
		}),
		endpoints: () => [3, 1, 4],
		sent: ({ connection }) => [
			[`GET /${connection.id}`],
			['GET ', { query: { include_certificate_details: 'true' } }],
			[
				`PUT /${connection.id}`,
				{
					body: {
						name: 'Renamed',
						domain: connection.domain,
						gateway_id: connection.gatewayId,
						domain_controllers: connection.domainControllers,
						service_account_username: 'svc-asa',
					},
				},
			],
		],
		output: ({ connection }) => [{ id: connection.id, name: 'Renamed' }],
	},
];

const directoryRows: Row[] = [
	{
		resource: 'gateway',
		operation: 'getAll',
		parameters: () => ({ limit: pick, filters: { nameContains: 'WEST' } }),
		good: () => 1,
		bad: { pick: 0, message: "'Limit' must be a whole number of 1 or greater" },
		endpoints: () => [26],
		sent: () => [['GET T/gateways', { query: { count: '1', contains: 'WEST' } }]],
		output: ({ gateway }) => [{ id: gateway, name: 'gateway-west', refuse_connections: false }],
	},
	{
		resource: 'gateway',
		operation: 'getStatus',
		parameters: () => ({ gateway: byId(pick) }),
		good: ({ gateway }) => gateway,
		bad: { pick: '', message: "'Gateway' is empty" },
		endpoints: () => [27],
		sent: ({ gateway }) => [[`GET T/gateways/${gateway}/status`]],
		output: ({ gateway }) => [{ gateway_id: gateway, status: 'ONLINE', active_connections: 0 }],
	},
	{
		resource: 'gateway',
		operation: 'getStatus',
		way: 'by name',
		parameters: () => ({ gateway: byName(pick) }),
		good: () => 'gateway-west',
		bad: { pick: '', message: "'Gateway' is empty" },
		endpoints: () => [26, 27],
		sent: ({ gateway }) => [['GET T/gateways'], [`GET T/gateways/${gateway}/status`]],
		output: ({ gateway }) => [{ gateway_id: gateway, status: 'ONLINE' }],
	},
	{
		resource: 'adServer',
		operation: 'getAll',
		parameters: () => ({
			limit: 2,
			filters: { project: 'web-servers', state: 'ACTIVE', unseenHours: pick },
		}),
		good: () => 0,
		bad: { pick: -1, message: "'Unseen For (Hours)' must be 0 or greater" },
		endpoints: () => [29],
		sent: () => [
			[
				'GET T/servers',
				{ query: { AdServers: 'true', project_name: 'web-servers', state: 'ACTIVE' } },
			],
		],
		output: () =>
			[1, 2].map((number) => ({
				hostname: `servers-${number}.emea.example.com`,
				project_name: 'web-servers',
				state: 'ACTIVE',
			})),
	},
];

/** What differs between the two kinds of jobs, for rows that both have. */
interface Kind {
	resource: string;
	jobs: string;
	results: string;
	job: (fixture: Fixture) => JobState;
	/** What only this kind's form asks for when a job is created. */
	fields: (fixture: Fixture) => INodeParameters;
	/** The body of a job with these fields. */
	body: (fixture: Fixture) => object;
	/** Endpoint numbers. */
	numbers: Record<
		'list' | 'create' | 'get' | 'update' | 'delete' | 'schedule' | 'results' | 'result' | 'test',
		number
	>;
}

const serverKind: Kind = {
	resource: 'serverSyncJob',
	jobs: 'task_settings',
	results: 'task_results',
	job: ({ server }) => server,
	fields: ({ project }) => ({
		ruleAssignments: {
			rule: [{ baseDn: 'OU=New', ldapQueryFilter: '(cn=*)', project: byId(project), priority: 5 }],
		},
	}),
	body: ({ project }) => ({
		hostname_attribute: 'dNSHostName',
		os_attribute: 'operatingSystem',
		alt_names_attributes: [],
		additional_attribute_mapping: [],
		rule_assignments: [
			{ base_dn: 'OU=New', ldap_query_filter: '(cn=*)', project_id: project, priority: 5 },
		],
	}),
	numbers: {
		list: 6,
		create: 7,
		get: 8,
		update: 9,
		delete: 10,
		schedule: 12,
		results: 13,
		result: 14,
		test: 15,
	},
};

const userKind: Kind = {
	resource: 'userSyncJob',
	jobs: 'user_sync_task_settings',
	results: 'user_sync_task_results',
	job: ({ user }) => user,
	fields: () => ({ baseDn: 'OU=New', ldapQueryFilter: '(cn=*)' }),
	body: () => ({
		base_dn: 'OU=New',
		ldap_query_filter: '(cn=*)',
		upn_field: 'userPrincipalName',
		sid_field: 'objectSID',
	}),
	numbers: {
		list: 16,
		create: 17,
		get: 18,
		update: 19,
		delete: 20,
		schedule: 21,
		results: 24,
		result: 25,
		test: 23,
	},
};

function jobRows({ resource, jobs, results, job, fields, body, numbers }: Kind): Row[] {
	const list = ({ connection }: Fixture) => `/${connection.id}/${jobs}`;
	const one = (fixture: Fixture) => `${list(fixture)}/${job(fixture).id}`;
	const onJob = (fixture: Fixture) => ({ ...onFirst(), job: byId(job(fixture).id) });
	const newest = (fixture: Fixture) => job(fixture).results[job(fixture).results.length - 1].id;
	const sentBody = (fixture: Fixture) => ({ name: 'New', frequency: 6, ...body(fixture) });
	return [
		{
			resource,
			operation: 'create',
			...onConnection,
			parameters: (fixture) => ({
				...onFirst(),
				name: 'New',
				...fields(fixture),
				isActive: false,
				frequency: 6,
			}),
			endpoints: () => [numbers.create],
			sent: (fixture) => [
				[`POST ${list(fixture)}`, { body: { ...sentBody(fixture), is_active: false } }],
			],
			output: (fixture) => [
				{ name: 'New', connection_id: fixture.connection.id, frequency: 6, start_hour_utc: null },
			],
		},
		{
			resource,
			operation: 'upsert',
			...onConnection,
			parameters: (fixture) => ({
				...onFirst(),
				name: 'New',
				...fields(fixture),
				frequency: 6,
				additionalFields: { isActive: false },
			}),
			endpoints: () => [numbers.list, numbers.create, numbers.list],
			sent: (fixture) => [
				[`GET ${list(fixture)}`],
				[`POST ${list(fixture)}`, { body: { ...sentBody(fixture), is_active: false } }],
				[`GET ${list(fixture)}`],
			],
			output: () => [{ action: 'created', name: 'New', is_active: false }],
		},
		{
			resource,
			operation: 'upsert',
			way: 'of a job that is there',
			...onConnection,
			parameters: (fixture) => ({ ...onFirst(), name: job(fixture).settings.name, frequency: 6 }),
			endpoints: () => [numbers.list, numbers.get, numbers.schedule],
			sent: (fixture) => [
				[`GET ${list(fixture)}`],
				[`GET ${one(fixture)}`],
				[`POST ${one(fixture)}/schedule`, { body: { frequency: 6 } }],
			],
			output: (fixture) => [
				{
					action: 'updated',
					id: job(fixture).id,
					previous_id: job(fixture).id,
					id_changed: false,
					frequency: 6,
				},
			],
		},
		{
			resource,
			operation: 'delete',
			...onConnection,
			parameters: onJob,
			endpoints: () => [numbers.delete],
			sent: (fixture) => [[`DELETE ${one(fixture)}`]],
			output: () => [{ deleted: true }],
		},
		{
			resource,
			operation: 'get',
			...onConnection,
			parameters: onJob,
			endpoints: () => [numbers.get],
			sent: (fixture) => [[`GET ${one(fixture)}`]],
			output: (fixture) => [
				{
					id: job(fixture).id,
					name: job(fixture).settings.name,
					connection_id: fixture.connection.id,
					is_active: true,
					frequency: 1,
					start_hour_utc: null,
					recent_task_result: { id: newest(fixture), task_state: 'done' },
				},
			],
		},
		{
			resource,
			operation: 'getAll',
			...onConnection,
			parameters: () => ({ ...onFirst(), limit: 1 }),
			endpoints: () => [numbers.list],
			sent: (fixture) => [[`GET ${list(fixture)}`, { query: { count: '1' } }]],
			output: (fixture) => [{ id: job(fixture).id, connection_id: fixture.connection.id }],
		},
		{
			resource,
			operation: 'update',
			way: 'of the schedule',
			...onConnection,
			parameters: (fixture) => ({
				...onJob(fixture),
				updateFields: { schedule: { values: { frequency: 24, startHourUtc: 23 } } },
			}),
			endpoints: () => [numbers.get, numbers.schedule],
			sent: (fixture) => [
				[`GET ${one(fixture)}`],
				[`POST ${one(fixture)}/schedule`, { body: { frequency: 24, start_hour_utc: 23 } }],
			],
			output: (fixture) => [
				{
					id: job(fixture).id,
					previous_id: job(fixture).id,
					id_changed: false,
					start_hour_utc: 23,
				},
			],
		},
		{
			resource,
			operation: 'update',
			way: 'of anything else',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), updateFields: { name: 'Renamed' } }),
			endpoints: ({ dialect }) =>
				dialect === 'client'
					? [numbers.get, numbers.update, numbers.list]
					: [numbers.get, numbers.update],
			sent: (fixture) => [
				[`GET ${one(fixture)}`],
				[`PUT ${one(fixture)}`, { body: keptBody(job(fixture)) }],
				...(fixture.dialect === 'client' ? [[`GET ${list(fixture)}`] as Sent] : []),
			],
			output: (fixture) => [{ previous_id: job(fixture).id, id_changed: true, name: 'Renamed' }],
		},
		{
			resource,
			operation: 'updateSchedule',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), frequency: 12 }),
			endpoints: () => [numbers.schedule],
			sent: (fixture) => [[`POST ${one(fixture)}/schedule`, { body: { frequency: 12 } }]],
			output: (fixture) => [{ id: job(fixture).id, frequency: 12, start_hour_utc: null }],
		},
		{
			resource,
			operation: 'runTest',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), waitForCompletion: false }),
			endpoints: () => [numbers.test],
			sent: (fixture) => [[`POST ${one(fixture)}/test_request`]],
			output: (fixture) => [{ outcome: 'running', is_test: true, job_id: job(fixture).id }],
		},
		{
			resource,
			operation: 'getResult',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), result: byId(newest(fixture)) }),
			endpoints: () => [numbers.result],
			sent: (fixture) => [[`GET ${one(fixture)}/${results}/${newest(fixture)}/detailed_summary`]],
			output: (fixture) => [{ result_id: newest(fixture), outcome: 'success', is_test: false }],
		},
		{
			resource,
			operation: 'getAllResults',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), limit: 2 }),
			endpoints: () => [numbers.results],
			sent: (fixture) => [[`GET ${one(fixture)}/${results}`, { query: { descending: 'true' } }]],
			output: (fixture) => [
				{ result_id: newest(fixture), outcome: 'success' },
				{ outcome: 'success' },
			],
		},
	];
}

/** The body of a job of the demo after its name was changed: all else as it was. */
function keptBody({ settings }: JobState): object {
	const body: Record<string, unknown> = { ...settings, name: 'Renamed' };
	if ('rule_assignments' in settings) {
		body.rule_assignments = settings.rule_assignments.map(
			({ base_dn, ldap_query_filter, project_id, priority }) => ({
				base_dn,
				ldap_query_filter,
				project_id,
				priority,
			}),
		);
	}
	for (const [name, value] of Object.entries(body)) if (value === null) delete body[name];
	return body;
}

const stateRows: Row[] = [
	{
		resource: 'serverSyncJob',
		operation: 'activate',
		...onConnection,
		parameters: ({ server }) => ({ ...onFirst(), job: byId(server.id) }),
		endpoints: () => [8],
		sent: ({ connection, server }) => [[`GET /${connection.id}/task_settings/${server.id}`]],
		output: ({ server }) => [{ id: server.id, is_active: true }],
	},
	{
		resource: 'serverSyncJob',
		operation: 'activate',
		way: 'of an inactive job',
		before: 'deactivate',
		...onConnection,
		parameters: ({ server }) => ({ ...onFirst(), job: byId(server.id) }),
		endpoints: () => [8, 3, 12, 8],
		sent: ({ connection, server }) => [
			[`GET /${connection.id}/task_settings/${server.id}`],
			[`GET /${connection.id}`],
			[`POST /${connection.id}/task_settings/${server.id}/schedule`, { body: { frequency: 1 } }],
			[`GET /${connection.id}/task_settings/${server.id}`],
		],
		output: ({ server }) => [{ id: server.id, is_active: true, replaced_job_id: null }],
	},
	{
		resource: 'serverSyncJob',
		operation: 'deactivate',
		...onConnection,
		parameters: ({ server }) => ({ ...onFirst(), job: byId(server.id) }),
		endpoints: () => [8, 11, 8],
		sent: ({ connection, server }) => [
			[`GET /${connection.id}/task_settings/${server.id}`],
			[`POST /${connection.id}/task_settings/${server.id}/deactivate`],
			[`GET /${connection.id}/task_settings/${server.id}`],
		],
		output: ({ server }) => [{ id: server.id, is_active: false }],
	},
	{
		resource: 'userSyncJob',
		operation: 'activate',
		...onConnection,
		parameters: ({ user }) => ({ ...onFirst(), job: byId(user.id) }),
		endpoints: () => [18],
		sent: ({ connection, user }) => [[`GET /${connection.id}/user_sync_task_settings/${user.id}`]],
		output: ({ user }) => [{ id: user.id, is_active: true }],
	},
	{
		resource: 'userSyncJob',
		operation: 'activate',
		way: 'of an inactive job',
		before: 'deactivate',
		...onConnection,
		parameters: ({ user }) => ({ ...onFirst(), job: byId(user.id) }),
		endpoints: () => [18, 22, 18],
		sent: ({ connection, user }) => [
			[`GET /${connection.id}/user_sync_task_settings/${user.id}`],
			[
				`POST /${connection.id}/user_sync_task_settings/${user.id}/state`,
				{ body: { is_active: true } },
			],
			[`GET /${connection.id}/user_sync_task_settings/${user.id}`],
		],
		output: ({ user }) => [{ id: user.id, is_active: true }],
	},
	{
		resource: 'userSyncJob',
		operation: 'deactivate',
		...onConnection,
		parameters: ({ user }) => ({ ...onFirst(), job: byId(user.id) }),
		endpoints: () => [18, 22, 18],
		sent: ({ connection, user }) => [
			[`GET /${connection.id}/user_sync_task_settings/${user.id}`],
			[
				`POST /${connection.id}/user_sync_task_settings/${user.id}/state`,
				{ body: { is_active: false } },
			],
			[`GET /${connection.id}/user_sync_task_settings/${user.id}`],
		],
		output: ({ user }) => [{ id: user.id, is_active: false }],
	},
	{
		resource: 'userSyncJob',
		operation: 'updateState',
		...onConnection,
		parameters: ({ user }) => ({ ...onFirst(), job: byId(user.id), isActive: false }),
		endpoints: () => [22, 18],
		sent: ({ connection, user }) => [
			[
				`POST /${connection.id}/user_sync_task_settings/${user.id}/state`,
				{ body: { is_active: false } },
			],
			[`GET /${connection.id}/user_sync_task_settings/${user.id}`],
		],
		output: ({ connection, user }) => [
			{ id: user.id, connection_id: connection.id, is_active: false },
		],
	},
];

/** Every operation of the node but Sync Status, which has a test of its own; the ways of an operation each in a row of its own. */
export const operationTable: Row[] = [
	...connectionRows,
	...directoryRows,
	...jobRows(serverKind),
	...jobRows(userKind),
	...stateRows,
];
