import { sleep } from 'n8n-workflow';

/** The longest time until a cancelled execution is noticed, in milliseconds. */
const sliceMs = 1_000;

/**
 * Waits in slices of at most a second, so that a cancelled execution isn't kept (n8n's own sleep takes an
 * abort signal in some versions and ignores it in others [measured]). The slices are counted, not read from
 * the clock, which may be set meanwhile.
 *
 * @returns whether the whole time passed; false where the signal was given
 */
export async function wait(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
	for (let left = milliseconds; left > 0 && !signal?.aborted; left -= sliceMs) {
		await sleep(Math.min(left, sliceMs));
	}
	return !signal?.aborted;
}
