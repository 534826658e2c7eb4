import fc from '../../../../../helpers/seededFastCheck.cts';
import { readClock, stateAt } from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/clock';
import {
	emptyState,
	type State,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/state/types';
import { at, day, hour, minute } from '../times.cts';

describe('readClock', () => {
	const now = at('06:00');

	test("the poll's time is the API's", () => {
		const clock = readClock(undefined, { atMs: now + 999, hostMs: now - 5 * hour });
		expect(clock).toEqual({ nowMs: now, presentMs: now, hasJumped: false, offsetMs: 5 * hour });
	});

	test.each([0, 59 * minute, -hour])('an offset that moves by %i ms is no jump', (change) => {
		const clocks = { atMs: now + change, hostMs: now - 5 * hour };
		const offsetMs = 5 * hour + change;
		expect(readClock({ offsetMs: 5 * hour }, clocks)).toMatchObject({ hasJumped: false, offsetMs });
	});

	test.each([
		["the API's clock, ahead", 2 * hour, 0],
		["the API's clock, back", -2 * hour, 0],
		["n8n's clock, ahead", 0, 33 * hour],
		["n8n's clock, back", 0, -33 * hour],
	])('a jump of %s, and back', (_, apiError, hostError) => {
		const wrong = { atMs: now + apiError, hostMs: now + hostError };
		const jumped = readClock({ offsetMs: 0 }, wrong);
		const offsetMs = apiError - hostError;
		const presentMs = now + Math.max(apiError, hostError);
		expect(jumped).toEqual({ nowMs: now + apiError, presentMs, hasJumped: true, offsetMs });
		expect(readClock(jumped, wrong)).toMatchObject({ hasJumped: false, offsetMs });
		const right = { atMs: now, hostMs: now };
		expect(readClock(jumped, right)).toMatchObject({ hasJumped: true, offsetMs: 0 });
	});

	test("a poll that doesn't know the API's time has n8n's, and leaves the offset as it is", () => {
		const unknown = { atMs: null, hostMs: now };
		const times = { nowMs: now, hasJumped: false };
		const read = (offsetMs: number | null) => readClock({ offsetMs }, unknown);
		// The present is the later of n8n's time and the API's, which is reckoned from the offset.
		expect(read(5 * hour)).toEqual({ ...times, presentMs: now + 5 * hour, offsetMs: 5 * hour });
		expect(read(-5 * hour)).toEqual({ ...times, presentMs: now, offsetMs: -5 * hour });
		expect(read(null)).toEqual({ ...times, presentMs: now, offsetMs: null });
	});
});

describe('stateAt', () => {
	const lastMs = at('06:00');
	const team = { origin: 'https://app.scaleft.com', name: 'acme' };

	/** After a poll at which the API's clock and n8n's agreed; a missing choice was reported two hours before. */
	function stateOf(changes: Partial<State> = {}): State {
		const missingChoices = new Map([['mark', { polls: 2, reportedMs: lastMs - 2 * hour }]]);
		return { ...emptyState(team, lastMs), offsetMs: 0, missingChoices, ...changes };
	}

	const reportedMs = ({ missingChoices }: State) => missingChoices.get('mark')?.reportedMs ?? null;

	const movedMs = (state: State, atMs: number | null, hostMs: number) =>
		(reportedMs(stateAt(state, { atMs, hostMs })) ?? NaN) - (reportedMs(state) ?? NaN);

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

	test('a poll without Date moves nothing, and its Date is reckoned from the last known difference', () => {
		const unread = stateAt(stateOf({ offsetMs: 5 * hour }), { atMs: null, hostMs: lastMs + hour });
		expect(reportedMs(unread)).toBe(lastMs - 2 * hour);
		const after = { ...unread, atMs: lastMs + hour, hostMs: lastMs + hour };
		expect(movedMs(after, lastMs + 7 * hour, lastMs + 2 * hour)).toBe(0);
		expect(movedMs(after, lastMs + 17 * hour, lastMs + 2 * hour)).toBe(10 * hour);
	});

	test('a first Date says nothing of a jump', () => {
		expect(movedMs(stateOf({ offsetMs: null }), lastMs + 6 * hour, lastMs + hour)).toBe(0);
	});

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
					const { offsetMs } = readClock(state, clocks);
					state = {
						...stateAt(state, clocks),
						atMs: clocks.atMs,
						hostMs,
						offsetMs,
					};
					expect(clocks.atMs - (reportedMs(state) ?? NaN)).toBe(hostMs - lastMs + 2 * hour);
				}
			}),
		);
	});

	test('no time of a poll is later than the present', () => {
		const both = lastMs - day;
		expect(reportedMs(stateAt(stateOf(), { atMs: both, hostMs: both }))).toBe(both);
	});

	test("where the API's time is never known, n8n's clock alone makes the present", () => {
		const unknown = stateOf({ offsetMs: null });
		const back = lastMs - day;
		expect(reportedMs(stateAt(unknown, { atMs: null, hostMs: back }))).toBe(back);
	});
});
