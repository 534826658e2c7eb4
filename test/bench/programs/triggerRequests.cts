import { startWorld, type World } from './world.cts';
import type { PollEngine, Poller } from '../../engine/harness/poller.cts';
import { program, report } from './program.cts';
import { startPoller } from './team.cts';

interface Input {
	packageFolder: string;
	/** Which of n8n's ways to poll. */
	engine: PollEngine;
	/** The events; the default ones unless given. */
	events?: string[];
	connections: number;
	jobCounts: number[];
}

interface EndedRuns {
	runs: number;
	/** Gateways of their connections. */
	gateways: number;
	first: number;
	second: number;
}

export interface TriggerRequestsResult {
	/** Requests of an observation with nothing new. */
	idle: Array<{ jobs: number; pageSize: number; furtherPages: number; requests: number }>;
	/** Requests beyond an idle poll at the two polls after a number of runs ended. */
	ended: EndedRuns;
	/** The same if each of them failed. */
	failed: EndedRuns;
}

const runs = 5;

/** Pages beyond the first that the lists of the team take, by the sandbox's own state. */
async function countFurtherPages({ sandbox }: World, pageSize: number): Promise<number> {
	const { connections } = await sandbox.state();
	const lists = [
		connections.length,
		...connections.flatMap(({ serverSyncJobs, userSyncJobs }) => [
			serverSyncJobs.length,
			userSyncJobs.length,
		]),
	];
	const further = lists.map((length) => Math.max(1, Math.ceil(length / pageSize)) - 1);
	return further.reduce((sum, pages) => sum + pages, 0);
}

/** Adds user sync jobs until there are `to`, dealt out over the connections; ten of each are active. */
async function fillUp({ sandbox }: World, from: number, to: number): Promise<void> {
	const { connections } = await sandbox.state();
	for (let number = from; number < to; number++) {
		const { id } = connections[number % connections.length];
		await sandbox.api('POST', `integrations/ad_connections/${id}/user_sync_task_settings`, {
			name: `Users ${number}`,
			base_dn: 'DC=example,DC=com',
			ldap_query_filter: '(objectClass=user)',
			is_active: number / connections.length < 10,
			frequency: 24,
			start_hour_utc: 12,
		});
	}
}

/** Polls until everything is known, then counts the requests of one more poll. */
async function idleRequests(world: World, poller: Poller): Promise<number> {
	await world.sandbox.control('POST', 'clock', { advanceSeconds: 600 });
	await poller.poll();
	return await requestsOf(world, poller);
}

async function requestsOf({ sandbox }: World, poller: Poller): Promise<number> {
	const before = (await sandbox.state()).requests;
	await poller.poll();
	return (await sandbox.state()).requests - before;
}

/** Lets runs of some jobs end and counts what the two polls after it cost beyond an idle one. */
async function endedRuns(world: World, poller: Poller, idle: number): Promise<EndedRuns> {
	const { connections } = await world.sandbox.state();
	const some = connections.slice(0, runs);
	for (const { userSyncJobs } of some) {
		await world.sandbox.control('POST', `jobs/${userSyncJobs[0].id}/run`, {});
	}
	await world.sandbox.control('POST', 'clock', { advanceSeconds: 600 });
	const first = (await requestsOf(world, poller)) - idle;
	const second = (await requestsOf(world, poller)) - idle;
	const gateways = new Set(some.map(({ gatewayId }) => gatewayId)).size;
	return { runs, gateways, first, second };
}

program<Input, TriggerRequestsResult>(async (input) => {
	const { packageFolder, engine, events, connections, jobCounts } = input;
	const world = await startWorld({
		packageFolder,
		dataset: { connections, serverJobsPerConnection: 0, userJobsPerConnection: 0 },
	});
	try {
		const poller = startPoller(world, events ? { events } : {}, engine);
		await poller.activate();
		const idle: TriggerRequestsResult['idle'] = [];
		const look = async (jobs: number, pageSize: number) => {
			report(`${jobs} jobs, pages of ${pageSize}`);
			await world.sandbox.control('PATCH', 'switches', { pageSize });
			const furtherPages = await countFurtherPages(world, pageSize);
			const requests = await idleRequests(world, poller);
			idle.push({ jobs, pageSize, furtherPages, requests });
		};
		let jobs = 0;
		for (const count of jobCounts) {
			await fillUp(world, jobs, count);
			jobs = count;
			await look(jobs, 100);
		}
		const usual = idle[idle.length - 1].requests;
		const ended = await endedRuns(world, poller, usual);
		await world.sandbox.control('PATCH', 'switches', { failProbability: 1 });
		const failed = await endedRuns(world, poller, usual);
		await look(jobs, 10);
		return { idle, ended, failed };
	} finally {
		await world.close();
	}
});
