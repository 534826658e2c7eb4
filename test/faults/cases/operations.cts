import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Fixture, Row } from '../../engine/operationRow.cts';
import { operationTable } from '../../engine/operationTable.cts';
import { byId, byName } from '../../engine/runOperation.cts';
import { requestOf } from '../../engine/jobRequest.cts';
import { sendToSandbox } from '../faults/concurrentChange.cts';
import type { FaultRig } from '../rig/faultRig.cts';

/** One way to run an operation of the node. */
export interface Operation {
	/** Its name on the command line and in figures. */
	title: string;
	resource: string;
	operation: string;
	parameters: (fixture: Fixture) => INodeParameters;
	/** Input items; one empty item if absent. */
	items?: (fixture: Fixture) => IDataObject[];
	/** Prepares the team, without faults. */
	prepare?: (rig: FaultRig, fixture: Fixture) => Promise<void>;
	/** Whether the team's clock must run meanwhile. */
	needsTime?: boolean;
}

/** How long a test run takes, in virtual seconds. */
const testSeconds = 20;

const onFirst = ({ connection }: Fixture) => ({ connection: byId(connection.id) });

const serviceAccount = {
	'from the credential': () => ({ serviceAccount: 'credential' }),
	'from fields': (password: string) => ({
		serviceAccount: 'fields',
		serviceAccountUsername: 'svc-new',
		serviceAccountPassword: password,
	}),
};

/** The table of the engine test, each row with its valid item. */
const tableOperations: Operation[] = operationTable.map((row) => ({
	title: titleOf(row),
	resource: row.resource,
	operation: row.operation,
	parameters: row.parameters,
	items: (fixture) => [{ pick: row.good(fixture) }],
	prepare: row.before === 'deactivate' ? deactivate : undefined,
}));

function titleOf({ resource, operation, way }: Row): string {
	return [resource, operation, way].filter(Boolean).join(' ');
}

/** Deactivates the jobs of both kinds, as some rows require; harmless to the other kind. */
async function deactivate(
	{ sandbox }: FaultRig,
	{ connection, server, user }: Fixture,
): Promise<void> {
	const path = `/integrations/ad_connections/${connection.id}`;
	await sendToSandbox(sandbox, 'POST', `${path}/task_settings/${server.id}/deactivate`);
	const body = { is_active: false };
	await sendToSandbox(sandbox, 'POST', `${path}/user_sync_task_settings/${user.id}/state`, body);
}

/** Every operation: the table of the engine test, and variants that send other requests. */
export function operationsWith(password: string): Operation[] {
	return [
		...tableOperations,
		...Object.entries(serviceAccount).flatMap(([way, fields]) =>
			connectionWrites(` with a service account ${way}`, fields(password)),
		),
		...lists,
		...jobOperations('serverSyncJob'),
		...jobOperations('userSyncJob'),
		{
			title: 'serverSyncJob activate in place of another',
			resource: 'serverSyncJob',
			operation: 'activate',
			parameters: (fixture) => ({ ...onFirst(fixture), job: byName('Second') }),
			prepare: async ({ sandbox }, { connection, server }) => {
				const path = `/integrations/ad_connections/${connection.id}/task_settings`;
				const body = { ...requestOf(server), name: 'Second', is_active: false };
				await sendToSandbox(sandbox, 'POST', path, body);
			},
		},
		{
			title: 'userSyncJob create of eight',
			resource: 'userSyncJob',
			operation: 'create',
			parameters: () => ({
				connection: byId('={{ $json.connection }}'),
				name: '={{ $json.name }}',
				baseDn: 'OU=New',
				ldapQueryFilter: '(cn=*)',
				isActive: false,
				frequency: 6,
			}),
			items: ({ connection }) =>
				Array.from({ length: 8 }, (_, index) => ({
					connection: connection.id,
					name: `New ${index}`,
				})),
		},
		{
			title: 'syncStatus getAll of all',
			resource: 'syncStatus',
			operation: 'getAll',
			parameters: () => ({ returnAll: true, simplify: false }),
		},
	];
}

function connectionWrites(way: string, account: INodeParameters): Operation[] {
	return [
		{
			title: `connection create${way}`,
			resource: 'connection',
			operation: 'create',
			parameters: ({ gateway }) => ({
				name: 'New',
				domain: 'new.example.com',
				gateway: byId(gateway),
				...account,
			}),
		},
		{
			title: `connection update${way}`,
			resource: 'connection',
			operation: 'update',
			parameters: (fixture) => ({
				...onFirst(fixture),
				...account,
				updateFields: { name: 'Renamed' },
			}),
		},
		{
			title: `connection upsert of a new one${way}`,
			resource: 'connection',
			operation: 'upsert',
			parameters: ({ gateway }) => ({
				name: 'New',
				domain: 'new.example.com',
				gateway: byId(gateway),
				...account,
			}),
		},
		{
			title: `connection upsert of one that is there${way}`,
			resource: 'connection',
			operation: 'upsert',
			parameters: ({ connection, gateway }) => ({
				name: connection.name,
				gateway: byId(gateway),
				...account,
			}),
		},
	];
}

const lists: Operation[] = [
	{
		title: 'connection getAll of all',
		resource: 'connection',
		operation: 'getAll',
		parameters: () => ({ returnAll: true }),
	},
	...['serverSyncJob', 'userSyncJob'].flatMap((resource) => [
		{
			title: `${resource} getAll of all`,
			resource,
			operation: 'getAll',
			parameters: (fixture: Fixture) => ({ ...onFirst(fixture), returnAll: true }),
		},
		{
			title: `${resource} getAllResults of all`,
			resource,
			operation: 'getAllResults',
			parameters: (fixture: Fixture) => ({
				...onFirst(fixture),
				job: byId(jobOf(fixture, resource).id),
				returnAll: true,
			}),
		},
	]),
];

function jobOperations(resource: 'serverSyncJob' | 'userSyncJob'): Operation[] {
	const onJob = (fixture: Fixture) => ({
		...onFirst(fixture),
		job: byName(jobOf(fixture, resource).settings.name),
	});
	return [
		{
			title: `${resource} update by name`,
			resource,
			operation: 'update',
			parameters: (fixture) => ({ ...onJob(fixture), updateFields: { name: 'Renamed' } }),
		},
		{
			title: `${resource} update of schedule and state`,
			resource,
			operation: 'update',
			parameters: (fixture) => ({
				...onJob(fixture),
				updateFields: { isActive: false, schedule: { values: { frequency: 12 } } },
			}),
		},
		{
			title: `${resource} delete by name`,
			resource,
			operation: 'delete',
			parameters: onJob,
		},
		{
			title: `${resource} runTest to its end`,
			resource,
			operation: 'runTest',
			parameters: onJob,
			prepare: async ({ sandbox }, fixture) => {
				const { id } = jobOf(fixture, resource);
				sandbox.planRuns(id, { outcome: 'fail', durationSeconds: testSeconds });
			},
			needsTime: true,
		},
	];
}

/** The job of a resource that a row is about. */
export function jobOf({ server, user }: Fixture, resource: string) {
	return resource === 'userSyncJob' ? user : server;
}
