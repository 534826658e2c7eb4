import { setTimeout } from 'node:timers/promises';
import { CliError } from '../cli/errors.cts';

/**
 * Waits, or ends early with the signal's reason.
 *
 * @throws the reason of `signal` once it is aborted
 */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
	try {
		await setTimeout(milliseconds, undefined, { signal });
	} catch (error) {
		signal?.throwIfAborted();
		throw error;
	}
}

/**
 * Asks again and again until there is an answer.
 *
 * @param ask answers undefined as long as there is none
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

/** Waits until a condition holds; see `pollUntil`. */
export async function waitUntil(
	condition: () => Promise<boolean>,
	everyMs: number,
	signal?: AbortSignal,
): Promise<void> {
	await pollUntil(async () => (await condition()) || undefined, everyMs, signal);
}

/** @throws the reason of `signal` once it is aborted */
export async function untilAborted(signal: AbortSignal): Promise<never> {
	return await new Promise((_resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
		if (signal.aborted) reject(signal.reason);
	});
}

/**
 * Does work that may take a limited time.
 *
 * @param message of the error when the time is up; a function is called then
 * @param work is given a signal that is aborted with `signal` or when the time is up
 * @throws CliError when the time is up, else what `work` throws
 */
export async function withTimeLimit<T>(
	limitMs: number,
	message: string | (() => string | Promise<string>),
	signal: AbortSignal,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const timeout = AbortSignal.timeout(limitMs);
	try {
		return await work(AbortSignal.any([signal, timeout]));
	} catch (error) {
		if (error !== timeout.reason) throw error;
		throw new CliError(typeof message === 'string' ? message : await message());
	}
}
