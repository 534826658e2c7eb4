import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { toNode } from '../../engine/harness/host.cts';
import { Poller, type PollEngine } from '../../engine/harness/poller.cts';
import { byId } from '../../engine/runOperation.cts';
import type { World } from './world.cts';

/** The server sync jobs of a team's first connection, and how the package's node works on them. */
export interface Jobs {
	connection: string;
	ids: string[];
	/** The address of the list of these jobs. */
	address: string;
}

export async function firstJobs({ sandbox }: World): Promise<Jobs> {
	const [{ id: connection, serverSyncJobs }] = (await sandbox.state()).connections;
	const list = `integrations/ad_connections/${connection}/task_settings`;
	return {
		connection,
		ids: serverSyncJobs.map(({ id }) => id),
		address: `${sandbox.url}/v1/teams/${sandbox.team}/${list}`,
	};
}

/** So many items, each with a job of the list and its address. */
export function itemsFor({ ids, address }: Jobs, count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => {
		const job = ids[index % ids.length];
		return { job, url: `${address}/${job}` };
	});
}

/** A node with the team's credential; `type` is its own name, without a package. */
export function nodeOf(
	{ host, credential }: World,
	type: string,
	parameters: INodeParameters,
): INode {
	return toNode(host, 'Node Under Test', { type, parameters, credentials: [credential] });
}

/** The package's node on the server sync jobs of a connection. */
export function asaNode(
	world: World,
	{ connection }: Jobs,
	operation: string,
	parameters: INodeParameters,
): INode {
	return nodeOf(world, 'asaActiveDirectory', {
		resource: 'serverSyncJob',
		operation,
		connection: byId(connection),
		job: byId('={{ $json.job }}'),
		...parameters,
	});
}

/** Get (job) with this number of Concurrent Requests. */
export function getNode(world: World, jobs: Jobs, concurrentRequests: number): INode {
	return asaNode(world, jobs, 'get', { options: { concurrentRequests } });
}

/** The package's trigger as a published workflow holds it. */
export function triggerNode(world: World, parameters: INodeParameters): INode {
	return nodeOf(world, 'asaActiveDirectoryTrigger', parameters);
}

/** The package's trigger in a published workflow. */
export function startPoller(
	{ host, credential }: World,
	parameters: INodeParameters,
	engine?: PollEngine,
): Poller {
	return new Poller(host, {
		engine,
		type: 'asaActiveDirectoryTrigger',
		parameters,
		credentials: [credential],
	});
}
