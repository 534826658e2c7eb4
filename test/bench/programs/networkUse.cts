import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** What a process had to do with the network during some work. */
export interface NetworkUse {
	/** The most HTTP requests under way at one time. */
	inFlight: number;
	/** TCP connections that were opened. */
	connections: number;
}

/** Does work and counts the HTTP requests and the connections of this process meanwhile. */
export async function networkUseOf(work: () => Promise<unknown>): Promise<NetworkUse> {
	const use = { inFlight: 0, connections: 0 };
	let now = 0;
	const start = () => (use.inFlight = Math.max(use.inFlight, ++now));
	const finish = () => now--;
	const connect = () => use.connections++;
	subscribe('http.client.request.start', start);
	subscribe('http.client.response.finish', finish);
	subscribe('net.client.socket', connect);
	try {
		await work();
	} finally {
		unsubscribe('http.client.request.start', start);
		unsubscribe('http.client.response.finish', finish);
		unsubscribe('net.client.socket', connect);
	}
	return use;
}
