import { onConnection, onFirst, pick, type Row } from './operationRow.cts';
import { byId, byName } from './runOperation.cts';

/** Rows of connections. */
export const connectionRows: Row[] = [
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
