import fc from '../../../../../helpers/seededFastCheck.cts';
import { readClock, stateAt } from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/clock';
import {
	emptyState,
	type State,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/state/types';
import { at, day, hour, minute } from '../times.cts';

describe('readClock', () => {
	const now = at('06:00');

	/** After a poll an hour before, when the API's time was so much later than n8n's. */
	const after = (offsetMs: number) => ({
		dated: { atMs: now - hour + offsetMs, hostMs: now - hour },
	});

	test("the poll's time is the API's, cut to whole seconds", () => {
		const clocks = { atMs: now + 999, hostMs: now - 5 * hour };
		const dated = { ...clocks, atMs: now };
		const expected = { nowMs: now, presentMs: now, hasJumped: false, dated };
		expect(readClock(undefined, clocks)).toEqual(expected);
	});

	test.each([0, 59 * minute, -hour])('an offset that moves by %i ms is no jump', (change) => {
		const clocks = { atMs: now + change, hostMs: now - 5 * hour };
		expect(readClock(after(5 * hour), clocks).hasJumped).toBe(false);
	});

	test.each([
		["the API's clock, ahead", 2 * hour, 0],
		["the API's clock, back", -2 * hour, 0],
		["n8n's clock, ahead", 0, 33 * hour],
		["n8n's clock, back", 0, -33 * hour],
	])('a jump of %s, and back', (_, apiError, hostError) => {
		const wrong = { atMs: now + apiError, hostMs: now + hostError };
		const jumped = readClock(after(0), wrong);
		const presentMs = now + Math.max(apiError, hostError);
		expect(jumped).toEqual({ nowMs: now + apiError, presentMs, hasJumped: true, dated: wrong });
		expect(readClock(jumped, wrong).hasJumped).toBe(false);
		expect(readClock(jumped, { atMs: now, hostMs: now }).hasJumped).toBe(true);
	});

	test("a poll that doesn't know the API's time reckons it, and doesn't compare the clocks", () => {
		const unknown = { atMs: null, hostMs: now };
		for (const offsetMs of [0, 5 * hour, -5 * hour]) {
			const nowMs = now + offsetMs;
			const presentMs = Math.max(now, nowMs);
			const expected = { nowMs, presentMs, hasJumped: false, ...after(offsetMs) };
			expect(readClock(after(offsetMs), unknown)).toEqual(expected);
		}
		const first = { nowMs: now, presentMs: now, hasJumped: false, dated: null };
		expect(readClock(undefined, unknown)).toEqual(first);
	});
});

/** With one open incident. */
function serversState(openedMs: number): State['servers'] {
	const times = { openedMs, lastItemMs: openedMs };
	const project = { key: 'key', status: 'notified', ...times, share: 1, count: 1 } as const;
	return { readMs: openedMs, hasSeenAny: true, projects: new Map([['web', project]]) };
}

describe('stateAt', () => {
	const lastMs = at('06:00');
	const team = { origin: 'https://app.scaleft.com', name: 'acme' };

	/** After a poll at which the API's clock and n8n's agreed; an incident was opened two hours before. */
	function stateOf(changes: Partial<State> = {}): State {
		const servers = serversState(lastMs - 2 * hour);
		return {
			...emptyState(team, lastMs),
			dated: { atMs: lastMs, hostMs: lastMs },
			servers,
			...changes,
		};
	}

	const openedMs = ({ servers }: State) => servers?.projects.get('web')?.openedMs ?? null;

	const movedMs = (state: State, atMs: number | null, hostMs: number) =>
		(openedMs(stateAt(state, { atMs, hostMs })) ?? NaN) - (openedMs(state) ?? NaN);

	test.each([
		['neither', 1, 1, 0],
		['the API, ahead', 6, 1, 5],
		['the API, back', -4, 1, -5],
		["n8n's, ahead", 1, 6, 0],
		["n8n's, back", 1, -4, 0],
		['neither, after a long time', 100, 100, 0],
		['by an hour and no more', 2, 1, 0],
		['both, ahead', 50, 50, 0],
		["n8n's, back, and the API's, ahead", 6, -4, 0],
		["the API's, back, and n8n's, ahead", -4, 6, -10],
	])('which clock jumped: %s (%i h and %i h later)', (_, atHours, hostHours, movedHours) => {
		const moved = movedMs(stateOf(), lastMs + atHours * hour, lastMs + hostHours * hour);
		expect(moved).toBe(movedHours * hour);
	});

	test("a jump of n8n's clock at a poll without Date is none of the API's clock", () => {
		for (const error of [-5 * hour, 5 * hour]) {
			const unknown = { atMs: null, hostMs: lastMs + hour + error };
			const unread = {
				...stateAt(stateOf(), unknown),
				atMs: unknown.hostMs,
				hostMs: unknown.hostMs,
			};
			expect(movedMs(unread, lastMs + 2 * hour, lastMs + 2 * hour + error)).toBe(0);
		}
	});

	test('clocks that were ahead together may be right again at a poll without Date', () => {
		const aheadMs = lastMs + day;
		const ahead = stateOf({
			atMs: aheadMs,
			hostMs: aheadMs,
			dated: { atMs: aheadMs, hostMs: aheadMs },
		});
		ahead.servers = serversState(aheadMs);
		const unread = {
			...stateAt(ahead, { atMs: null, hostMs: lastMs }),
			atMs: lastMs,
			hostMs: lastMs,
		};
		const right = { atMs: lastMs + hour, hostMs: lastMs + hour };
		expect(openedMs(stateAt(unread, right))).toBe(lastMs + hour);
	});

	test.each([5, -5])(
		"the first Date is %i h off n8n's clock, which gave all times so far",
		(hours) => {
			const dateMs = lastMs + (hours + 1) * hour;
			expect(movedMs(stateOf({ dated: null }), dateMs, lastMs + hour)).toBe(hours * hour);
		},
	);

	test('a jump is counted once, and undone by the way back', () => {
		const polls = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 6 });
		fc.assert(
			fc.property(polls, (errors) => {
				let state = stateOf();
				let hostMs = lastMs;
				for (const error of [...errors, 0]) {
					hostMs += 5 * minute;
					// Either no jump or one that is longer than the time between two polls.
					const clocks = { atMs: hostMs + error * 2 * hour, hostMs };
					const { dated } = readClock(state, clocks);
					state = {
						...stateAt(state, clocks),
						atMs: clocks.atMs,
						hostMs,
						dated,
					};
					expect(clocks.atMs - (openedMs(state) ?? NaN)).toBe(hostMs - lastMs + 2 * hour);
				}
			}),
		);
	});

	test('no time of a poll is later than the present', () => {
		const both = lastMs - day;
		expect(openedMs(stateAt(stateOf(), { atMs: both, hostMs: both }))).toBe(both);
	});

	test("if the API's time is never known, n8n's clock alone makes the present", () => {
		const unknown = stateOf({ dated: null });
		const back = lastMs - day;
		expect(openedMs(stateAt(unknown, { atMs: null, hostMs: back }))).toBe(back);
	});
});
