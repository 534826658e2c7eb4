import type { INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../../../../nodes/AsaActiveDirectory/asa/model/field';
import {
	readNumber,
	readRuleOptions,
	ruleOptions,
} from '../../../../../nodes/AsaActiveDirectory/monitor/options';
import { optionDefaults } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';

const defaults = {
	accessWarningHours: 24,
	failureWords: [],
	overdueGraceMinutes: 30,
	runningLongMinutes: 120,
	successWords: [],
};

test('the options have the defaults of the rules', () => {
	expect(readRuleOptions({})).toEqual(defaults);
	expect(optionDefaults).toMatchObject(defaults);
	expect(ruleOptions.map(({ name }) => name).sort()).toEqual(Object.keys(defaults).sort());
});

test('options that are empty have their defaults, others are kept', () => {
	const entered = {
		accessWarningHours: '',
		failureWords: '',
		overdueGraceMinutes: null,
		runningLongMinutes: 1,
	};
	expect(readRuleOptions(entered as never)).toEqual({ ...defaults, runningLongMinutes: 1 });
});

describe('words', () => {
	test.each<[unknown, string[]]>([
		['skipped', ['skipped']],
		[' skipped ,, no objects found,', ['skipped', 'no objects found']],
		['one\ntwo\r\nthree', ['one', 'two', 'three']],
		[
			['one, two', 'three'],
			['one', 'two', 'three'],
		],
		[5, ['5']],
		[null, []],
		[undefined, []],
		[' , ', []],
	])('%j are %j', (failureWords, words) => {
		expect(readRuleOptions({ failureWords } as never).failureWords).toEqual(words);
		expect(readRuleOptions({ successWords: failureWords } as never).successWords).toEqual(words);
	});
});

describe('a number', () => {
	const field: INodeProperties = {
		displayName: 'Limit (Hours)',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 2 },
		default: 7,
	};

	test.each<[unknown, number]>([
		[2, 2],
		['3', 3],
		[' 4.5 ', 4.5],
		['', 7],
		[null, 7],
		[undefined, 7],
	])('%j is %d', (limit, number) => {
		expect(readNumber(field, { limit } as never)).toBe(number);
	});

	test.each([[1], [-3], ['many'], [true], [false], [{}], [[]], [Infinity], [NaN], ['1e999']])(
		'%p is refused, naming the field',
		(limit) => {
			const read = () => readNumber(field, { limit } as never);
			expect(read).toThrow(InvalidInput);
			expect(read).toThrow(`'Limit (Hours)' must be 2 or greater, got ${JSON.stringify(limit)}`);
		},
	);

	test('has no minimum but 0 unless the field says so', () => {
		const { typeOptions, ...free } = field;
		expect(typeOptions).toBeDefined();
		expect(readNumber(free, { limit: 0 })).toBe(0);
		expect(() => readNumber(free, { limit: -1 })).toThrow('must be 0 or greater');
	});
});
