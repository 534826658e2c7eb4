import type { FaultRig } from '../rig/faultRig.cts';
import type { NetworkLog } from '../rig/networkLog.cts';
import type { OperationEvidence } from '../runs/operationRun.cts';
import { everyEvent } from '../../engine/triggerTeam.cts';

const connections = 8;

const pollsAnHour = 60;

/** The API's limit. */
const requestsPerHour = 10_000;

/** Of an idle poll: the list of connections, and two lists of jobs of each. */
function requestsPerPoll(connections: number): number {
	return 1 + 2 * connections;
}

/** Requests without faults, as rows of tables. */
export interface RequestCount {
	/** Of a trigger in an hour. */
	figures: Array<[string, number]>;
	/** Of each operation, with a heading. */
	rows: Array<[string, string | number]>;
}

/**
 * Counts requests without faults: of each operation, and of a trigger that polls once a minute for an hour.
 *
 * @param references every operation without faults
 */
export async function countRequests(
	rig: FaultRig,
	network: NetworkLog,
	references: ReadonlyMap<string, OperationEvidence>,
): Promise<RequestCount> {
	const polls = await requestsOfPolls(rig, network);
	const anHour = polls.reduce((sum, requests) => sum + requests, 0);
	const idle = Math.min(...polls);
	// docs/trigger.md relies on it for the API's limit.
	if (idle !== requestsPerPoll(connections)) {
		throw new Error(`An idle poll takes ${idle} requests, not ${requestsPerPoll(connections)}`);
	}
	const fitting = Math.floor((requestsPerHour / pollsAnHour - requestsPerPoll(0)) / 2);
	return {
		figures: [
			['requests an hour of a trigger that polls 8 connections once a minute', anHour],
			['of them for runs that ended', anHour - pollsAnHour * idle],
			[`connections that fit into ${requestsPerHour} requests an hour`, fitting],
		],
		rows: requestsByOperation(references),
	};
}

/** How many requests each poll of an hour takes. */
async function requestsOfPolls(rig: FaultRig, network: NetworkLog): Promise<number[]> {
	const { sandbox, proxy } = rig;
	const dataset = { connections, serverJobsPerConnection: 1, frequencies: { 1: 1, 6: 1 } };
	await rig.resetTeam('client', { dataset });
	const poller = rig.engine.poller({
		type: 'asaActiveDirectoryTrigger',
		parameters: { events: everyEvent },
		credentials: [await rig.credential('with a session')],
	});
	await poller.activate();
	network.take(proxy.url);
	const polls: number[] = [];
	for (let poll = 0; poll < pollsAnHour; poll++) {
		sandbox.advance(60);
		await poller.poll();
		polls.push(network.take(proxy.url).length);
	}
	return polls;
}

/** Sorted by title, as runs end in any order. If the dialects differ (an update may return nothing), the higher count. */
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
