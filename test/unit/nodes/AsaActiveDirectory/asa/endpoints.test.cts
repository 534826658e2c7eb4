import {
	endpointOf,
	endpoints,
	type EndpointName,
} from '../../../../../nodes/AsaActiveDirectory/asa/endpoints';

/** T, C, S and U as the contract abbreviates them. */
const paths = {
	T: '/v1/teams/{team}',
	C: '/v1/teams/{team}/integrations/ad_connections',
	S: '/v1/teams/{team}/integrations/ad_connections/{connection}/task_settings',
	U: '/v1/teams/{team}/integrations/ad_connections/{connection}/user_sync_task_settings',
};

type Row = [number: number, name: EndpointName, method: string, path: string, certainty: string];

/** The contract's tables of endpoints, copied by hand. */
const contract: Row[] = [
	[1, 'listConnections', 'GET', paths.C, 'certain'],
	[2, 'createConnection', 'POST', paths.C, 'certain'],
	[3, 'getConnection', 'GET', `${paths.C}/{connection}`, 'certain'],
	[4, 'updateConnection', 'PUT', `${paths.C}/{connection}`, 'certain'],
	[5, 'deleteConnection', 'DELETE', `${paths.C}/{connection}`, 'certain'],
	[6, 'listServerSyncJobs', 'GET', paths.S, 'probable'],
	[7, 'createServerSyncJob', 'POST', paths.S, 'certain'],
	[8, 'getServerSyncJob', 'GET', `${paths.S}/{job}`, 'certain'],
	[9, 'updateServerSyncJob', 'PUT', `${paths.S}/{job}`, 'certain'],
	[10, 'deleteServerSyncJob', 'DELETE', `${paths.S}/{job}`, 'certain'],
	[11, 'deactivateServerSyncJob', 'POST', `${paths.S}/{job}/deactivate`, 'certain'],
	[12, 'setServerSyncJobSchedule', 'POST', `${paths.S}/{job}/schedule`, 'certain'],
	[13, 'listServerSyncResults', 'GET', `${paths.S}/{job}/task_results`, 'probable'],
	[
		14,
		'getServerSyncResult',
		'GET',
		`${paths.S}/{job}/task_results/{result}/detailed_summary`,
		'certain',
	],
	[15, 'testServerSyncJob', 'POST', `${paths.S}/{job}/test_request`, 'certain'],
	[16, 'listUserSyncJobs', 'GET', paths.U, 'certain'],
	[17, 'createUserSyncJob', 'POST', paths.U, 'certain'],
	[18, 'getUserSyncJob', 'GET', `${paths.U}/{job}`, 'certain'],
	[19, 'updateUserSyncJob', 'PUT', `${paths.U}/{job}`, 'certain'],
	[20, 'deleteUserSyncJob', 'DELETE', `${paths.U}/{job}`, 'certain'],
	[21, 'setUserSyncJobSchedule', 'POST', `${paths.U}/{job}/schedule`, 'certain'],
	[22, 'setUserSyncJobState', 'POST', `${paths.U}/{job}/state`, 'certain'],
	[23, 'testUserSyncJob', 'POST', `${paths.U}/{job}/test_request`, 'certain'],
	[24, 'listUserSyncResults', 'GET', `${paths.U}/{job}/user_sync_task_results`, 'certain'],
	[
		25,
		'getUserSyncResult',
		'GET',
		`${paths.U}/{job}/user_sync_task_results/{result}/detailed_summary`,
		'probable',
	],
	[26, 'listGateways', 'GET', `${paths.T}/gateways`, 'certain'],
	[27, 'getGatewayStatus', 'GET', `${paths.T}/gateways/{gateway}/status`, 'certain'],
	[28, 'listProjects', 'GET', `${paths.T}/projects`, 'certain'],
	[29, 'listServers', 'GET', `${paths.T}/servers`, 'certain'],
];

const names = Object.keys(endpoints) as EndpointName[];

describe('the endpoint table', () => {
	it.each(contract)('holds number %i, %s: %s %s (%s)', (number, name, method, path, certainty) => {
		expect(endpointOf(name)).toMatchObject({ number, method, path, certainty });
	});

	it('holds each of the 29 numbers once, in their order', () => {
		const numbers = names.map((name) => endpointOf(name).number);
		expect(numbers).toEqual(Array.from({ length: 29 }, (_, index) => index + 1));
	});

	it('names no two endpoints alike, by method and path or in words', () => {
		const all = names.map(endpointOf);
		expect(new Set(all.map(({ method, path }) => `${method} ${path}`)).size).toBe(names.length);
		expect(new Set(all.map(({ what }) => what)).size).toBe(names.length);
	});
});
