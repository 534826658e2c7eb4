import fc from '../../../../../helpers/seededFastCheck.cts';
import { isSameId, normalId } from '../../../../../../nodes/AsaActiveDirectory/util/text';
import {
	fingerprint,
	isoTime,
	isSameTeam,
	parseTimeMs,
	readClock,
	shortName,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/values';
import { at, hour, iso, minute } from '../times.cts';

describe('times', () => {
	test.each([
		['2026-03-01T06:00:00Z', '06:00'],
		['2026-03-01T06:00:00.987654Z', '06:00'],
		['2026-03-01T08:00:00+02:00', '06:00'],
		['2026-03-01T01:00:00-0500', '06:00'],
		['2026-03-01t06:00:00z', '06:00'],
		['2026-03-01T06:00:00', '06:00'],
		['2026-03-01 06:00:00', '06:00'],
		['2026-03-01T06:00', '06:00'],
		[' 2026-03-01T06:00:00Z ', '06:00'],
	])('%j is read as UTC', (text, time) => {
		expect(parseTimeMs(text)).toBe(at(time));
	});

	test.each(['0001-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z'])(
		'%j is no time',
		(text) => {
			expect(parseTimeMs(text)).toBeNull();
		},
	);

	test.each(['', 'yesterday', '2026-13-41T00:00:00Z', '06:00', '1772344800'])(
		'%j is no time',
		(text) => {
			expect(parseTimeMs(text)).toBeNull();
		},
	);

	test('no date can hold some numbers', () => {
		expect(isoTime(Infinity)).toBeNull();
		expect(isoTime(null)).toBeNull();
		expect(isoTime(at('06:00') + 999)).toBe('2026-03-01T06:00:00Z');
	});

	test('whole seconds survive being written and read', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 4e9 }), (seconds) => {
				expect(parseTimeMs(iso(seconds * 1000))).toBe(seconds * 1000);
			}),
		);
	});
});

describe('clock', () => {
	const now = at('06:00');
	const held = (offsetMs: number, candidateOffsetMs: number | null = null) => ({
		hostMs: now - hour,
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
		const second = readClock({ hostMs: now, ...first }, { atMs: now + jump, hostMs: now });
		expect(second).toMatchObject({ hasJumped: false, offsetMs: jump, candidateOffsetMs: null });
		// Or the clock is back.
		const back = readClock({ hostMs: now, ...first }, { atMs: now, hostMs: now });
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
		expect(readClock(undefined, unknown)).toMatchObject({ hasJumped: false, offsetMs: 0 });
	});

	test("a jump of n8n's clock does not move the poll's time", () => {
		for (const jump of [-33 * hour, 33 * hour]) {
			const clock = readClock(held(0), { atMs: now, hostMs: now + jump });
			expect(clock).toMatchObject({ nowMs: now, hasJumped: true });
		}
	});
});

describe('ids', () => {
	test('UUIDs are compared without case, others as they are', () => {
		const upper = '5037B023-7031-407B-8C98-17F0DE0C6A3C';
		expect(isSameId(upper, upper.toLowerCase())).toBe(true);
		expect(isSameId('Ab', 'ab')).toBe(false);
		expect(isSameId('', '')).toBe(false);
		expect(normalId('Ab')).toBe('Ab');
	});

	test('team names are compared without case', () => {
		const team = { origin: 'https://app.scaleft.com', name: 'acme' };
		expect(isSameTeam(team, { ...team, name: 'ACME' })).toBe(true);
		expect(isSameTeam(team, { ...team, origin: 'https://app.scaleft.io' })).toBe(false);
	});

	test('a fingerprint has eight characters', () => {
		fc.assert(
			fc.property(fc.string(), (text) => {
				expect(fingerprint(text)).toMatch(/^[\w-]{8}$/);
			}),
		);
	});
});

test('a short name fits into 72 bytes and keeps whole characters', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 90 }), (name) => {
			const short = shortName(name);
			expect(Buffer.byteLength(short)).toBeLessThanOrEqual(72);
			expect(name.startsWith(short)).toBe(true);
			if (Buffer.byteLength(name) <= 72) expect(short).toBe(name);
		}),
	);
});
