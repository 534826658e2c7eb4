import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { ConnectionState, JobState } from '../../sandbox/state.cts';
import type { Asa } from './asa.cts';
import type { RunOptions } from './harness/runNode.cts';

/**
 * A request as a test expects it: method and path below the connections (below the team after a T), query and body if
 * there are any.
 */
export type Sent = [line: string, more?: { query?: object; body?: unknown }];

/** Runs an operation of the node; `parameters` may hold expressions. */
export function runOperation(
	asa: Asa,
	resource: string,
	operation: string,
	parameters: INodeParameters = {},
	more: Pick<RunOptions, 'items' | 'continueOnFail' | 'link' | 'signal'> = {},
) {
	return asa.engine.run({
		type: 'asaActiveDirectory',
		parameters: { resource, operation, ...parameters },
		credentials: [asa.credential],
		...more,
	});
}

/** A resource locator By ID. */
export function byId(value: string) {
	return { __rl: true, mode: 'id', value };
}

/** A resource locator By Name. */
export function byName(value: string) {
	return { __rl: true, mode: 'name', value };
}

/** Starts with a token in the credential and an empty request log. */
export async function signIn(asa: Asa): Promise<void> {
	await runOperation(asa, 'connection', 'getAll', { limit: 1 });
	asa.sandbox.clearRequests();
}

/** The requests since the last call, as a test expects them. */
export function takeSent({ sandbox }: Asa): Sent[] {
	const requests = sandbox.getRequests();
	sandbox.clearRequests();
	const team = `/v1/teams/${sandbox.team}`;
	return requests.map(({ method, path, query, body }) => {
		const short = path.replace(`${team}/integrations/ad_connections`, '').replace(team, 'T');
		const line = `${method} ${short}`;
		const more: Sent[1] = {};
		if (Object.keys(query).length > 0) more.query = { ...query };
		if (body !== undefined && body !== null) more.body = body;
		return Object.keys(more).length > 0 ? [line, more] : [line];
	});
}

/** The first connection of the demo with its server sync job and its first user sync job. */
export function firstConnection({ sandbox }: Asa) {
	const [connection] = sandbox.getState().connections;
	const [server] = connection.serverSyncJobs;
	const [user] = connection.userSyncJobs;
	return { connection, server, user };
}

/** The jobs of a connection as they are now, by their resource. */
export function jobsOf(asa: Asa, resource: string, connection: ConnectionState): JobState[] {
	const now = asa.sandbox.getState().connections.find(({ id }) => id === connection.id);
	if (!now) throw new Error(`There is no connection ${connection.id}`);
	return resource === 'serverSyncJob' ? now.serverSyncJobs : now.userSyncJobs;
}

/** The output's data without n8n's wrapping. */
export function outputs(result: { items: Array<{ json: IDataObject }> }): IDataObject[] {
	return result.items.map(({ json }) => json);
}
