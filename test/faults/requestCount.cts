import type { Lane } from './lane.cts';
import type { NetworkLog, SentRequest } from './networkLog.cts';
import type { OperationEvidence } from './operationRun.cts';
import { everyEvent } from '../engine/triggerTeam.cts';

/** What ASA allows a user in an hour. Source: contract, "Paging, limits, errors". */
const requestsAllowed = 10_000;

const connections = 8;

const pollsAnHour = 60;

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
	const anHour = (await requestsAnHour(lane, network)).length;
	const quiet = pollsAnHour * (1 + 2 * connections);
	return {
		figures: [
			['requests an hour of a trigger that polls 8 connections once a minute', anHour],
			['of them for runs that ended', anHour - quiet],
			[
				`connections that fit into ${requestsAllowed} requests an hour`,
				Math.floor((requestsAllowed / pollsAnHour - 1) / 2),
			],
		],
		rows: [['operation', 'requests'], ...requestsByOperation(references)],
	};
}

async function requestsAnHour(lane: Lane, network: NetworkLog): Promise<SentRequest[]> {
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
	for (let poll = 0; poll < pollsAnHour; poll++) {
		sandbox.advance(60);
		await poller.poll();
	}
	return network.take(gate.url);
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
