import type { LargeTeamResult } from './programs/largeTeam.cts';

/** Requests per hour that ASA allows a user. Source: docs/api-contract.md, "Paging, limits, errors". */
const hourlyLimit = 10_000;

/** Connections on a page of their list. Source: as above. */
const pageSize = 100;

/** Requests of one observation with nothing new: the list of connections, and two lists for each. */
export function requestsOfPoll(connections: number): number {
	return Math.max(1, Math.ceil(connections / pageSize)) + 2 * connections;
}

/** Requests that a poll has under way at the same time. */
const concurrency = 8;

/** Response times for which the time of a poll is reported, in milliseconds. */
export const latencies = [30, 200];

/** How many connections can be polled so often within the hourly limit. */
export function mostConnections(intervalMinutes: number): number {
	const requests = (hourlyLimit * intervalMinutes) / 60;
	let connections = 0;
	while (requestsOfPoll(connections + 1) <= requests) connections++;
	return connections;
}

/** The shortest whole minutes between two polls that keep within the hourly limit. */
export function shortestInterval(connections: number): number {
	return Math.ceil((requestsOfPoll(connections) * 60) / hourlyLimit);
}

/** What one poll of a team takes. */
export interface PollScale {
	connections: number;
	requests: number;
	/** By the time that the API takes to answer, in milliseconds. */
	seconds: Record<number, number>;
	stateBytes: number;
	heapBytes: number;
	intervalMinutes: number;
}

/**
 * One poll of a team of another size, by what one of a large team took: all grows with the connections. Of the time
 * of a request, what isn't waiting for the answer stays the same.
 */
export function pollOf(connections: number, measured: LargeTeamResult): PollScale {
	const requests = requestsOfPoll(connections);
	const waiting = (latencyMs: number) => latencyMs / concurrency;
	const ownTime = measured.milliseconds / measured.requests - waiting(measured.latencyMs);
	const secondsAt = (latencyMs: number) => (requests * (ownTime + waiting(latencyMs))) / 1000;
	const share = connections / measured.connections;
	return {
		connections,
		requests,
		seconds: Object.fromEntries(latencies.map((latency) => [latency, secondsAt(latency)])),
		stateBytes: measured.stateBytes * share,
		heapBytes: measured.peakBytes * share,
		intervalMinutes: shortestInterval(connections),
	};
}
