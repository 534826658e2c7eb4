import { untilAborted, withDeadline } from '../../../../support/cli/interruption.cts';
import { pause } from '../../../../support/system/wait.cts';

describe('withDeadline', () => {
	it('is aborted with its reason when the time is up', async () => {
		const reason = new Error('too late');
		const { signal } = withDeadline(new AbortController().signal, 20, reason);
		await expect(pause(5_000, signal)).rejects.toBe(reason);
	});

	it('is aborted with the outer signal and its reason', async () => {
		const outer = new AbortController();
		const { signal, clear } = withDeadline(outer.signal, 60_000, new Error('too late'));
		const reason = new Error('interrupted');
		setTimeout(() => outer.abort(reason), 10);
		await expect(pause(5_000, signal)).rejects.toBe(reason);
		clear();
	});

	it('is aborted at once where the outer signal is already', () => {
		const reason = new Error('interrupted');
		const { signal, clear } = withDeadline(AbortSignal.abort(reason), 60_000, new Error('late'));
		expect(signal.reason).toBe(reason);
		clear();
	});

	it('stays quiet after it was cleared', async () => {
		const { signal, clear } = withDeadline(new AbortController().signal, 20, new Error('late'));
		clear();
		await pause(50);
		expect(signal.aborted).toBe(false);
	});
});

describe('untilAborted', () => {
	it('throws the reason, whether the signal is aborted already or later', async () => {
		const reason = new Error('interrupted');
		await expect(untilAborted(AbortSignal.abort(reason))).rejects.toBe(reason);
		const later = new AbortController();
		setTimeout(() => later.abort(reason), 10);
		await expect(untilAborted(later.signal)).rejects.toBe(reason);
	});
});
