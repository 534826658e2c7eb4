import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/**
 * Does work and counts the HTTP requests that this process has under way meanwhile.
 *
 * @returns the most at one time
 */
export async function mostInFlight(work: () => Promise<unknown>): Promise<number> {
	let now = 0;
	let most = 0;
	const start = () => (most = Math.max(most, ++now));
	const finish = () => now--;
	subscribe('http.client.request.start', start);
	subscribe('http.client.response.finish', finish);
	try {
		await work();
	} finally {
		unsubscribe('http.client.request.start', start);
		unsubscribe('http.client.response.finish', finish);
	}
	return most;
}
