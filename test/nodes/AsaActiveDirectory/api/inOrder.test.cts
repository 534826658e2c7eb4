import fc from 'fast-check';
import { inOrder } from '../../../../nodes/AsaActiveDirectory/api/inOrder';
import { failureOf } from './support.cts';

/** Passes after so many turns of the promise queue. */
async function turn(turns: number): Promise<void> {
	for (let left = turns; left > 0; left--) await Promise.resolve();
}

/** Work that takes the given number of turns, and what was seen of it. */
function observe(turns: number[]) {
	const seen = { started: [] as number[], underWay: 0, most: 0 };
	const work = async (index: number) => {
		seen.started.push(index);
		seen.most = Math.max(seen.most, ++seen.underWay);
		await turn(turns[index]);
		seen.underWay--;
		return index * 10;
	};
	return { seen, work, entries: turns.map((_, index) => index) };
}

const anyTurns = fc.array(fc.nat({ max: 12 }), { maxLength: 40 });
const anyLimit = fc.integer({ min: 1, max: 50 });

describe('inOrder', () => {
	it("answers in the entries' order, however long each takes, and never works on more than the limit", async () => {
		await fc.assert(
			fc.asyncProperty(anyTurns, anyLimit, async (turns, limit) => {
				const { seen, work, entries } = observe(turns);
				expect(await inOrder(entries, limit, work)).toEqual(entries.map((index) => index * 10));
				expect(seen.started).toEqual(entries);
				expect(seen.most).toBeLessThanOrEqual(Math.min(limit, entries.length));
			}),
		);
	});

	it('uses the limit where there is enough to do', async () => {
		const { seen, work, entries } = observe(Array<number>(20).fill(5));
		await inOrder(entries, 8, work);
		expect(seen.most).toBe(8);
	});

	it('starts the first alone, so that it can renew a token for all', async () => {
		const { seen, work, entries } = observe([12, 0, 0, 0]);
		await inOrder(entries, 4, async (index) => {
			if (index > 0) expect(seen.started).toContain(0);
			const isAlone = seen.underWay === 0;
			const result = await work(index);
			if (index === 0) expect([isAlone, seen.started]).toEqual([true, [0]]);
			return result;
		});
	});

	it('hands each entry over with its index', async () => {
		const pairs = await inOrder(['a', 'b'], 2, async (entry, index) => `${entry}${index}`);
		expect(pairs).toEqual(['a0', 'b1']);
	});

	it('does nothing with nothing', async () => {
		const { seen, work } = observe([]);
		expect(await inOrder([], 8, work)).toEqual([]);
		expect(seen.started).toEqual([]);
	});

	it('throws the first error in order, and only once the work under way has ended', async () => {
		const { seen, work, entries } = observe([0, 10, 1, 12, 0]);
		const failing = async (index: number) => {
			await work(index);
			if (index === 1 || index === 2) throw new Error(`entry ${index}`);
		};
		const error = await failureOf(inOrder(entries, 3, failing));
		expect(error.message).toBe('entry 1');
		expect(seen.underWay).toBe(0);
	});

	it('starts no entry after a failure', async () => {
		await fc.assert(
			fc.asyncProperty(anyTurns, anyLimit, fc.nat(), async (turns, limit, chosen) => {
				fc.pre(turns.length > 0);
				const { seen, work, entries } = observe(turns);
				const late: number[] = [];
				let isKnown = false;
				const error = await failureOf(
					inOrder(entries, limit, async (index) => {
						if (isKnown) late.push(index);
						await work(index);
						if (index !== chosen % turns.length) return;
						// What ends in the same moment may start one more before the error is thrown.
						void turn(3).then(() => (isKnown = true));
						throw new Error('no');
					}),
				);
				expect(error.message).toBe('no');
				expect(late).toEqual([]);
				expect(seen.underWay).toBe(0);
			}),
		);
	});

	it('starts none but the first where the first fails', async () => {
		const { seen, work, entries } = observe([1, 1, 1]);
		const error = await failureOf(
			inOrder(entries, 3, async (index) => {
				await work(index);
				throw new Error(`entry ${index}`);
			}),
		);
		expect([error.message, seen.started]).toEqual(['entry 0', [0]]);
	});
});
