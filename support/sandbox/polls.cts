import type { LoggedRequest } from '../../sandbox/requestLog.cts';
import { pollUntil } from '../system/wait.cts';
import type { SandboxControl } from './sandboxControl.cts';

/** A poll lists all connections first; the probe of a new token asks for one. */
export function isPoll({ endpoint, query }: LoggedRequest): boolean {
	return endpoint === 1 && query.count !== '1';
}

/** A request at the beginning of a poll: the list, or the probe of a token that must be minted first. */
export function isBeginning({ endpoint }: LoggedRequest): boolean {
	return endpoint === 1;
}

/**
 * Waits until that many polls have begun after now.
 *
 * @param counts the requests that are counted
 * @returns when the last of them began, in milliseconds of the virtual clock: it sees every run that
 * ended before
 */
export async function untilPolls(
	sandbox: SandboxControl,
	count: number,
	signal: AbortSignal,
	counts = isPoll,
): Promise<number> {
	const before = (await sandbox.requests()).at(-1)?.index ?? -1;
	const lastPoll = async () => (await sandbox.requests(before)).filter(counts)[count - 1];
	return Date.parse((await pollUntil(lastPoll, 200, signal)).at);
}
