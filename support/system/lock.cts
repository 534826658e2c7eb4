import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { pause } from './wait.cts';

/** How often the holder touches its lock. */
const heartbeatIntervalMs = 2_000;
/** A lock that was not touched for this long has lost its holder. */
const staleAfterMs = 20_000;

export interface LockSettings {
	signal?: AbortSignal;
	/** Called once, when another process holds the lock. */
	onWait?: () => void;
	heartbeatMs?: number;
	staleMs?: number;
}

/**
 * Does work under a lock file that only one process can hold, on this machine or any that shares the
 * folder. The holder keeps its lock alive: one left behind by a killed process is taken over.
 *
 * @throws what `work` throws; the reason of `signal` when it is aborted while waiting
 */
export async function withLock<T>(
	lockFile: string,
	work: () => Promise<T>,
	settings: LockSettings = {},
): Promise<T> {
	const { heartbeatMs = heartbeatIntervalMs } = settings;
	const token = await acquire(lockFile, settings);
	const heartbeat = setInterval(() => {
		const now = new Date();
		utimes(lockFile, now, now).catch(() => undefined);
	}, heartbeatMs);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		if ((await tokenIn(lockFile)) === token) await rm(lockFile, { force: true });
	}
}

async function acquire(lockFile: string, settings: LockSettings): Promise<string> {
	const { signal, onWait, heartbeatMs = heartbeatIntervalMs, staleMs = staleAfterMs } = settings;
	const token = `${process.pid} ${randomUUID()}`;
	for (let attempt = 0; ; attempt++) {
		signal?.throwIfAborted();
		if (await create(lockFile, token)) return token;
		if (attempt === 0) onWait?.();
		await removeIfStale(lockFile, staleMs);
		await pause(Math.min(heartbeatMs, 500), signal);
	}
}

async function create(lockFile: string, token: string): Promise<boolean> {
	try {
		await writeFile(lockFile, token, { flag: 'wx' });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/**
 * Moves a stale lock away before deleting it: of several processes that find it stale, one succeeds.
 * One that is late, and has moved the new holder's lock instead, puts it back.
 */
async function removeIfStale(lockFile: string, staleMs: number): Promise<void> {
	try {
		if (await isFresh(lockFile, staleMs)) return;
		const aside = `${lockFile}.${randomUUID()}`;
		await rename(lockFile, aside);
		if (await isFresh(aside, staleMs)) await link(aside, lockFile);
		await rm(aside, { force: true });
	} catch (error) {
		const { code = '' } = error as NodeJS.ErrnoException;
		if (!['ENOENT', 'EEXIST'].includes(code)) throw error;
	}
}

async function isFresh(file: string, staleMs: number): Promise<boolean> {
	return Date.now() - (await stat(file)).mtimeMs < staleMs;
}

async function tokenIn(lockFile: string): Promise<string | undefined> {
	return await readFile(lockFile, 'utf8').catch(() => undefined);
}
