import { elapsedMs } from '../rig/fastTime.cts';
import type { SentRequest } from '../rig/networkLog.cts';
import type { OperationEvidence } from '../runs/operationRun.cts';

/** The Timeout of every request here, in milliseconds. */
const timeoutMs = 30_000;

/** What a busy machine may add to it. */
const slackMs = 30_000;

/** What was wrong with how long a run waited: for an answer, or until it came again. */
export function wrongWaits(evidence: OperationEvidence): string[] {
	const { sent, strikes } = evidence;
	return [
		...wrongRequestTimes(sent),
		...strikes.flatMap(({ fault }) => tooEarly(sent, fault.waitSeconds ?? 0)),
		...givenUp(evidence),
	];
}

/** Requests that outlast their Timeout, for example because their answers drip. */
export function wrongRequestTimes(sent: readonly SentRequest[]): string[] {
	const now = elapsedMs();
	return sent.flatMap(({ method, path, sentAt, durationMs = now - sentAt }) =>
		durationMs > timeoutMs + slackMs ? [`${method} ${path} took ${durationMs} ms`] : [],
	);
}

/** A request that is told to wait isn't sent again before; a date is cut to a whole second. */
function tooEarly(sent: readonly SentRequest[], waitSeconds: number): string[] {
	if (waitSeconds === 0) return [];
	return sent.flatMap((request, index) => {
		const { method, path, body, status, sentAt } = request;
		const isRefused = status === 429 || status === 503;
		const isSame = (other: SentRequest) =>
			other.method === method && other.path === path && other.body === body;
		// The error of a failed mint carries the wait of a 429 alone, and other items may mint meanwhile.
		if (path.endsWith('/service_token')) return [];
		const again = sent.slice(index + 1).find(isSame);
		if (!isRefused || !again || again.sentAt - sentAt >= (waitSeconds - 1) * 1_000) return [];
		return [`${method} ${path} was sent again after ${again.sentAt - sentAt} ms`];
	});
}

/** Where one request was told to wait for a moment, the run goes well; a write comes again after 429 alone. */
function givenUp({ sent, strikes, outcomes }: OperationEvidence): string[] {
	const [{ fault, lasts } = { fault: undefined, lasts: true }, ...others] = strikes;
	if (fault?.waitSeconds === undefined || lasts || others.length > 0) return [];
	const isRefusedWrite = sent.some(
		({ method, path, status }) =>
			status === 503 && method !== 'GET' && !path.endsWith('/service_token'),
	);
	if (isRefusedWrite) return [];
	return outcomes.flatMap(({ failure }) => (failure ? [`given up: ${failure}`] : []));
}
