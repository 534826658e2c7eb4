import { mostConnections, pollOf, requestsOfPoll, shortestInterval } from './scale.cts';

it.each([
	[0, 1],
	[1, 3],
	[40, 81],
	[100, 201],
	[101, 204],
	[1_000, 2_010],
])('a poll of %d connections takes %d requests', (connections, requests) => {
	expect(requestsOfPoll(connections)).toBe(requests);
});

it.each([
	[1, 82],
	[5, 414],
	[60, 4_975],
])('polled every %d min, at most %d connections keep within the limit', (interval, connections) => {
	expect(mostConnections(interval)).toBe(connections);
	expect(shortestInterval(connections)).toBeLessThanOrEqual(interval);
	expect((requestsOfPoll(connections + 1) * 60) / interval).toBeGreaterThan(10_000);
});

it('reports what a poll of another size takes', () => {
	const measured = {
		connections: 1_000,
		jobs: 2_000,
		latencyMs: 30,
		requests: 2_010,
		milliseconds: 8_040,
		cpuMilliseconds: 2_000,
		stateBytes: 400_000,
		peakBytes: 5_000_000,
	};
	expect(pollOf(100, measured)).toEqual({
		connections: 100,
		requests: 201,
		seconds: { 30: expect.closeTo(0.804), 200: expect.closeTo(5.075) },
		stateBytes: 40_000,
		heapBytes: 500_000,
		intervalMinutes: 2,
	});
});
