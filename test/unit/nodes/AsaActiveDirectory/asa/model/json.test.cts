import fc from '../../../../../helpers/seededFastCheck.cts';
import { startHourField } from '../../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { isSameId } from '../../../../../../nodes/AsaActiveDirectory/util/text';
import {
	isApiObject,
	isJsonObject,
	readField,
	toInteger,
	toJsonValue,
	toList,
	toText,
	toTime,
} from '../../../../../../nodes/AsaActiveDirectory/asa/model/json';

describe('readField', () => {
	it.each<[string, object, string[], unknown]>([
		['its own spelling', { upn_field: 1 }, ['upn_field'], 1],
		["the page's upper case", { UPN_Field: 1 }, ['upn_field'], 1],
		['its own spelling before another', { UPN_FIELD: 1, upn_field: 2 }, ['upn_field'], 2],
		['the first name of two', { host_name: 1, hostname: 2 }, ['hostname', 'host_name'], 2],
		['the second name of two', { Host_Name: 1 }, ['hostname', 'host_name'], 1],
		['nothing if it is absent', {}, ['id'], undefined],
		['nothing that every object has', {}, ['constructor'], undefined],
		['null if it is null', { id: null, ID: 1 }, ['id'], null],
	])('reads %s', (_, response, names, value) => {
		expect(readField({ ...response }, ...names)).toBe(value);
	});
});

it.each<[unknown, boolean]>([
	[{ id: '8f1c7b0e-0000-4000-8000-000000000001' }, true],
	[{ ID: 'x'.repeat(255) }, true],
	[{ id: 'x'.repeat(256) }, false],
	[{ id: '' }, false],
	[{ id: 7 }, true],
	[{ id: 0 }, true],
	[{ id: -7 }, false],
	[{ id: 7.5 }, false],
	[{ id: 2 ** 53 }, false],
	[{ id: Infinity }, false],
	[{ id: true }, false],
	[{ id: ['x'] }, false],
	[{}, false],
	[[{ id: 'x' }], false],
	[null, false],
])('an object with an id is %j: %s', (value, expected) => {
	expect(isApiObject(value)).toBe(expected);
});

describe('readers of values', () => {
	it.each<[unknown, string | null]>([
		['2026-03-01T06:00:00Z', '2026-03-01T06:00:00Z'],
		['0001-01-01T00:00:00Z', null],
		['1970-01-01T00:00:00Z', null],
		['soon', null],
		['', null],
		[1_772_344_800, null],
		[null, null],
	])('toTime reads %j as %j', (value, expected) => {
		expect(toTime(value)).toBe(expected);
	});

	it.each<[unknown, string | null]>([
		['a', 'a'],
		['', ''],
		[7, '7'],
		[null, null],
		[undefined, null],
		[true, null],
		[{}, null],
		[['a'], null],
	])('toText reads %j as %j', (value, expected) => {
		expect(toText(value)).toBe(expected);
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
	])('toInteger reads %j as %j', (value, expected) => {
		expect(toInteger(value)).toBe(expected);
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
	])('toList reads %j as %j', (value, expected) => {
		expect(toList(value)).toEqual(expected);
	});

	it('isJsonObject takes JSON objects alone', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(isJsonObject(value)).toBe(/^\{/.test(JSON.stringify(value)));
			}),
		);
	});
});

it.each([
	['a', 'a', true],
	['a', 'A', false],
	['8F1C7B0E-0000-4000-8000-00000000000A', '8f1c7b0e-0000-4000-8000-00000000000a', true],
	['8f1c7b0e-0000-4000-8000-00000000000a', '8f1c7b0e-0000-4000-8000-00000000000b', false],
])('the ids %j and %j are the same: %s', (one, other, same) => {
	expect(isSameId(one, other)).toBe(same);
});

describe('the start hour', () => {
	const readStartHour = (answered: unknown) => startHourField.read(answered).value;

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

it('what is nested deeper than 32 levels is left out', () => {
	const nested = (levels: number): unknown => (levels === 0 ? 'end' : [nested(levels - 1)]);
	expect(toJsonValue(nested(32))).toEqual(nested(32));
	expect(JSON.stringify(toJsonValue(nested(5_000)))).toBe(
		`${'['.repeat(32)}"(nested too deeply)"${']'.repeat(32)}`,
	);
});
