/** Requests that ASA takes in an hour from one user. Source: docs/api-contract.md, "Paging, limits, errors" (certain). */
export const requestsPerHour = 10_000;

/** Kinds of sync jobs that are watched unless the user chooses one. */
const bothKinds = 2;

/** Connections on a page of their list. Source: as above. */
const pageSize = 100;

/**
 * Requests of a poll at which nothing is new: the pages of the list of connections, and the jobs of each kind of
 * each connection, one page each.
 */
export function requestsPerPoll(connections: number, kinds = bothKinds): number {
	return Math.max(1, Math.ceil(connections / pageSize)) + kinds * connections;
}

/** How many connections may be polled every so many minutes. */
export function connectionsThatFit(minutes: number, kinds = bothKinds): number {
	const requests = (requestsPerHour * minutes) / 60;
	let connections = Math.floor(requests / kinds);
	while (requestsPerPoll(connections, kinds) > requests) connections--;
	return connections;
}

/** The shortest time between two polls of so many connections, in whole minutes. */
export function shortestInterval(connections: number, kinds = bothKinds): number {
	return Math.ceil((60 * requestsPerPoll(connections, kinds)) / requestsPerHour);
}
