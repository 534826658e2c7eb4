import type { JobState } from '../../sandbox/state.cts';
import type { Kind } from './operationTable.jobKinds.cts';
import { onConnection, onFirst, type Fixture, type Row } from './operationRow.cts';
import { byId, type Sent } from './runOperation.cts';

/** Rows that jobs of both kinds have. */
export function jobRows({ resource, jobs, results, job, fields, body, numbers }: Kind): Row[] {
	const list = ({ connection }: Fixture) => `/${connection.id}/${jobs}`;
	const one = (fixture: Fixture) => `${list(fixture)}/${job(fixture).id}`;
	const onJob = (fixture: Fixture) => ({ ...onFirst(), job: byId(job(fixture).id) });
	const newest = (fixture: Fixture) => job(fixture).results[job(fixture).results.length - 1].id;
	const sentBody = (fixture: Fixture) => ({ name: 'New', frequency: 6, ...body(fixture) });
	return [
		{
			resource,
			operation: 'create',
			...onConnection,
			parameters: (fixture) => ({
				...onFirst(),
				name: 'New',
				...fields(fixture),
				isActive: false,
				frequency: 6,
			}),
			endpoints: () => [numbers.create],
			sent: (fixture) => [
				[`POST ${list(fixture)}`, { body: { ...sentBody(fixture), is_active: false } }],
			],
			output: (fixture) => [
				{ name: 'New', connection_id: fixture.connection.id, frequency: 6, start_hour_utc: null },
			],
		},
		{
			resource,
			operation: 'upsert',
			...onConnection,
			parameters: (fixture) => ({
				...onFirst(),
				name: 'New',
				...fields(fixture),
				frequency: 6,
				additionalFields: { isActive: false },
			}),
			endpoints: () => [numbers.list, numbers.create, numbers.list],
			sent: (fixture) => [
				[`GET ${list(fixture)}`],
				[`POST ${list(fixture)}`, { body: { ...sentBody(fixture), is_active: false } }],
				[`GET ${list(fixture)}`],
			],
			output: () => [{ action: 'created', name: 'New', is_active: false }],
		},
		{
			resource,
			operation: 'upsert',
			way: 'of a job that is there',
			...onConnection,
			parameters: (fixture) => ({ ...onFirst(), name: job(fixture).settings.name, frequency: 6 }),
			endpoints: () => [numbers.list, numbers.get, numbers.schedule],
			sent: (fixture) => [
				[`GET ${list(fixture)}`],
				[`GET ${one(fixture)}`],
				[`POST ${one(fixture)}/schedule`, { body: { frequency: 6 } }],
			],
			output: (fixture) => [
				{
					action: 'updated',
					id: job(fixture).id,
					previous_id: job(fixture).id,
					id_changed: false,
					frequency: 6,
				},
			],
		},
		{
			resource,
			operation: 'delete',
			...onConnection,
			parameters: onJob,
			endpoints: () => [numbers.delete],
			sent: (fixture) => [[`DELETE ${one(fixture)}`]],
			output: () => [{ deleted: true }],
		},
		{
			resource,
			operation: 'get',
			...onConnection,
			parameters: onJob,
			endpoints: () => [numbers.get],
			sent: (fixture) => [[`GET ${one(fixture)}`]],
			output: (fixture) => [
				{
					id: job(fixture).id,
					name: job(fixture).settings.name,
					connection_id: fixture.connection.id,
					is_active: true,
					frequency: 1,
					start_hour_utc: null,
					recent_task_result: { id: newest(fixture), task_state: 'done' },
				},
			],
		},
		{
			resource,
			operation: 'getAll',
			...onConnection,
			parameters: () => ({ ...onFirst(), limit: 1 }),
			endpoints: () => [numbers.list],
			sent: (fixture) => [[`GET ${list(fixture)}`, { query: { count: '1' } }]],
			output: (fixture) => [{ id: job(fixture).id, connection_id: fixture.connection.id }],
		},
		{
			resource,
			operation: 'update',
			way: 'of the schedule',
			...onConnection,
			parameters: (fixture) => ({
				...onJob(fixture),
				updateFields: { schedule: { values: { frequency: 24, startHourUtc: 23 } } },
			}),
			endpoints: () => [numbers.get, numbers.schedule],
			sent: (fixture) => [
				[`GET ${one(fixture)}`],
				[`POST ${one(fixture)}/schedule`, { body: { frequency: 24, start_hour_utc: 23 } }],
			],
			output: (fixture) => [
				{
					id: job(fixture).id,
					previous_id: job(fixture).id,
					id_changed: false,
					start_hour_utc: 23,
				},
			],
		},
		{
			resource,
			operation: 'update',
			way: 'of anything else',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), updateFields: { name: 'Renamed' } }),
			endpoints: ({ dialect }) =>
				dialect === 'client'
					? [numbers.get, numbers.update, numbers.list]
					: [numbers.get, numbers.update],
			sent: (fixture) => [
				[`GET ${one(fixture)}`],
				[`PUT ${one(fixture)}`, { body: keptBody(job(fixture)) }],
				...(fixture.dialect === 'client' ? [[`GET ${list(fixture)}`] as Sent] : []),
			],
			output: (fixture) => [{ previous_id: job(fixture).id, id_changed: true, name: 'Renamed' }],
		},
		{
			resource,
			operation: 'updateSchedule',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), frequency: 12 }),
			endpoints: () => [numbers.schedule],
			sent: (fixture) => [[`POST ${one(fixture)}/schedule`, { body: { frequency: 12 } }]],
			output: (fixture) => [{ id: job(fixture).id, frequency: 12, start_hour_utc: null }],
		},
		{
			resource,
			operation: 'runTest',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), waitForCompletion: false }),
			endpoints: () => [numbers.test],
			sent: (fixture) => [[`POST ${one(fixture)}/test_request`]],
			output: (fixture) => [{ outcome: 'running', is_test: true, job_id: job(fixture).id }],
		},
		{
			resource,
			operation: 'getResult',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), result: byId(newest(fixture)) }),
			endpoints: () => [numbers.result],
			sent: (fixture) => [[`GET ${one(fixture)}/${results}/${newest(fixture)}/detailed_summary`]],
			output: (fixture) => [{ result_id: newest(fixture), outcome: 'success', is_test: false }],
		},
		{
			resource,
			operation: 'getAllResults',
			...onConnection,
			parameters: (fixture) => ({ ...onJob(fixture), limit: 2 }),
			endpoints: () => [numbers.results],
			sent: (fixture) => [[`GET ${one(fixture)}/${results}`, { query: { descending: 'true' } }]],
			output: (fixture) => [
				{ result_id: newest(fixture), outcome: 'success' },
				{ outcome: 'success' },
			],
		},
	];
}

/** The body of a job of the demo after its name was changed: all else as it was. */
function keptBody({ settings }: JobState): object {
	const body: Record<string, unknown> = { ...settings, name: 'Renamed' };
	if ('rule_assignments' in settings) {
		body.rule_assignments = settings.rule_assignments.map(
			({ base_dn, ldap_query_filter, project_id, priority }) => ({
				base_dn,
				ldap_query_filter,
				project_id,
				priority,
			}),
		);
	}
	for (const [name, value] of Object.entries(body)) if (value === null) delete body[name];
	return body;
}
