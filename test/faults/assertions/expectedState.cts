import type { ConnectionState, JobState, ResultState, State } from '../../../sandbox/state.cts';

type Fields = Record<string, unknown>;

/** What a team holds, with the field names of the API contract: object id to fields. */
export interface ExpectedState {
	connections: Map<string, Fields>;
	jobs: Map<string, Fields>;
	results: Map<string, Fields>;
	gateways: Map<string, Fields>;
	servers: Map<string, Fields>;
}

/** The objects of a team that exist. */
export function expectedStateOf({ connections, gateways, directory }: State): ExpectedState {
	const live = connections.filter(({ deletedAt }) => deletedAt === null);
	const jobs = live.flatMap(jobsOf);
	return {
		connections: new Map(live.map((connection) => [connection.id, expectedConnection(connection)])),
		jobs: new Map(jobs.map((job) => [job.id, expectedJob(job)])),
		results: new Map(
			jobs.flatMap((job) => job.results.map((result) => [result.id, expectedResult(result, job)])),
		),
		gateways: new Map(gateways.map((gateway) => [gateway.id, expectedGateway(gateway)])),
		servers: new Map(
			(directory?.servers ?? []).map(({ id, hostname, lastSeenAt }) => [
				id,
				{ id, hostname, last_seen: lastSeenAt },
			]),
		),
	};
}

export function jobsOf({ serverSyncJobs, userSyncJobs }: ConnectionState): JobState[] {
	return [...serverSyncJobs, ...userSyncJobs];
}

function expectedGateway({ id, name, isOnline }: State['gateways'][number]): Fields {
	return { id, gateway_id: id, name, status: isOnline ? 'ONLINE' : 'OFFLINE' };
}

function expectedConnection(connection: ConnectionState): Fields {
	return {
		id: connection.id,
		name: connection.name,
		domain: connection.domain,
		gateway_id: connection.gatewayId,
		domain_controllers: connection.domainControllers,
		service_account_username: connection.serviceAccountUsername,
		active_task_settings_id: connection.serverSyncJobs.find(({ settings }) => settings.is_active)
			?.id,
		certificate_id: connection.certificateId,
	};
}

function expectedJob(job: JobState): Fields {
	const recent = job.results.at(-1);
	const fields: Fields = {
		...job.settings,
		id: job.id,
		connection_id: job.connectionId,
		recent_task_result: recent && expectedResult(recent, job),
	};
	if ('rule_assignments' in job.settings) {
		fields.rule_assignments = job.settings.rule_assignments.map(
			({ base_dn, ldap_query_filter, project_id, priority }) => ({
				base_dn,
				ldap_query_filter,
				project_id,
				priority,
			}),
		);
	}
	return fields;
}

function expectedResult(result: ResultState, job: JobState): Fields {
	return {
		id: result.id,
		job_id: job.id,
		connection_id: job.connectionId,
		task_state: result.taskState,
		is_test: result.isTest,
		created_at: result.createdAt,
		updated_at: result.updatedAt,
		status: { summary: result.summary },
	};
}

/**
 * Names of the fields in which an output differs from the expected state. Fields that only one of them has are ignored,
 * as is Go's zero time; null, an empty text and an empty list are equal. A text of a result that was received as another
 * type is passed on unchanged.
 */
export function mismatches(actual: unknown, expected: unknown, path = ''): string[] {
	if (isEmpty(actual) || isEmpty(expected)) {
		return isEmpty(actual) && isEmpty(expected) ? [] : [path];
	}
	if (Array.isArray(actual) && Array.isArray(expected)) {
		if (actual.length !== expected.length) return [path];
		return actual.flatMap((entry, index) =>
			mismatches(entry, expected[index], `${path}[${index}]`),
		);
	}
	if (isFields(actual) && actual.text === expected) return [];
	if (!isFields(actual) || !isFields(expected)) return actual === expected ? [] : [path];
	const shared = Object.keys(actual).filter(
		(name) => name in expected && actual[name] !== '0001-01-01T00:00:00Z',
	);
	return shared.flatMap((name) => mismatches(actual[name], expected[name], `${path}.${name}`));
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		value === '' ||
		(Array.isArray(value) && value.length === 0)
	);
}
