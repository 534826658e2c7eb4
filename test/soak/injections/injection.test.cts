import { chosenInjections } from '../flags.cts';
import { planInjections, pollsPerDay, restDays } from './injection.cts';
import { injectionKinds } from './kinds.cts';

const plan = (days: number, seed = 1) => planInjections(injectionKinds, days, seed);

it('is the same for the same seed and another for others', () => {
	expect(plan(30)).toEqual(plan(30));
	expect(plan(30, 2)).not.toEqual(plan(30));
});

it('leaves the other injections as they are when some are left out', () => {
	const others = Object.fromEntries(
		Object.entries(injectionKinds).filter(([kind]) => kind !== 'renames'),
	);
	const whole = plan(30).filter(({ kind }) => kind !== 'renames');
	expect(planInjections(others, 30, 1)).toEqual(whole);
});

it('leaves early days as they are when days are added', () => {
	const early = ({ poll, polls }: { poll: number; polls: number }) =>
		poll + polls <= 20 * pollsPerDay;
	expect(plan(40).filter(early)).toEqual(plan(24).filter(early));
});

it('ends everything before the days of rest', () => {
	const last = Math.max(...plan(30).map(({ poll, polls }) => poll + polls));
	expect(last).toBeLessThanOrEqual((30 - restDays) * pollsPerDay);
});

it.each([
	{ days: 90, seed: 1, of: 'the weekly run' },
	{ days: 90, seed: 2, of: 'the weekly run' },
	{ days: 90, seed: 3, of: 'the weekly run' },
	{ days: 30, seed: 28, of: '.ci/run' },
])('has every kind in the $days days of seed $seed, as $of', ({ days, seed }) => {
	const kinds = new Set(plan(days, seed).map(({ kind }) => kind));
	expect([...kinds].sort()).toEqual(Object.keys(injectionKinds).sort());
});

describe('chosen by the flags', () => {
	const all = plan(90);
	const chosen = (inject?: string[], without: string[] = []) =>
		new Set(chosenInjections(all, { inject, without }).map(({ id }) => id));

	it('are all or none', () => {
		expect(chosen().size).toBe(all.length);
		expect(chosen(['all']).size).toBe(all.length);
		expect(chosen(['none']).size).toBe(0);
	});

	it('are kinds or single ones', () => {
		expect(chosen(['renames-2', 'crashes-1'])).toEqual(new Set(['renames-2', 'crashes-1']));
		expect(chosen(['renames'], ['renames-2'])).not.toContain('renames-2');
		expect(chosen(['renames'], ['renames-2'])).toContain('renames-3');
	});

	it.each([
		[['renames-9999'], []],
		[undefined, ['renames-9999']],
	])('must be there', (inject, without) => {
		expect(() => chosen(inject, without)).toThrow('this run has no injection "renames-9999"');
	});

	it('must be there if a kind is to be injected, and need not if it is to be left out', () => {
		const renames = all.filter(({ kind }) => kind === 'renames');
		const choose = (inject: string[] | undefined, without: string[]) =>
			chosenInjections(renames, { inject, without });
		expect(() => choose(['crashes'], [])).toThrow('this run has no injection "crashes"');
		expect(choose(undefined, ['crashes'])).toEqual(renames);
	});
});
