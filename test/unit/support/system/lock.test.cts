import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../../../../support/system/lock.cts';
import { pause } from '../../../../support/system/wait.cts';

describe('withLock', () => {
	let folder: string;
	let file: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'lock-test-'));
		file = join(folder, 'some.lock');
	});

	afterEach(() => rm(folder, { recursive: true }));

	it('lets one work at a time', async () => {
		let atWork = 0;
		let most = 0;
		const work = async () => {
			most = Math.max(most, ++atWork);
			await pause(30);
			atWork--;
		};
		const settings = { heartbeatMs: 5, staleMs: 2_000 };
		await Promise.all([1, 2, 3, 4].map(() => withLock(file, work, settings)));
		expect(most).toBe(1);
		expect(existsSync(file)).toBe(false);
	});

	it('gives the lock back when the work fails', async () => {
		const work = () => Promise.reject(new Error('broken'));
		await expect(withLock(file, work)).rejects.toThrow('broken');
		expect(existsSync(file)).toBe(false);
	});

	it('takes over a lock whose holder is gone', async () => {
		await writeFile(file, 'another process');
		const longAgo = new Date(Date.now() - 60_000);
		await utimes(file, longAgo, longAgo);
		await expect(withLock(file, () => Promise.resolve('done'))).resolves.toBe('done');
	});

	it('waits for a holder that is alive, says so once, and stops waiting when it is aborted', async () => {
		await writeFile(file, 'another process');
		const onWait = jest.fn();
		const waiting = withLock(file, () => Promise.resolve(), {
			signal: AbortSignal.timeout(100),
			onWait,
			heartbeatMs: 10,
		});
		await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
		expect(onWait).toHaveBeenCalledTimes(1);
		expect(existsSync(file)).toBe(true);
	});

	it('keeps a lock fresh through work that takes longer than a lock lives', async () => {
		const settings = { heartbeatMs: 10, staleMs: 100 };
		const order: string[] = [];
		const first = withLock(file, () => pause(400).then(() => order.push('first')), settings);
		await pause(50);
		const second = withLock(file, () => Promise.resolve(order.push('second')), settings);
		await Promise.all([first, second]);
		expect(order).toEqual(['first', 'second']);
	});
});
