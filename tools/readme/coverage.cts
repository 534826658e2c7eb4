import { markdownTable } from '../../support/cli/markdownTable.cts';
import { expectedAnswers } from '../../contract-check/expectedAnswers.cts';
import {
	endpointOf,
	endpoints,
	type Endpoint,
	type EndpointName,
} from '../../nodes/AsaActiveDirectory/asa/endpoints';
import { resources } from '../../nodes/AsaActiveDirectory/resources';

/** What uses an endpoint: an operation as `resource.operation` as saved workflows hold it, or something else. */
const usedBy: Record<EndpointName, string> = {
	listConnections: 'connection.getAll',
	createConnection: 'connection.create',
	getConnection: 'connection.get',
	updateConnection: 'connection.update',
	deleteConnection: 'connection.delete',
	listServerSyncJobs: 'serverSyncJob.getAll',
	createServerSyncJob: 'serverSyncJob.create',
	getServerSyncJob: 'serverSyncJob.get',
	updateServerSyncJob: 'serverSyncJob.update',
	deleteServerSyncJob: 'serverSyncJob.delete',
	deactivateServerSyncJob: 'serverSyncJob.deactivate',
	setServerSyncJobSchedule: 'serverSyncJob.updateSchedule',
	listServerSyncResults: 'serverSyncJob.getAllResults',
	getServerSyncResult: 'serverSyncJob.getResult',
	testServerSyncJob: 'serverSyncJob.runTest',
	listUserSyncJobs: 'userSyncJob.getAll',
	createUserSyncJob: 'userSyncJob.create',
	getUserSyncJob: 'userSyncJob.get',
	updateUserSyncJob: 'userSyncJob.update',
	deleteUserSyncJob: 'userSyncJob.delete',
	setUserSyncJobSchedule: 'userSyncJob.updateSchedule',
	setUserSyncJobState: 'userSyncJob.updateState',
	testUserSyncJob: 'userSyncJob.runTest',
	listUserSyncResults: 'userSyncJob.getAllResults',
	getUserSyncResult: 'userSyncJob.getResult',
	listGateways: 'gateway.getAll',
	getGatewayStatus: 'gateway.getStatus',
	listProjects: 'list of projects to choose from',
	listServers: 'adServer.getAll',
};

const names = Object.keys(endpoints) as EndpointName[];

/** The operations page's table of endpoints: what the node does with each. */
export function coverageTable(): string {
	const rows = names.map((name) => {
		const { number, what, certainty } = endpointOf(name);
		return [number, what, callOf(endpointOf(name)), certainty, nameOfUse(usedBy[name])];
	});
	return markdownTable(['#', 'endpoint', 'path', 'certainty', 'used by'], rows);
}

/** The contract's table of endpoints: what each answers, and what is in doubt. */
export function contractTable(): string {
	const rows = names.map((name) => {
		const { number, what, certainty, doubt = '' } = endpointOf(name);
		const call = callOf(endpointOf(name));
		return [number, what, call, certainty, answerOf(name), doubt, checkOf(name)];
	});
	return markdownTable(
		['#', 'endpoint', 'path', 'certainty', 'answers', 'in doubt', 'contract check'],
		rows,
	);
}

function callOf({ method, path }: Endpoint): string {
	return `\`${method} ${shortPath(path)}\``;
}

/** A path as the pages show it, which say what C and T stand for. */
function shortPath(path: string): string {
	return path
		.replace('/v1/teams/{team}/integrations/ad_connections', 'C')
		.replace('/v1/teams/{team}', 'T');
}

function answerOf(name: EndpointName): string {
	const { statuses, body } = expectedAnswers[name];
	if (statuses.includes(204)) return statuses.map(String).join(' or ');
	return `${statuses[0]} ${body}`;
}

function checkOf(name: EndpointName): string {
	const { neverCalled } = expectedAnswers[name];
	if (neverCalled) return `never: ${neverCalled}`;
	return endpointOf(name).method === 'GET' ? 'reads it' : 'with `--write`';
}

/**
 * What uses an endpoint, by the names of the interface.
 *
 * @throws Error if the node has no such operation
 */
function nameOfUse(use: string): string {
	if (!use.includes('.')) return use;
	const [resourceName, operationName] = use.split('.');
	const resource = resources.find(({ entry }) => entry.value === resourceName);
	const operation = resource?.operations.find(({ entry }) => entry.value === operationName);
	if (!resource || !operation) throw new Error(`The node has no operation ${use}`);
	return `${resource.entry.name}: ${operation.entry.name}`;
}
