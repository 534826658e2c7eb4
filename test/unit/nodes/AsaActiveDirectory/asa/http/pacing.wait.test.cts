import { wait } from '../../../../../../nodes/AsaActiveDirectory/asa/http/pacing';

beforeEach(() => {
	jest.useFakeTimers();
});

afterEach(() => {
	jest.useRealTimers();
});

/** Whether a wait has ended, and with what. */
function watch(promise: Promise<boolean>): { result?: boolean } {
	const seen: { result?: boolean } = {};
	void promise.then((result) => (seen.result = result));
	return seen;
}

describe('wait', () => {
	it.each([1, 999, 1_000, 1_001, 59_999])('waits %i ms, no less and no more', async (time) => {
		const seen = watch(wait(time));
		await jest.advanceTimersByTimeAsync(time - 1);
		expect(seen.result).toBeUndefined();
		await jest.advanceTimersByTimeAsync(1);
		expect(seen.result).toBe(true);
	});

	it.each([0, -5])('does not wait %i ms', async (time) => {
		await expect(wait(time)).resolves.toBe(true);
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([0, 1, 500, 30_250])('ends within a second when cancelled after %i ms', async (time) => {
		const execution = new AbortController();
		const seen = watch(wait(60_000, execution.signal));
		await jest.advanceTimersByTimeAsync(time);
		expect(seen.result).toBeUndefined();
		execution.abort();
		await jest.advanceTimersByTimeAsync(1_000);
		expect(seen.result).toBe(false);
		expect(jest.getTimerCount()).toBe(0);
	});

	it.each([-3_600_000, 3_600_000])(
		'waits as long when the clock is set by %i ms meanwhile',
		async (step) => {
			const seen = watch(wait(5_000));
			await jest.advanceTimersByTimeAsync(1_500);
			jest.setSystemTime(Date.now() + step);
			await jest.advanceTimersByTimeAsync(3_499);
			expect(seen.result).toBeUndefined();
			await jest.advanceTimersByTimeAsync(1);
			expect(seen.result).toBe(true);
		},
	);

	it('does not begin if the execution was cancelled before', async () => {
		await expect(wait(60_000, AbortSignal.abort())).resolves.toBe(false);
		expect(jest.getTimerCount()).toBe(0);
	});
});
