export type Certainty = 'certain' | 'probable' | 'assumed';
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One of the contract's numbered endpoints (docs/api-contract.md, "Endpoints"). */
export interface Endpoint {
	number: number;
	what: string;
	method: Method;
	/** Relative to /v1/teams/{team}/. */
	path: string;
	/** The status code of success; the two contested ones differ by dialect. */
	success: number | { client: number; page: number };
	/** What the service user must be allowed to do; only ad_connection.list was ever seen. */
	capability: string;
	/** Roles of which the service user needs one. */
	roles: readonly string[];
	sure: Certainty;
}

/** The role that a service user needs for Active Directory. */
const admin = ['access_admin'];

/** Any of these may list servers. */
const serverReaders = ['access_user', 'access_admin', 'server_admin', 'reporting_user'];

const C = 'integrations/ad_connections';
const S = `${C}/{connection}/task_settings`;
const U = `${C}/{connection}/user_sync_task_settings`;
const jobOr204 = { client: 204, page: 200 };

type Row = [number, string, Method, string, Endpoint['success'], string, Certainty, string[]?];

const rows: Row[] = [
	[1, 'list connections', 'GET', C, 200, 'ad_connection.list', 'certain'],
	[2, 'create connection', 'POST', C, 201, 'ad_connection.create', 'certain'],
	[3, 'get connection', 'GET', `${C}/{connection}`, 200, 'ad_connection.read', 'certain'],
	[4, 'update connection', 'PUT', `${C}/{connection}`, 204, 'ad_connection.update', 'certain'],
	[5, 'delete connection', 'DELETE', `${C}/{connection}`, 204, 'ad_connection.delete', 'certain'],

	[6, 'list server sync jobs', 'GET', S, 200, 'ad_task_settings.list', 'probable'],
	[7, 'create server sync job', 'POST', S, 201, 'ad_task_settings.create', 'certain'],
	[8, 'get server sync job', 'GET', `${S}/{job}`, 200, 'ad_task_settings.read', 'certain'],
	[
		9,
		'update server sync job',
		'PUT',
		`${S}/{job}`,
		jobOr204,
		'ad_task_settings.update',
		'probable',
	],
	[10, 'delete server sync job', 'DELETE', `${S}/{job}`, 204, 'ad_task_settings.delete', 'certain'],
	[
		11,
		'deactivate server sync job',
		'POST',
		`${S}/{job}/deactivate`,
		204,
		'ad_task_settings.update',
		'certain',
	],
	[
		12,
		'set schedule of server sync job',
		'POST',
		`${S}/{job}/schedule`,
		204,
		'ad_task_settings.update',
		'probable',
	],
	[
		13,
		'list results of server sync job',
		'GET',
		`${S}/{job}/task_results`,
		200,
		'ad_task_result.list',
		'probable',
	],
	[
		14,
		'get details of result of server sync job',
		'GET',
		`${S}/{job}/task_results/{result}/detailed_summary`,
		200,
		'ad_task_result.read',
		'certain',
	],
	[
		15,
		'test server sync job',
		'POST',
		`${S}/{job}/test_request`,
		201,
		'ad_test_request.create',
		'certain',
	],

	[16, 'list user sync jobs', 'GET', U, 200, 'ad_user_sync_task_settings.list', 'certain'],
	[17, 'create user sync job', 'POST', U, 201, 'ad_user_sync_task_settings.create', 'certain'],
	[18, 'get user sync job', 'GET', `${U}/{job}`, 200, 'ad_user_sync_task_settings.read', 'certain'],
	[
		19,
		'update user sync job',
		'PUT',
		`${U}/{job}`,
		jobOr204,
		'ad_user_sync_task_settings.update',
		'probable',
	],
	[
		20,
		'delete user sync job',
		'DELETE',
		`${U}/{job}`,
		204,
		'ad_user_sync_task_settings.delete',
		'certain',
	],
	[
		21,
		'set schedule of user sync job',
		'POST',
		`${U}/{job}/schedule`,
		204,
		'ad_user_sync_task_settings.update',
		'certain',
	],
	[
		22,
		'set state of user sync job',
		'POST',
		`${U}/{job}/state`,
		204,
		'ad_user_sync_task_settings.update',
		'certain',
	],
	[
		23,
		'test user sync job',
		'POST',
		`${U}/{job}/test_request`,
		201,
		'ad_user_sync_test_request.create',
		'certain',
	],
	[
		24,
		'list results of user sync job',
		'GET',
		`${U}/{job}/user_sync_task_results`,
		200,
		'ad_user_sync_task_result.list',
		'certain',
	],
	[
		25,
		'get details of result of user sync job',
		'GET',
		`${U}/{job}/user_sync_task_results/{result}/detailed_summary`,
		200,
		'ad_user_sync_task_result.read',
		'probable',
	],

	[26, 'list gateways', 'GET', 'gateways', 200, 'gateway.list', 'certain'],
	[27, 'get status of gateway', 'GET', 'gateways/{gateway}/status', 200, 'gateway.read', 'certain'],
	[28, 'list projects', 'GET', 'projects', 200, 'project.list', 'certain'],
	[29, 'list servers', 'GET', 'servers', 200, 'server.list', 'certain', serverReaders],
];

/** The contract's table, one row per endpoint. */
export const asaEndpoints: readonly Endpoint[] = rows.map(
	([number, what, method, path, success, capability, sure, roles = admin]) => ({
		number,
		what,
		method,
		path,
		success,
		capability,
		roles,
		sure,
	}),
);

/** What else the simulated team serves, below /v1/teams/{team}/. */
export const endpointsBesides = {
	token: { method: 'POST', path: 'service_token', capability: null, roles: [] },
	opaConnections: {
		method: 'GET',
		path: 'connections/active_directory',
		capability: 'ad_connection.list',
		roles: admin,
	},
} as const;

export type OtherEndpointName = keyof typeof endpointsBesides;

/** A number of the contract's table, or the name of one of the others. */
export type EndpointKey = number | OtherEndpointName;

/** The last endpoint of Active Directory; those after it, an OPA team has too. */
const lastAdEndpoint = 25;

export function isAdEndpoint(key: EndpointKey): boolean {
	return typeof key === 'number' && key <= lastAdEndpoint;
}

/** @throws RangeError when the contract has no such number */
export function endpointByNumber(number: number): Endpoint {
	const endpoint = asaEndpoints.find((candidate) => candidate.number === number);
	if (!endpoint) throw new RangeError(`There is no endpoint ${number}`);
	return endpoint;
}

/** @returns the path in the router's spelling, relative to /v1 */
export function routerPath(path: string): string {
	return `/teams/:team/${path.replace(/\{(\w+)\}/g, ':$1')}`;
}
