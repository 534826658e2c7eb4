import { sleep } from 'n8n-workflow';

/**
 * Waits in slices of at most a second, so that a cancelled execution isn't kept (n8n's own sleep takes an
 * abort signal in some versions and ignores it in others [measured]).
 *
 * @returns whether the whole time passed; false where the signal was given
 */
export async function wait(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
	const end = Date.now() + milliseconds;
	while (!signal?.aborted) {
		const left = end - Date.now();
		if (left <= 0) return true;
		await sleep(Math.min(left, 1_000));
	}
	return false;
}
