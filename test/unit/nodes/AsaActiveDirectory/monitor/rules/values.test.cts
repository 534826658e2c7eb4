import fc from '../../../../../helpers/seededFastCheck.cts';
import { isSameId, normalId } from '../../../../../../nodes/AsaActiveDirectory/util/text';
import {
	fingerprint,
	isoTime,
	isSameTeam,
	parseTimeMs,
	shortName,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/values';
import { at, iso } from '../times.cts';

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
