import fc from 'fast-check';
import { readStartHour } from '../../../../nodes/AsaActiveDirectory/api/schedule';
import {
	field,
	flag,
	hasId,
	integer,
	isWire,
	list,
	objects,
	text,
	texts,
} from '../../../../nodes/AsaActiveDirectory/api/wire';

describe('field', () => {
	it.each<[string, object, string[], unknown]>([
		['its own spelling', { upn_field: 1 }, ['upn_field'], 1],
		["the page's upper case", { UPN_Field: 1 }, ['upn_field'], 1],
		['its own spelling before another', { UPN_FIELD: 1, upn_field: 2 }, ['upn_field'], 2],
		['the first name of two', { host_name: 1, hostname: 2 }, ['hostname', 'host_name'], 2],
		['the second name of two', { Host_Name: 1 }, ['hostname', 'host_name'], 1],
		['nothing where it is absent', {}, ['id'], undefined],
		['nothing that every object has', {}, ['constructor'], undefined],
		['null where it is null', { id: null, ID: 1 }, ['id'], null],
	])('reads %s', (_, wire, names, value) => {
		expect(field({ ...wire }, ...names)).toBe(value);
	});
});

it.each<[unknown, boolean]>([
	[{ id: '8f1c7b0e-0000-4000-8000-000000000001' }, true],
	[{ ID: 'x'.repeat(255) }, true],
	[{ id: 'x'.repeat(256) }, false],
	[{ id: '' }, false],
	[{ id: 7 }, false],
	[{}, false],
	[[{ id: 'x' }], false],
	[null, false],
])('an object with an id is %j: %s', (value, expected) => {
	expect(hasId(value)).toBe(expected);
});

describe('readers of values', () => {
	it.each<[unknown, string | null]>([
		['a', 'a'],
		['', ''],
		[7, '7'],
		[null, null],
		[undefined, null],
		[true, null],
		[{}, null],
		[['a'], null],
	])('text reads %j as %j', (value, expected) => {
		expect(text(value)).toBe(expected);
	});

	it.each<[unknown, number | null]>([
		[24, 24],
		['24', 24],
		[' 24 ', 24],
		[0, 0],
		['0', 0],
		[-1, -1],
		[1.5, null],
		['1.5', null],
		['', null],
		[' ', null],
		['string', null],
		[null, null],
		[true, null],
		[[24], null],
	])('integer reads %j as %j', (value, expected) => {
		expect(integer(value)).toBe(expected);
	});

	it.each([
		[true, true],
		['true', true],
		[false, false],
		['false', false],
		[undefined, false],
		[1, false],
		[{}, false],
	])('flag reads %j as %j', (value, expected) => {
		expect(flag(value)).toBe(expected);
	});

	it.each<[unknown, unknown[]]>([
		[
			['a', 'b'],
			['a', 'b'],
		],
		['a', ['a']],
		[{ a: 1 }, [{ a: 1 }]],
		[0, [0]],
		[null, []],
		[undefined, []],
	])('list reads %j as %j', (value, expected) => {
		expect(list(value)).toEqual(expected);
	});

	it('texts and objects leave out what is neither', () => {
		const mixed = ['a', '', 1, null, {}, ['b'], { c: 1 }];
		expect(texts(mixed)).toEqual(['a']);
		expect(objects(mixed)).toEqual([{}, { c: 1 }]);
	});

	it('isWire takes JSON objects alone', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(isWire(value)).toBe(/^\{/.test(JSON.stringify(value)));
			}),
		);
	});
});

describe('readStartHour', () => {
	it.each<[unknown, number | null]>([
		[0, 0],
		[23, 23],
		['14', 14],
		['2022-08-24T14:15:22Z', 14],
		['2022-08-24T14:15:22.123Z', 14],
		['2022-08-24t14:15:22z', 14],
		['2022-08-24T23:15:22-02:00', 1],
		['2022-08-24T00:15:22+05:30', 18],
		[24, null],
		[-1, null],
		[1.5, null],
		['', null],
		['noon', null],
		['at 7', null],
		['12.5', null],
		['2022-08-24', null],
		['2022-08-24T14:15:22', null],
		['2022-08-24T24:61:00Z', null],
		[null, null],
		[undefined, null],
		[['2022-08-24T14:15:22Z'], null],
	])('reads %j as %j', (value, hour) => {
		expect(readStartHour(value)).toBe(hour);
	});

	it('reads the same hour as an integer and as a timestamp', () => {
		const time = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
		fc.assert(
			fc.property(time, (date) => {
				expect(readStartHour(date.toISOString())).toBe(readStartHour(date.getUTCHours()));
			}),
		);
	});
});
