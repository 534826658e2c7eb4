/** How sure a fact of the API contract is. */
export type Certainty = 'certain' | 'probable' | 'assumed';

/** One row of the contract's table of endpoints. */
export interface Endpoint {
	/** Number in the contract's table. */
	number: number;
	/** What it does, in the words of Okta's page. */
	what: string;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Path template; pieces in braces are filled in and encoded one by one. */
	path: string;
	/** How sure the path is: Okta published the `certain` ones; `probable` ones follow from several of these. */
	certainty: Certainty;
	/** What remains in doubt although the path may be sure. */
	doubt?: string;
}

const team = '/v1/teams/{team}';
const connections = `${team}/integrations/ad_connections`;
const connection = `${connections}/{connection}`;
const serverJobs = `${connection}/task_settings`;
const serverJob = `${serverJobs}/{job}`;
const userJobs = `${connection}/user_sync_task_settings`;
const userJob = `${userJobs}/{job}`;
const serverResults = `${serverJob}/task_results`;
const userResults = `${userJob}/user_sync_task_results`;
const gateways = `${team}/gateways`;

const idMayChange = 'probable: answers 200 with the job or 204, and gives the job a new id';

/**
 * Every endpoint this package knows, once. The credential's path corrections replace `path` by endpoint name.
 * Source: docs/api-contract.md, "Endpoints".
 */
export const endpoints = {
	listConnections: {
		number: 1,
		what: 'List AD connections',
		method: 'GET',
		path: connections,
		certainty: 'certain',
	},
	createConnection: {
		number: 2,
		what: 'Create an AD connection',
		method: 'POST',
		path: connections,
		certainty: 'certain',
	},
	getConnection: {
		number: 3,
		what: 'Get an AD connection',
		method: 'GET',
		path: connection,
		certainty: 'certain',
	},
	updateConnection: {
		number: 4,
		what: 'Update an AD connection',
		method: 'PUT',
		path: connection,
		certainty: 'certain',
		doubt: 'unknown: whether a PUT without a password keeps the old one',
	},
	deleteConnection: {
		number: 5,
		what: 'Delete an AD connection',
		method: 'DELETE',
		path: connection,
		certainty: 'certain',
	},
	listServerSyncJobs: {
		number: 6,
		what: 'List server sync jobs',
		method: 'GET',
		path: serverJobs,
		certainty: 'probable',
	},
	createServerSyncJob: {
		number: 7,
		what: 'Create a server sync job',
		method: 'POST',
		path: serverJobs,
		certainty: 'certain',
	},
	getServerSyncJob: {
		number: 8,
		what: 'Get a server sync job',
		method: 'GET',
		path: serverJob,
		certainty: 'certain',
	},
	updateServerSyncJob: {
		number: 9,
		what: 'Update a server sync job',
		method: 'PUT',
		path: serverJob,
		certainty: 'certain',
		doubt: idMayChange,
	},
	deleteServerSyncJob: {
		number: 10,
		what: 'Delete a server sync job',
		method: 'DELETE',
		path: serverJob,
		certainty: 'certain',
	},
	deactivateServerSyncJob: {
		number: 11,
		what: 'Deactivate a server sync job',
		method: 'POST',
		path: `${serverJob}/deactivate`,
		certainty: 'certain',
	},
	setServerSyncJobSchedule: {
		number: 12,
		what: 'Set the schedule of a server sync job',
		method: 'POST',
		path: `${serverJob}/schedule`,
		certainty: 'certain',
		doubt: 'probable: activates an inactive job',
	},
	listServerSyncResults: {
		number: 13,
		what: 'List the results of a server sync job',
		method: 'GET',
		path: serverResults,
		certainty: 'probable',
	},
	getServerSyncResult: {
		number: 14,
		what: 'Get a result of a server sync job with details',
		method: 'GET',
		path: `${serverResults}/{result}/detailed_summary`,
		certainty: 'certain',
		doubt: 'a team may answer the summary alone',
	},
	testServerSyncJob: {
		number: 15,
		what: 'Create a test request for a server sync job',
		method: 'POST',
		path: `${serverJob}/test_request`,
		certainty: 'certain',
	},
	listUserSyncJobs: {
		number: 16,
		what: 'List user sync jobs',
		method: 'GET',
		path: userJobs,
		certainty: 'certain',
		doubt: 'probable: the query "status"',
	},
	createUserSyncJob: {
		number: 17,
		what: 'Create a user sync job',
		method: 'POST',
		path: userJobs,
		certainty: 'certain',
	},
	getUserSyncJob: {
		number: 18,
		what: 'Get a user sync job',
		method: 'GET',
		path: userJob,
		certainty: 'certain',
	},
	updateUserSyncJob: {
		number: 19,
		what: 'Update a user sync job',
		method: 'PUT',
		path: userJob,
		certainty: 'certain',
		doubt: idMayChange,
	},
	deleteUserSyncJob: {
		number: 20,
		what: 'Delete a user sync job',
		method: 'DELETE',
		path: userJob,
		certainty: 'certain',
	},
	setUserSyncJobSchedule: {
		number: 21,
		what: 'Set the schedule of a user sync job',
		method: 'POST',
		path: `${userJob}/schedule`,
		certainty: 'certain',
	},
	setUserSyncJobState: {
		number: 22,
		what: 'Set the state of a user sync job',
		method: 'POST',
		path: `${userJob}/state`,
		certainty: 'certain',
	},
	testUserSyncJob: {
		number: 23,
		what: 'Create a test request for a user sync job',
		method: 'POST',
		path: `${userJob}/test_request`,
		certainty: 'certain',
	},
	listUserSyncResults: {
		number: 24,
		what: 'List the results of a user sync job',
		method: 'GET',
		path: userResults,
		certainty: 'certain',
	},
	getUserSyncResult: {
		number: 25,
		what: 'Get a result of a user sync job with details',
		method: 'GET',
		path: `${userResults}/{result}/detailed_summary`,
		certainty: 'probable',
		doubt: 'a team may answer the summary alone',
	},
	listGateways: {
		number: 26,
		what: 'List gateways',
		method: 'GET',
		path: gateways,
		certainty: 'certain',
	},
	getGatewayStatus: {
		number: 27,
		what: 'Get the status of a gateway',
		method: 'GET',
		path: `${gateways}/{gateway}/status`,
		certainty: 'certain',
		doubt: 'ONLINE is the only status ever shown',
	},
	listProjects: {
		number: 28,
		what: 'List projects',
		method: 'GET',
		path: `${team}/projects`,
		certainty: 'certain',
	},
	listServers: {
		number: 29,
		what: 'List servers',
		method: 'GET',
		path: `${team}/servers`,
		certainty: 'certain',
	},
} as const satisfies Record<string, Endpoint>;

/** The key of an endpoint in the table: what code and path corrections call it. */
export type EndpointName = keyof typeof endpoints;

/** What a request does, and how to correct its path: all that code outside asa/ knows of an endpoint. */
export interface RequestInWords {
	/** As in "List user sync jobs". */
	what: string;
	/** A sentence without a full stop. */
	correction: string;
}

/** An endpoint in words. */
export function requestInWords(name: EndpointName): RequestInWords {
	const endpoint = endpointOf(name);
	return { what: endpoint.what, correction: pathCorrection(endpoint) };
}

/** How to correct the path of an endpoint, in words for the user. Without the path: n8n's panel cuts off words that long. */
export function pathCorrection({ what }: Endpoint): string {
	return `Enter the correct path in the credential under Path Corrections, for the endpoint "${what}"; the list 'Endpoint' there shows its default path. To find the correct one, use the contract check (see docs/troubleshooting.md of this package)`;
}

/** The endpoint of that name. */
export function endpointOf(name: EndpointName): Endpoint {
	return endpoints[name];
}

const parameterLabels: Record<string, string> = {
	team: 'Team Name',
	connection: 'Connection',
	job: 'Job',
	result: 'Result',
	gateway: 'Gateway',
};

/** The parameter, as the interface calls it, that the last placeholder of the path stands for. */
export function lastParameter(endpoint: Endpoint): string {
	const names = endpoint.path.match(/\{(\w+)\}/g) ?? [];
	return parameterLabels[names[names.length - 1].slice(1, -1)];
}
