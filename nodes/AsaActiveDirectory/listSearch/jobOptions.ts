import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { isDeleted, readConnection, type Connection } from '../api/connection';
import { inOrder } from '../api/inOrder';
import { jobKinds, type JobKind } from '../api/jobKinds';
import type { AsaClient } from '../api/client';
import { openPicker, sortAndFilter } from './search';

const concurrency = 8;

/**
 * The sync jobs of all chosen connections, for parameters that take several. The value holds connection, kind and
 * name, because every update gives a job a new ID.
 */
export async function getJobs(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = this.getCurrentNodeParameter('connections') as string[] | undefined;
	const client = await openPicker(this);
	const { items } = await client.list('listConnections');
	const connections = items
		.filter((wire) => !isDeleted(wire))
		.map(readConnection)
		.filter(({ id }) => !chosen?.length || chosen.includes(id));
	const lists = connections.flatMap((connection) =>
		Object.values(jobKinds).map((kind) => ({ connection, kind })),
	);
	const options = await inOrder(lists, concurrency, async ({ connection, kind }) =>
		jobsOf(client, connection, kind),
	);
	return sortAndFilter(options.flat());
}

async function jobsOf(
	client: AsaClient,
	connection: Connection,
	{ name: kind, label, endpoints, readJob }: JobKind,
): Promise<INodePropertyOptions[]> {
	const { items } = await client.list(endpoints.list, { connection: connection.id });
	const names = new Set(items.map((wire) => readJob(wire).name));
	return [...names].map((name) => ({
		name: `${name} (${connection.name}, ${label})`,
		value: `${connection.id}/${kind}/${name}`,
	}));
}
