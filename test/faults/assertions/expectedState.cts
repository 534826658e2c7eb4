import type { ConnectionState, JobState, ResultState, State } from '../../../sandbox/state.cts';

type Fields = Record<string, unknown>;

/** What a team holds, in the contract's words: object id to fields. */
export interface Truth {
	connections: Map<string, Fields>;
	jobs: Map<string, Fields>;
	results: Map<string, Fields>;
	gateways: Map<string, Fields>;
	servers: Map<string, Fields>;
}

/** The objects of a team that exist. */
export function truthOf({ connections, gateways, directory }: State): Truth {
	const live = connections.filter(({ deletedAt }) => deletedAt === null);
	const jobs = live.flatMap(jobsOf);
	return {
		connections: new Map(live.map((connection) => [connection.id, connectionTruth(connection)])),
		jobs: new Map(jobs.map((job) => [job.id, jobTruth(job)])),
		results: new Map(
			jobs.flatMap((job) => job.results.map((result) => [result.id, resultTruth(result, job)])),
		),
		gateways: new Map(gateways.map((gateway) => [gateway.id, gatewayTruth(gateway)])),
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

function gatewayTruth({ id, name, isOnline }: State['gateways'][number]): Fields {
	return { id, gateway_id: id, name, status: isOnline ? 'ONLINE' : 'OFFLINE' };
}

function connectionTruth(connection: ConnectionState): Fields {
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

function jobTruth(job: JobState): Fields {
	const recent = job.results.at(-1);
	const fields: Fields = {
		...job.settings,
		id: job.id,
		connection_id: job.connectionId,
		recent_task_result: recent && resultTruth(recent, job),
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

function resultTruth(result: ResultState, job: JobState): Fields {
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
 * Where an answer says something else than the truth does: names of fields. Fields that only one of them has say
 * nothing, nor does Go's zero time; nothing, an empty text and an empty list are one. A text of a result that came as
 * another type is passed on as it came.
 */
export function contradictions(answer: unknown, truth: unknown, path = ''): string[] {
	if (isNothing(answer) || isNothing(truth)) {
		return isNothing(answer) && isNothing(truth) ? [] : [path];
	}
	if (Array.isArray(answer) && Array.isArray(truth)) {
		if (answer.length !== truth.length) return [path];
		return answer.flatMap((entry, index) =>
			contradictions(entry, truth[index], `${path}[${index}]`),
		);
	}
	if (isFields(answer) && answer.text === truth) return [];
	if (!isFields(answer) || !isFields(truth)) return answer === truth ? [] : [path];
	const shared = Object.keys(answer).filter(
		(name) => name in truth && answer[name] !== '0001-01-01T00:00:00Z',
	);
	return shared.flatMap((name) => contradictions(answer[name], truth[name], `${path}.${name}`));
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNothing(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		value === '' ||
		(Array.isArray(value) && value.length === 0)
	);
}
