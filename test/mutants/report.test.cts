import type { Mutant } from './mutants/mutant.cts';
import { caughtBy, countOutcomes, figuresTables, type Outcome } from './report.cts';
import type { FailedFile } from './runTests.cts';

const mutant: Mutant = { file: 'monitor/x.ts', search: 'a', replacement: 'b', why: 'all is lost' };
const unit: FailedFile[] = [
	{ path: 'test/unit/nodes/AsaActiveDirectory/monitor/incident.test.cts', failed: 12 },
	{ path: 'test/unit/credentials/OktaAsaApi.test.cts', failed: 'not loaded' },
];
const engine: FailedFile[] = [{ path: 'test/engine/trigger/items.test.cts', failed: 1 }];

const byUnit: Outcome = { mutant, unit };
const byEngine: Outcome = { mutant, unit: [], engine };
const survived: Outcome = { mutant, unit: [], engine: [] };

it.each<[string, Outcome]>([
	['monitor/incident 12, credentials/OktaAsaApi (not loaded)', byUnit],
	['engine/trigger/items 1', byEngine],
	[
		'monitor/incident 12, credentials/OktaAsaApi (not loaded), engine/trigger/items 1',
		{ ...byUnit, engine },
	],
	['unit (did not end)', { mutant, unit: [{ path: 'test/unit', failed: 'did not end' }] }],
	['SURVIVED', survived],
])('caught by %s', (text, outcome) => {
	expect(caughtBy(outcome)).toBe(text);
});

it.each([
	[[byUnit, survived], { byUnit: 1, byEngine: 0, survived: 1, areTooMany: false }],
	[
		Array<Outcome>(7).fill(byUnit).concat(byEngine),
		{ byUnit: 7, byEngine: 1, survived: 0, areTooMany: false },
	],
	[
		Array<Outcome>(6).fill(byUnit).concat(byEngine),
		{ byUnit: 6, byEngine: 1, survived: 0, areTooMany: true },
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
		'| time, s | 600 |',
		'',
		'| file | what goes wrong | tests that fail |',
		'| --- | --- | --- |',
		'| monitor/x.ts | all is lost | monitor/incident 12, credentials/OktaAsaApi (not loaded) |',
		'| monitor/x.ts | all is lost | engine/trigger/items 1 |',
	]);
});
