import { readClock } from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/clock';
import { at, hour, minute } from '../times.cts';

describe('readClock', () => {
	const now = at('06:00');
	const held = (offsetMs: number, candidateOffsetMs: number | null = null) => ({
		offsetMs,
		candidateOffsetMs,
	});

	test("the poll's time is the API's", () => {
		const clock = readClock(undefined, { atMs: now + 999, hostMs: now - 5 * hour });
		expect(clock).toEqual({
			nowMs: now,
			presentMs: now,
			hasJumped: false,
			offsetMs: 5 * hour,
			candidateOffsetMs: null,
		});
	});

	test.each([0, 59 * minute, -hour])('an offset that moves by %i ms holds', (change) => {
		const clock = readClock(held(5 * hour), { atMs: now + change, hostMs: now - 5 * hour });
		expect(clock).toMatchObject({
			nowMs: now + change,
			hasJumped: false,
			offsetMs: 5 * hour + change,
		});
	});

	test("a jump of the API's clock ahead", () => {
		const jump = 2 * hour;
		const first = readClock(held(0), { atMs: now + jump, hostMs: now });
		expect(first).toEqual({
			nowMs: now + jump,
			presentMs: now + jump,
			hasJumped: true,
			offsetMs: 0,
			candidateOffsetMs: jump,
		});
		// A second poll agrees.
		const second = readClock(first, { atMs: now + jump, hostMs: now });
		expect(second).toMatchObject({ hasJumped: false, offsetMs: jump, candidateOffsetMs: null });
		// Or the clock is back.
		const back = readClock(first, { atMs: now, hostMs: now });
		expect(back).toMatchObject({ hasJumped: false, offsetMs: 0, candidateOffsetMs: null });
	});

	test("a jump back of the API's clock", () => {
		const clock = readClock(held(0), { atMs: now - 2 * hour, hostMs: now });
		expect(clock).toMatchObject({ nowMs: now - 2 * hour, presentMs: now, hasJumped: true });
	});

	test("a poll that doesn't know the API's time has n8n's, and leaves the offset as it is", () => {
		const unknown = { atMs: null, hostMs: now };
		const jumped = { ...held(5 * hour), candidateOffsetMs: 2 * hour };
		expect(readClock(jumped, unknown)).toEqual({
			nowMs: now,
			presentMs: now,
			hasJumped: false,
			offsetMs: 5 * hour,
			candidateOffsetMs: 2 * hour,
		});
		expect(readClock(undefined, unknown)).toMatchObject({ hasJumped: false, offsetMs: null });
	});

	test("a jump of n8n's clock does not move the poll's time", () => {
		for (const jump of [-33 * hour, 33 * hour]) {
			const clock = readClock(held(0), { atMs: now, hostMs: now + jump });
			expect(clock).toMatchObject({ nowMs: now, hasJumped: true });
		}
	});
});
