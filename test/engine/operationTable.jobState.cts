import { onConnection, onFirst, type Row } from './operationRow.cts';
import { byId } from './runOperation.cts';

/** Rows that switch jobs on and off, which each kind does in its own way. */
export const stateRows: Row[] = [
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
