import type { Injection } from './injections/injection.cts';
import { reduceInjections } from './reduce.cts';

const injection = (id: string): Injection => ({
	id,
	kind: id.replace(/-\d+$/, ''),
	poll: 1,
	polls: 1,
	moment: 0.5,
	seed: 1,
});

const ids = ['renames', 'crashes', 'updates'].flatMap((kind) =>
	[1, 2, 3, 4, 5].map((number) => `${kind}-${number}`),
);

async function reduce(needed: string[], goesOn = () => true) {
	let attempts = 0;
	const left = await reduceInjections(ids.map(injection), {
		async fails(injections) {
			attempts++;
			return needed.every((id) => injections.some((other) => other.id === id));
		},
		goesOn,
	});
	return { left: left.map(({ id }) => id), attempts };
}

it.each([[['renames-3']], [['renames-3', 'updates-5']], [['crashes-1', 'crashes-2', 'updates-1']]])(
	'leaves nothing but %p',
	async (needed) => {
		expect((await reduce(needed)).left).toEqual(needed);
	},
);

it('leaves nothing where the run fails without any injection', async () => {
	expect((await reduce([])).left).toEqual([]);
});

it('keeps all where no part fails alone', async () => {
	expect((await reduce(ids)).left).toEqual(ids);
});

it('ends when its time is over', async () => {
	expect(await reduce(['renames-3'], () => false)).toEqual({ left: ids, attempts: 0 });
});
