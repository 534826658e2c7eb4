import type { Mutant } from './mutants/mutant.cts';
import {
	breaksLoading,
	caughtBy,
	countOutcomes,
	figuresTables,
	isOverlooked,
	type Counts,
	type Outcome,
} from './report.cts';
import type { FailedFile } from './runTests.cts';

const mutant: Mutant = { file: 'monitor/x.ts', search: 'a', replacement: 'b', why: 'all is lost' };
const unit: FailedFile[] = [
	{ path: 'test/unit/nodes/AsaActiveDirectory/monitor/incident.test.cts', failed: 12 },
	{ path: 'test/unit/credentials/OktaAsaApi.test.cts', failed: 'not loaded' },
];
const engine: FailedFile[] = [{ path: 'test/engine/trigger/items.test.cts', failed: 1 }];

const byUnit: Outcome = { mutant, unit };
const byEngine: Outcome = { mutant, unit: [], engine };
const overlooked: Outcome = { mutant, unit: [], engine: [] };
const unloaded: Outcome = { mutant, unit: [unit[1]] };
const endless: Outcome = { mutant, unit: [{ path: 'test/unit', failed: 'did not end' }] };

it.each<[string, Outcome]>([
	['monitor/incident 12, credentials/OktaAsaApi (not loaded)', byUnit],
	['engine/trigger/items 1', byEngine],
	[
		'monitor/incident 12, credentials/OktaAsaApi (not loaded), engine/trigger/items 1',
		{ ...byUnit, engine },
	],
	['unit (did not end)', endless],
	['overlooked', overlooked],
])('caught by %s', (text, outcome) => {
	expect(caughtBy(outcome)).toBe(text);
});

it.each<[string, Outcome, boolean]>([
	['unit tests notice it', byUnit, false],
	['engine tests notice it', byEngine, false],
	['the unit tests find no failure, and the engine tests were not run', { mutant, unit: [] }, true],
	['the engine tests find none either', overlooked, true],
	['no test file can be loaded', unloaded, false],
])('%s: overlooked or not', (_, outcome, expected) => {
	expect(isOverlooked(outcome)).toBe(expected);
});

// Such a mistake would fail even a test that asserts nothing.
it.each<[string, Outcome, boolean]>([
	['one test fails, another file can not be loaded', byUnit, false],
	['engine tests notice what unit tests can not load', { ...unloaded, engine }, false],
	['the tests do not end', endless, false],
	['nothing fails', overlooked, false],
	['no test file can be loaded', unloaded, true],
])('%s: breaks only loading or not', (_, outcome, expected) => {
	expect(breaksLoading(outcome)).toBe(expected);
});

const none = {
	byUnit: 0,
	byEngine: 0,
	overlooked: 0,
	breakLoading: 0,
	isTooMuchLeftToEngine: false,
};

it.each<[Outcome[], Counts]>([
	[[byUnit, overlooked], { ...none, byUnit: 1, overlooked: 1 }],
	[[endless, unloaded], { ...none, byUnit: 1, breakLoading: 1 }],
	[[...Array<Outcome>(7).fill(byUnit), byEngine], { ...none, byUnit: 7, byEngine: 1 }],
	[
		[...Array<Outcome>(7).fill(byUnit), { ...unloaded, engine }],
		{ ...none, byUnit: 7, byEngine: 1 },
	],
	[
		[...Array<Outcome>(6).fill(byUnit), byEngine],
		{ ...none, byUnit: 6, byEngine: 1, isTooMuchLeftToEngine: true },
	],
])('counts, %#', (outcomes, counts) => {
	expect(countOutcomes(outcomes)).toEqual(counts);
});

it('the tables hold the counts and each mistake', () => {
	expect(figuresTables([byUnit, byEngine], 600).split('\n')).toEqual([
		'| what | figure |',
		'| --- | --- |',
		'| mistakes | 2 |',
		'| noticed by unit tests | 1 |',
		'| noticed by engine tests alone | 1 |',
		'| overlooked | 0 |',
		'| only broke loading | 0 |',
		'| time, s | 600 |',
		'',
		'| file | what goes wrong | tests that fail |',
		'| --- | --- | --- |',
		'| monitor/x.ts | all is lost | monitor/incident 12, credentials/OktaAsaApi (not loaded) |',
		'| monitor/x.ts | all is lost | engine/trigger/items 1 |',
	]);
});
