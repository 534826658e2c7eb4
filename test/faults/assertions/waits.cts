import { elapsedMs } from '../../helpers/fastTime.cts';
import type { SentRequest } from '../rig/networkLog.cts';
import type { OperationEvidence } from '../runs/operationRun.cts';

/** The Timeout of every request in these cases. */
const timeoutMs = 30_000;

/** Allowance for a busy machine. */
const slackMs = 30_000;

/** Wrong waits of a run: for a response, or before a retry. */
export function wrongWaits(evidence: OperationEvidence): string[] {
	const { sent, injectedFaults } = evidence;
	return [
		...wrongRequestTimes(sent),
		...injectedFaults.flatMap(({ fault }) => tooEarly(sent, fault.waitSeconds ?? 0)),
		...givenUp(evidence),
	];
}

/** Requests that exceed their Timeout, for example because the response drips. */
export function wrongRequestTimes(sent: readonly SentRequest[]): string[] {
	const now = elapsedMs();
	return sent.flatMap(({ method, path, sentAt, durationMs = now - sentAt }) =>
		durationMs > timeoutMs + slackMs ? [`${method} ${path} took ${durationMs} ms`] : [],
	);
}

/** A retry must not be sent before the time that the response gave; a date is rounded down to a second. */
function tooEarly(sent: readonly SentRequest[], waitSeconds: number): string[] {
	if (waitSeconds === 0) return [];
	return sent.flatMap((request, index) => {
		const { method, path, body, status, sentAt } = request;
		const isRefused = status === 429 || status === 503;
		const isSame = (other: SentRequest) =>
			other.method === method && other.path === path && other.body === body;
		// The error of a failed mint has a wait only for 429, and other items may mint meanwhile.
		if (path.endsWith('/service_token')) return [];
		const retry = sent.slice(index + 1).find(isSame);
		if (!isRefused || !retry || retry.sentAt - sentAt >= (waitSeconds - 1) * 1_000) return [];
		return [`${method} ${path} was sent again after ${retry.sentAt - sentAt} ms`];
	});
}

/** A run must succeed if one request had to wait briefly. A write is retried only after 429. */
function givenUp({ sent, injectedFaults, outcomes }: OperationEvidence): string[] {
	const [{ fault, lasts } = { fault: undefined, lasts: true }, ...others] = injectedFaults;
	if (fault?.waitSeconds === undefined || lasts || others.length > 0) return [];
	const isRefusedWrite = sent.some(
		({ method, path, status }) =>
			status === 503 && method !== 'GET' && !path.endsWith('/service_token'),
	);
	if (isRefusedWrite) return [];
	return outcomes.flatMap(({ failure }) => (failure ? [`given up: ${failure}`] : []));
}
