import fc from '../../../../helpers/seededFastCheck.cts';
import { mapConcurrent } from '../../../../../nodes/AsaActiveDirectory/util/mapConcurrent';
import { failureOf } from '../asa/support.cts';

/** Passes after this number of delays of the promise queue. */
async function turn(delays: number): Promise<void> {
	for (let left = delays; left > 0; left--) await Promise.resolve();
}

/** Work that takes the given number of delays, and what was seen of it. */
function trackWork(delays: number[]) {
	const seen = { started: [] as number[], underWay: 0, most: 0 };
	const work = async (index: number) => {
		seen.started.push(index);
		seen.most = Math.max(seen.most, ++seen.underWay);
		await turn(delays[index]);
		seen.underWay--;
		return index * 10;
	};
	return { seen, work, entries: delays.map((_, index) => index) };
}

const anyDelays = fc.array(fc.nat({ max: 12 }), { maxLength: 40 });
const anyLimit = fc.integer({ min: 1, max: 50 });

describe('mapConcurrent', () => {
	it("answers in the entries' order, however long each takes, and never works on more than the limit", async () => {
		await fc.assert(
			fc.asyncProperty(anyDelays, anyLimit, async (delays, limit) => {
				const { seen, work, entries } = trackWork(delays);
				expect(await mapConcurrent(entries, work, { limit })).toEqual(
					entries.map((index) => index * 10),
				);
				expect(seen.started).toEqual(entries);
				expect(seen.most).toBeLessThanOrEqual(Math.min(limit, entries.length));
			}),
		);
	});

	it('uses the limit if there is enough to do', async () => {
		const { seen, work, entries } = trackWork(Array<number>(20).fill(5));
		await mapConcurrent(entries, work, { limit: 8 });
		expect(seen.most).toBe(8);
	});

	it('starts the first alone, so that it can renew a token for all', async () => {
		const { seen, work, entries } = trackWork([12, 0, 0, 0]);
		const whenAlone = async (index: number) => {
			if (index > 0) expect(seen.started).toContain(0);
			const isAlone = seen.underWay === 0;
			const result = await work(index);
			if (index === 0) expect([isAlone, seen.started]).toEqual([true, [0]]);
			return result;
		};
		await mapConcurrent(entries, whenAlone, { limit: 4 });
	});

	it.each([0, NaN, -1, 0.5])('works on one at a time with a limit of %p', async (limit) => {
		const { seen, work, entries } = trackWork([3, 3, 3]);
		expect(await mapConcurrent(entries, work, { limit })).toEqual([0, 10, 20]);
		expect(seen.most).toBe(1);
	});

	it('starts the others once the first was answered, though it goes on', async () => {
		const { seen, work, entries } = trackWork([60, 2, 2, 2]);
		const log: string[] = [];
		const authConfirmed = turn(20).then(() => void log.push('answered'));
		await mapConcurrent(
			entries,
			async (index) => {
				log.push(`+${index}`);
				await work(index);
				log.push(`-${index}`);
			},
			{ limit: 4, authConfirmed },
		);
		expect(log.slice(0, 5)).toEqual(['+0', 'answered', '+1', '+2', '+3']);
		expect(log.at(-1)).toBe('-0');
		expect(seen.most).toBe(4);
	});

	it('goes on one at a time if entries end without an answer', async () => {
		const { seen, work, entries } = trackWork([2, 2, 2, 2]);
		const authConfirmed = new Promise<void>(() => undefined);
		expect(await mapConcurrent(entries, work, { limit: 4, authConfirmed })).toEqual([
			0, 10, 20, 30,
		]);
		expect(seen.most).toBe(1);
	});

	it('hands each entry over with its index', async () => {
		const pairs = await mapConcurrent(['a', 'b'], async (entry, index) => `${entry}${index}`, {
			limit: 2,
		});
		expect(pairs).toEqual(['a0', 'b1']);
	});

	it('does nothing with nothing', async () => {
		const { seen, work } = trackWork([]);
		expect(await mapConcurrent([], work, { limit: 8 })).toEqual([]);
		expect(seen.started).toEqual([]);
	});

	it('throws the first error in order, and only once the work under way has ended', async () => {
		const { seen, work, entries } = trackWork([0, 10, 1, 12, 0]);
		const failing = async (index: number) => {
			await work(index);
			if (index === 1 || index === 2) throw new Error(`entry ${index}`);
		};
		const error = await failureOf(mapConcurrent(entries, failing, { limit: 3 }));
		expect(error.message).toBe('entry 1');
		expect(seen.underWay).toBe(0);
	});

	it('starts no entry after a failure', async () => {
		await fc.assert(
			fc.asyncProperty(anyDelays, anyLimit, fc.nat(), async (delays, limit, chosen) => {
				fc.pre(delays.length > 0);
				const { seen, work, entries } = trackWork(delays);
				const late: number[] = [];
				let isKnown = false;
				const error = await failureOf(
					mapConcurrent(
						entries,
						async (index) => {
							if (isKnown) late.push(index);
							await work(index);
							if (index !== chosen % delays.length) return;
							// What ends in the same moment may start one more before the error is thrown.
							void turn(3).then(() => (isKnown = true));
							throw new Error('no');
						},
						{ limit },
					),
				);
				expect(error.message).toBe('no');
				expect(late).toEqual([]);
				expect(seen.underWay).toBe(0);
			}),
		);
	});

	it('starts none but the first if the first fails', async () => {
		const { seen, work, entries } = trackWork([1, 1, 1]);
		const error = await failureOf(
			mapConcurrent(
				entries,
				async (index) => {
					await work(index);
					throw new Error(`entry ${index}`);
				},
				{ limit: 3 },
			),
		);
		expect([error.message, seen.started]).toEqual(['entry 0', [0]]);
	});
});

describe('mapConcurrent with keys', () => {
	const anyKeys = fc.array(
		fc.record({ key: fc.constantFrom('a', 'b', 'c', ''), delays: fc.nat(9) }),
	);

	/** Runs entries of keys, '' for none, and returns what began (+) and ended (-) in which order. */
	async function runAll(keys: string[], limit: number, delays: number[], failing?: number) {
		const log: string[] = [];
		const running = mapConcurrent(
			keys,
			async (_, index) => {
				log.push(`+${index}`);
				await turn(delays[index]);
				log.push(`-${index}`);
				if (index === failing) throw new Error(`entry ${index}`);
				return index;
			},
			{ limit, serializeBy: (key) => key || undefined },
		);
		const [result] = await Promise.allSettled([running]);
		return { log, result };
	}

	it('never works on two entries of a key at once, and keeps their order', async () => {
		await fc.assert(
			fc.asyncProperty(anyKeys, anyLimit, async (rows, limit) => {
				const keys = rows.map(({ key }) => key);
				const { log, result } = await runAll(
					keys,
					limit,
					rows.map(({ delays }) => delays),
				);
				expect(result).toMatchObject({ value: keys.map((_, index) => index) });
				for (const key of ['a', 'b', 'c']) {
					const own = keys.flatMap((other, index) => (other === key ? [index] : []));
					const seen = log.filter((line) => own.includes(Number(line.slice(1))));
					expect(seen).toEqual(own.flatMap((index) => [`+${index}`, `-${index}`]));
				}
			}),
		);
	});

	it('works on a free key however many entries wait for a taken one', async () => {
		const keys = [...Array<string>(12).fill('a'), ...Array<string>(12).fill('b')];
		const { log } = await runAll(keys, 8, Array<number>(24).fill(5));
		const started = log.filter((line) => line.startsWith('+')).map((line) => keys[+line.slice(1)]);
		expect(started.join('')).toBe(`a${'ab'.repeat(11)}b`);
	});

	it('starts nothing of a key after a failure in it', async () => {
		const { log, result } = await runAll(['b', 'a', 'a', 'a'], 8, [0, 3, 3, 3], 1);
		expect(log).toEqual(['+0', '-0', '+1', '-1']);
		expect(result).toMatchObject({ status: 'rejected', reason: new Error('entry 1') });
	});
});
