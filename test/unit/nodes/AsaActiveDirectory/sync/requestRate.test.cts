import fc from 'fast-check';
import {
	connectionsThatFit,
	requestsPerHour,
	requestsPerPoll,
	shortestInterval,
} from '../../../../../nodes/AsaActiveDirectory/sync/requestRate';
import type { Observation } from '../../../../../nodes/AsaActiveDirectory/sync/observation';
import { at, minute, observation } from './builders.cts';
import { Story } from './story.cts';

test.each([
	[1, 2, 82],
	[5, 2, 414],
	[15, 2, 1_243],
	[1, 1, 164],
])('every %i minutes with %i kinds of jobs: %i connections fit', (minutes, kinds, fit) => {
	expect(connectionsThatFit(minutes, kinds)).toBe(fit);
});

test.each([
	[0, 1],
	[100, 201],
	[101, 204],
	[1_000, 2_010],
])(
	'a poll of %i connections, 100 on a page of their list, takes %i requests',
	(count, requests) => {
		expect(requestsPerPoll(count)).toBe(requests);
	},
);

test('what fits stays within the limit, and one connection more does not', () => {
	const minutes = fc.integer({ min: 1, max: 60 });
	const kinds = fc.constantFrom(1, 2);
	fc.assert(
		fc.property(minutes, kinds, (every, both) => {
			const perHour = (count: number) => (requestsPerPoll(count, both) * 60) / every;
			const fit = connectionsThatFit(every, both);
			expect(perHour(fit)).toBeLessThanOrEqual(requestsPerHour);
			expect(perHour(fit + 1)).toBeGreaterThan(requestsPerHour);
			expect(shortestInterval(fit, both)).toBeLessThanOrEqual(every);
			expect(shortestInterval(fit + 1, both)).toBeGreaterThan(every);
		}),
	);
});

describe('the log', () => {
	const start = at('06:00');
	const note =
		'The connections of this trigger take more requests than the 10,000 an hour that ASA allows, unless it polls every 2 minutes or less often. Change the poll times, or choose connections';

	/** An observation of so many connections. */
	function of(connections: number, now: number): Observation {
		const one = observation(now, []);
		return {
			...one,
			connections: Array.from({ length: connections }, (_, index) => ({
				...one.connections[0],
				id: `c${index}`,
			})),
		};
	}

	test.each([
		['83 connections every minute', 83, 1, [note]],
		['82 connections every minute', 82, 1, []],
		['83 connections every 2 minutes', 83, 2, []],
	])('%s: %#', (_, connections, minutes, notes) => {
		const story = new Story();
		for (const poll of [0, 1, 2]) story.observe(of(connections, start + poll * minutes * minute));
		expect(story.notes).toEqual(notes);
	});
});
