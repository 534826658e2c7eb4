import {
	delayAnswers,
	httpRequestType,
	keptOpen,
	startWorld,
	twentyServerJobs,
	tokenOf,
	type World,
} from './world.cts';
import axios from 'axios';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeType,
	IVersionedNodeType,
} from 'n8n-workflow';
import { inFlight } from '../inFlight.cts';
import { DeclarativeNode } from '../nodes/declarativeNode.cts';
import { PlainNode } from '../nodes/plainNode.cts';
import { rotated } from '../statistics.cts';
import { execute } from './execution.cts';
import { networkUseOf, type NetworkUse } from './networkUse.cts';
import { program, report } from './program.cts';
import { firstJobs, getNode, itemsFor, nodeOf, type Jobs } from './team.cts';

interface Input {
	packageFolder: string;
	nodesBaseFolder: string;
	rounds: number;
	requests: number;
	latencyMs: number;
}

/** What was measured of each way to get the jobs. */
export interface GetJobsResult {
	milliseconds: Record<string, number[]>;
	/** Milliseconds of CPU time. */
	cpu: Record<string, number[]>;
	/** In the last round. */
	network: Record<string, NetworkUse>;
}

type Way = (items: IDataObject[]) => Promise<unknown[]>;

/** Every way to get the same jobs from the same server. */
async function waysOf(world: World, jobs: Jobs): Promise<Record<string, Way>> {
	const by = (node: INode) => async (items: IDataObject[]) =>
		await execute(world.host, node, items);
	const peer = (type: string, parameters: INodeParameters) => nodeOf(world, type, parameters);
	return {
		node8: by(getNode(world, jobs, 8)),
		node50: by(getNode(world, jobs, 50)),
		node100: by(getNode(world, jobs, 100)),
		axios8: await bareAxios(world, 8),
		helper100: by(peer('plain', { inFlight: 100, url: '={{ $json.url }}' })),
		oneByOne: by(peer('plain', { inFlight: 1 })),
		declarative: by(peer('declarative', { jobs: jobs.address, job: '={{ $json.job }}' })),
		httpRequest: by({
			...peer('plain', {
				method: 'GET',
				url: '={{ $json.url }}',
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'oktaAsaApi',
			}),
			type: httpRequestType,
			typeVersion: 4.5,
		}),
	};
}

async function bareAxios({ sandbox }: World, limit: number): Promise<Way> {
	const headers = { Authorization: `Bearer ${await tokenOf(sandbox)}` };
	const httpAgent = keptOpen();
	const get = async ({ url }: IDataObject) =>
		(await axios.get(String(url), { headers, httpAgent })).data;
	return async (items) => await inFlight(items, limit, get);
}

function httpRequestNode(nodesBaseFolder: string): INodeType {
	const requireFrom = createRequire(join(nodesBaseFolder, 'package.json'));
	const { HttpRequest } = requireFrom(
		'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js',
	) as { HttpRequest: new () => IVersionedNodeType };
	return new HttpRequest().getNodeType();
}

program<Input, GetJobsResult>(async (input) => {
	const { packageFolder, nodesBaseFolder, rounds, requests, latencyMs } = input;
	const world = await startWorld({
		packageFolder,
		dataset: twentyServerJobs,
		ownNodes: [new PlainNode(), new DeclarativeNode()],
		httpRequest: httpRequestNode(nodesBaseFolder),
	});
	try {
		const jobs = await firstJobs(world);
		const ways = Object.entries(await waysOf(world, jobs));
		const result: GetJobsResult = { milliseconds: {}, cpu: {}, network: {} };
		for (const [name, way] of ways) {
			await way(itemsFor(jobs, requests));
			result.milliseconds[name] = [];
			result.cpu[name] = [];
		}
		await delayAnswers(world.sandbox, latencyMs);
		const items = itemsFor(jobs, requests);
		for (let round = 1; round <= rounds; round++) {
			report(`round ${round} of ${rounds}`);
			for (const [name, way] of rotated(ways, round)) {
				const cpuBefore = process.cpuUsage();
				const before = performance.now();
				let answers: unknown[] = [];
				result.network[name] = await networkUseOf(async () => (answers = await way(items)));
				result.milliseconds[name].push(performance.now() - before);
				const { user, system } = process.cpuUsage(cpuBefore);
				result.cpu[name].push((user + system) / 1000);
				if (answers.length !== requests) throw new Error(`${name}: ${answers.length} answers`);
			}
		}
		return result;
	} finally {
		await world.close();
	}
});
