import { CliError } from '../../../../support/cli/errors.cts';
import { pause, pollUntil, untilAborted, withTimeLimit } from '../../../../support/system/wait.cts';

const never = new AbortController().signal;

describe('pause', () => {
	it('ends with the reason of its signal, whether that is aborted before or meanwhile', async () => {
		const reason = new Error('interrupted');
		await expect(pause(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
		const controller = new AbortController();
		setTimeout(() => controller.abort(reason), 10);
		await expect(pause(60_000, controller.signal)).rejects.toBe(reason);
	});
});

describe('pollUntil', () => {
	it('asks until there is an answer, and stops when it is aborted', async () => {
		let asked = 0;
		const answer = async () => (++asked === 3 ? 'answer' : undefined);
		await expect(pollUntil(answer, 1)).resolves.toBe('answer');
		const reason = new Error('interrupted');
		const silent = async () => undefined;
		await expect(pollUntil(silent, 1, AbortSignal.abort(reason))).rejects.toBe(reason);
	});
});

describe('untilAborted', () => {
	it('throws the reason, whether the signal is aborted before or later', async () => {
		const reason = new Error('interrupted');
		await expect(untilAborted(AbortSignal.abort(reason))).rejects.toBe(reason);
		const later = new AbortController();
		setTimeout(() => later.abort(reason), 10);
		await expect(untilAborted(later.signal)).rejects.toBe(reason);
	});
});

describe('withTimeLimit', () => {
	const work = (signal: AbortSignal) => pause(60_000, signal);

	it('throws its message when the time is up', async () => {
		await expect(withTimeLimit(20, 'too late', never, work)).rejects.toThrow(
			new CliError('too late'),
		);
	});

	it('asks for its message only when the time is up', async () => {
		const message = jest.fn(async () => 'too late: 2 of 3');
		await withTimeLimit(1_000, message, never, async () => 1);
		expect(message).not.toHaveBeenCalled();
		await expect(withTimeLimit(20, message, never, work)).rejects.toThrow(
			new CliError('too late: 2 of 3'),
		);
	});

	it('throws the reason of the outer signal', async () => {
		const outer = new AbortController();
		const reason = new Error('interrupted');
		setTimeout(() => outer.abort(reason), 10);
		await expect(withTimeLimit(60_000, 'late', outer.signal, work)).rejects.toBe(reason);
		await expect(withTimeLimit(60_000, 'late', outer.signal, work)).rejects.toBe(reason);
	});

	it('gives what the work gives, and throws what it throws', async () => {
		await expect(withTimeLimit(1_000, 'late', never, async () => 1)).resolves.toBe(1);
		const failure = new Error('broken');
		await expect(withTimeLimit(1_000, 'late', never, () => Promise.reject(failure))).rejects.toBe(
			failure,
		);
	});
});
