import { pick, type Row } from './operationRow.cts';
import { byId, byName } from './runOperation.cts';

/** Rows of gateways and AD-joined servers. */
export const directoryRows: Row[] = [
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
