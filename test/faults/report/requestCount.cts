import type { Lane } from '../rig/faultRig.cts';
import type { NetworkLog } from '../rig/networkLog.cts';
import type { OperationEvidence } from '../runs/operationRun.cts';
import { everyEvent } from '../../engine/triggerTeam.cts';

const connections = 8;

const pollsAnHour = 60;

/** The API's limit. */
const requestsPerHour = 10_000;

/** Of a poll at which nothing happened: the list of connections, and two lists of jobs of each. */
function requestsPerPoll(connections: number): number {
	return 1 + 2 * connections;
}

/** Requests with nothing wrong, as rows of tables. */
export interface RequestCount {
	/** Of a trigger in an hour. */
	figures: Array<[string, number]>;
	/** Of each operation, with a heading. */
	rows: Array<[string, string | number]>;
}

/**
 * Counts what is sent with nothing wrong: by each operation, and by a trigger in an hour of polls once a minute.
 *
 * @param references every operation with nothing wrong
 */
export async function countRequests(
	lane: Lane,
	network: NetworkLog,
	references: ReadonlyMap<string, OperationEvidence>,
): Promise<RequestCount> {
	const polls = await requestsOfPolls(lane, network);
	const anHour = polls.reduce((sum, requests) => sum + requests, 0);
	const quiet = Math.min(...polls);
	// What docs/trigger.md says of the API's limit depends on it.
	if (quiet !== requestsPerPoll(connections)) {
		throw new Error(`A quiet poll takes ${quiet} requests, not ${requestsPerPoll(connections)}`);
	}
	const fitting = Math.floor((requestsPerHour / pollsAnHour - requestsPerPoll(0)) / 2);
	return {
		figures: [
			['requests an hour of a trigger that polls 8 connections once a minute', anHour],
			['of them for runs that ended', anHour - pollsAnHour * quiet],
			[`connections that fit into ${requestsPerHour} requests an hour`, fitting],
		],
		rows: [['operation', 'requests'], ...requestsByOperation(references)],
	};
}

/** How many requests each poll of an hour takes. */
async function requestsOfPolls(lane: Lane, network: NetworkLog): Promise<number[]> {
	const { sandbox, gate } = lane;
	const dataset = { connections, serverJobsPerConnection: 1, frequencies: { 1: 1, 6: 1 } };
	await lane.begin('client', { dataset });
	const poller = lane.engine.poller({
		type: 'asaActiveDirectoryTrigger',
		parameters: { events: everyEvent },
		credentials: [await lane.credential('with a session')],
	});
	await poller.activate();
	network.take(gate.url);
	const polls: number[] = [];
	for (let poll = 0; poll < pollsAnHour; poll++) {
		sandbox.advance(60);
		await poller.poll();
		polls.push(network.take(gate.url).length);
	}
	return polls;
}

/** By title, as runs end in any order. The dialects differ where an update answers nothing: the more of the two counts. */
function requestsByOperation(
	references: ReadonlyMap<string, OperationEvidence>,
): Array<[string, number]> {
	const most = new Map<string, number>();
	for (const [id, { logged }] of references) {
		const [signIn, title] = id.split(', ')[1].split(': ');
		if (signIn !== 'with a session') continue;
		most.set(title, Math.max(most.get(title) ?? 0, logged.length));
	}
	return [...most].sort(([one], [other]) => one.localeCompare(other));
}
