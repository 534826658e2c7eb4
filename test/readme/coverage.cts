import {
	endpointOf,
	endpoints,
	type EndpointName,
} from '../../nodes/AsaActiveDirectory/api/endpoints';
import { resources } from '../../nodes/AsaActiveDirectory/resources';

/** Which operation an endpoint is for: `resource.operation` as saved workflows hold them. */
const operationOf: Record<EndpointName, string> = {
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
	listGateways: 'the picker of gateways',
	listProjects: 'the picker of projects',
};

const connections = '/v1/teams/{team}/integrations/ad_connections';

/** The README's table of endpoints, from the endpoint table and the node's own dropdowns. */
export function coverageTable(): string {
	const names = Object.keys(endpoints) as EndpointName[];
	const rows = names.map((name) => {
		const { number, what, method, path, certainty, doubt = '' } = endpointOf(name);
		const shortPath = path.replace(connections, 'C').replace('/v1/teams/{team}', 'T');
		const cells = [
			number ?? '',
			what,
			`\`${method} ${shortPath}\``,
			certainty,
			doubt,
			usedBy(name),
		];
		return `| ${cells.join(' | ')} |`;
	});
	return [
		'| # | endpoint | path | how sure | in doubt | in the node |',
		'|---|---|---|---|---|---|',
		...rows,
	].join('\n');
}

/**
 * The dropdown entries of the endpoint's operation.
 *
 * @throws Error where the node has no such operation
 */
function usedBy(name: EndpointName): string {
	const use = operationOf[name];
	if (!use.includes('.')) return use;
	const [resourceName, operationName] = use.split('.');
	const resource = resources.find(({ entry }) => entry.value === resourceName);
	const operation = resource?.operations.find(({ entry }) => entry.value === operationName);
	if (!resource || !operation) throw new Error(`The node has no operation ${use}`);
	return `${resource.entry.name}: ${operation.entry.name}`;
}
