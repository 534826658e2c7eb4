/**
 * Waits, or ends early with the signal's reason.
 *
 * @param milliseconds how long to wait
 * @throws the reason of `signal` once it is aborted
 */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		if (signal?.aborted) return reject(signal.reason);
		const aborted = () => {
			clearTimeout(timer);
			reject(signal?.reason);
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener('abort', aborted);
			resolve();
		}, milliseconds);
		signal?.addEventListener('abort', aborted, { once: true });
	});
}

/**
 * Asks again and again until there is an answer.
 *
 * @param ask answers undefined as long as there is nothing yet
 * @param everyMs milliseconds between two questions
 * @throws what `ask` throws, and the reason of `signal` once it is aborted
 */
export async function pollUntil<T>(
	ask: () => Promise<T | undefined>,
	everyMs: number,
	signal?: AbortSignal,
): Promise<T> {
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		await pause(everyMs, signal);
	}
}
