import { endpointOf } from '../nodes/AsaActiveDirectory/asa/endpoints';
import type { Certainty, EndpointName } from '../nodes/AsaActiveDirectory/asa/endpoints';
import type { FormName } from './forms.cts';
import { isJsonObject, jsonType, readText } from './json.cts';
import type { Assessment, Exchange } from './record.cts';

/** What the contract says an endpoint answers. */
interface ExpectedAnswer {
	statuses: number[];
	/** `details`: a result with its details, or the details alone. `none`: nothing, or an object. */
	body: 'list' | 'object' | 'details' | 'none';
	/** The form of the object, or of the list's entries. */
	form?: FormName;
	/** Why the check never calls the endpoint. */
	neverCalled?: string;
}

const list = (form: FormName): ExpectedAnswer => ({ statuses: [200], body: 'list', form });
const object = (status: number, form: FormName): ExpectedAnswer => ({
	statuses: [status],
	body: 'object',
	form,
});
const details = (form: FormName): ExpectedAnswer => ({ statuses: [200], body: 'details', form });
const nothing: ExpectedAnswer = { statuses: [204], body: 'none' };
const jobOrNothing: ExpectedAnswer = { statuses: [200, 204], body: 'none' };

/** Source: docs/api-contract.md, "Endpoints". */
export const expectedAnswers: Record<EndpointName, ExpectedAnswer> = {
	listConnections: list('listedConnection'),
	createConnection: {
		...object(201, 'listedConnection'),
		neverCalled: 'it needs a domain and a gateway of its own',
	},
	getConnection: object(200, 'connection'),
	updateConnection: { ...nothing, neverCalled: 'without the password it might clear the old one' },
	deleteConnection: { ...nothing, neverCalled: 'it would remove a connection' },
	listServerSyncJobs: list('serverSyncJob'),
	createServerSyncJob: object(201, 'serverSyncJob'),
	getServerSyncJob: object(200, 'serverSyncJob'),
	updateServerSyncJob: jobOrNothing,
	deleteServerSyncJob: nothing,
	deactivateServerSyncJob: nothing,
	setServerSyncJobSchedule: nothing,
	listServerSyncResults: list('serverResult'),
	getServerSyncResult: details('serverResult'),
	testServerSyncJob: object(201, 'serverResult'),
	listUserSyncJobs: list('userSyncJob'),
	createUserSyncJob: object(201, 'userSyncJob'),
	getUserSyncJob: object(200, 'userSyncJob'),
	updateUserSyncJob: jobOrNothing,
	deleteUserSyncJob: nothing,
	setUserSyncJobSchedule: nothing,
	setUserSyncJobState: nothing,
	testUserSyncJob: object(201, 'userResult'),
	listUserSyncResults: list('userResult'),
	getUserSyncResult: details('userResult'),
	listGateways: list('gateway'),
	getGatewayStatus: object(200, 'gatewayStatus'),
	listProjects: list('project'),
	listServers: list('server'),
};

/** A kind of sync job. */
export interface JobKind {
	form: 'serverSyncJob' | 'userSyncJob';
	label: string;
	endpoints: Record<
		'list' | 'create' | 'get' | 'update' | 'delete' | 'schedule' | 'test' | 'results' | 'result',
		EndpointName
	>;
	/** The field of a result that holds the id of its test request. */
	testIdField: string;
}

export const serverSyncJobs = {
	form: 'serverSyncJob',
	label: 'server sync job',
	endpoints: {
		list: 'listServerSyncJobs',
		create: 'createServerSyncJob',
		get: 'getServerSyncJob',
		update: 'updateServerSyncJob',
		delete: 'deleteServerSyncJob',
		schedule: 'setServerSyncJobSchedule',
		test: 'testServerSyncJob',
		results: 'listServerSyncResults',
		result: 'getServerSyncResult',
	},
	testIdField: 'ad_test_request_id',
} as const satisfies JobKind;

export const userSyncJobs = {
	form: 'userSyncJob',
	label: 'user sync job',
	endpoints: {
		list: 'listUserSyncJobs',
		create: 'createUserSyncJob',
		get: 'getUserSyncJob',
		update: 'updateUserSyncJob',
		delete: 'deleteUserSyncJob',
		schedule: 'setUserSyncJobSchedule',
		test: 'testUserSyncJob',
		results: 'listUserSyncResults',
		result: 'getUserSyncResult',
	},
	testIdField: 'ad_user_sync_test_request_id',
} as const satisfies JobKind;

export const jobKinds = [serverSyncJobs, userSyncJobs];

/** Statuses by which the API rejects the path or the form of the request itself. */
const rejections = [400, 404, 405, 406, 410, 415, 422, 501];

/**
 * What an answer says about the contract.
 *
 * @param exchange the last one of the attempt
 * @param isRead whether the answer was read as what is expected
 */
export function assess(endpoint: EndpointName, exchange: Exchange, isRead: boolean): Assessment {
	const { status, body, networkCode = 'connection failed' } = exchange;
	if (status === undefined) {
		return { finding: 'inconclusive', answer: `no answer (${networkCode})` };
	}
	if (isRead) return { finding: 'confirmed', answer: goodStatus(status, endpoint) };
	if (status < 300) return assessBody(status, body);
	if (status < 400) return { finding: 'inconclusive', answer: `${status}, a redirect` };
	if (isForeign(endpointOf(endpoint).certainty, exchange)) {
		return { finding: 'inconclusive', answer: "404 without ASA's JSON" };
	}
	return {
		finding: rejections.includes(status) ? 'contradicted' : 'inconclusive',
		answer: String(status),
		errorName: isJsonObject(body) ? readText(body, 'nottype') : undefined,
	};
}

/** A proxy may answer 404 too: a certain path is only contradicted by ASA's own 404. */
function isForeign(certainty: Certainty, { status, body }: Exchange): boolean {
	return status === 404 && certainty === 'certain' && !isJsonObject(body);
}

function goodStatus(status: number, endpoint: EndpointName): string {
	const { statuses } = expectedAnswers[endpoint];
	return statuses.includes(status) ? String(status) : `${status}, expected ${statuses[0]}`;
}

function assessBody(status: number, body: unknown): Assessment {
	const isText = typeof body === 'string' && body !== '';
	if (isText) return { finding: 'inconclusive', answer: `${status} with a text that is not JSON` };
	const found = body === '' || body === undefined ? 'an empty body' : `JSON: ${jsonType(body)}`;
	return { finding: 'contradicted', answer: `${status} with an unexpected body (${found})` };
}
