import { inOrder } from '../../../../nodes/AsaActiveDirectory/api/inOrder';
import { Lanes } from '../../../../nodes/AsaActiveDirectory/resources/lanes';

const pause = (milliseconds: number) =>
	new Promise((resolve) => {
		setTimeout(resolve, milliseconds);
	});

/** Runs entries as the node does, eight at a time, and tells in which order they began and ended. */
async function runAll(entries: string[], lanes: Lanes, fails: number[] = []) {
	const log: string[] = [];
	const results = await Promise.allSettled([
		inOrder(entries, 8, async (lane, index) =>
			lanes
				.take(lane || undefined, async () => {
					log.push(`+${index}`);
					await pause(entries.length - index);
					log.push(`-${index}`);
					if (fails.includes(index)) throw new Error(`entry ${index}`);
				})
				.catch((error: Error) => {
					if (!fails.includes(-1)) throw error;
				}),
		),
	]);
	return { log, result: results[0] };
}

it('keeps the order of work in a lane', async () => {
	const { log } = await runAll(['a', 'a', 'a', 'a'], new Lanes(true));
	expect(log).toEqual(['+0', '-0', '+1', '-1', '+2', '-2', '+3', '-3']);
});

it('does work of different lanes, and of none, at the same time', async () => {
	const { log } = await runAll(['a', 'b', 'c', '', ''], new Lanes(true));
	expect(log.slice(2, 6).sort()).toEqual(['+1', '+2', '+3', '+4']);
});

it('gives up work that waits where the work before it failed', async () => {
	const { log, result } = await runAll(['b', 'a', 'a', 'a'], new Lanes(true), [1]);
	expect(log).toEqual(['+0', '-0', '+1', '-1']);
	expect(result).toMatchObject({ status: 'rejected', reason: new Error('entry 1') });
});

it('goes on after a failure where that is wanted', async () => {
	const { log, result } = await runAll(['b', 'a', 'a', 'a'], new Lanes(false), [1, -1]);
	expect(log).toEqual(['+0', '-0', '+1', '-1', '+2', '-2', '+3', '-3']);
	expect(result.status).toBe('fulfilled');
});
