import { parseTime, seconds, timeText } from '../../../../../nodes/AsaActiveDirectory/sync/time';

test('times are told in whole seconds of UTC', () => {
	expect(timeText(0)).toBe('1970-01-01T00:00:00Z');
	expect(timeText(seconds(Date.parse('2026-03-01T23:59:59.999Z')))).toBe('2026-03-01T23:59:59Z');
});

test.each([[null], [NaN], [Infinity], [1e300]])('%p is told as no time, never a throw', (time) => {
	expect(timeText(time)).toBeNull();
});

test.each([
	['2026-03-01T01:00:00+02:00', '2026-02-28T23:00:00Z'],
	['2026-03-01T00:00:00.5Z', '2026-03-01T00:00:00.500Z'],
])('%s is read as %s', (text, expected) => {
	expect(parseTime(text)).toBe(Date.parse(expected));
});

test.each([[''], ['soon'], ['2026-13-01T00:00:00Z']])('"%s" is no time', (text) => {
	expect(parseTime(text)).toBeNull();
});
