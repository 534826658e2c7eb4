import type { EndpointKey } from './endpoints.cts';

/** One request to the simulated API. Secrets are never in it. */
export interface LoggedRequest {
	/** Counted from 0 since the start or the last reset. */
	index: number;
	/** When it came: RFC 3339, virtual. */
	at: string;
	method: string;
	/** As sent, without the query. */
	path: string;
	query: Record<string, unknown>;
	/** Number of the contract's table, name of another endpoint, or null. */
	endpoint: EndpointKey | null;
	/** Which minted token came (1 is the first); null without one or with an unknown one. */
	token: number | null;
	authorization: 'none' | 'bearer' | 'other';
	/** Parsed; secrets replaced by REDACTED. */
	body: unknown;
	/** null while it is being answered or when the connection was cut without an answer. */
	status: number | null;
	/** Effects of the faults that applied to it. */
	faults: string[];
}

export interface RequestLog {
	add(request: Omit<LoggedRequest, 'index'>, keep: number): LoggedRequest;
	/** The requests whose index is greater than `after`; -1 gives all that are kept. */
	after(after: number): LoggedRequest[];
	/** How many came since the start or the last reset, kept or not. */
	total(): number;
	clear(): void;
}

/** Stands in the log where a secret stood; null and the empty string stay as they are. */
const redactedText = '<redacted>';

const secretFields = new Set(['service_account_password', 'key_secret', 'bearer_token']);

export function createRequestLog(): RequestLog {
	let requests: LoggedRequest[] = [];
	let total = 0;

	return {
		add(request, keep) {
			const logged = { index: total, ...request };
			total += 1;
			requests.push(logged);
			// Cutting rarely keeps adding cheap.
			if (requests.length > keep * 2) requests = requests.slice(requests.length - keep);
			return logged;
		},
		after: (after) => requests.filter(({ index }) => index > after),
		total: () => total,
		clear() {
			requests = [];
		},
	};
}

/** @returns a copy of a request's body without the secrets in it, at any depth */
export function withoutSecrets(body: unknown): unknown {
	if (Array.isArray(body)) return body.map(withoutSecrets);
	if (typeof body !== 'object' || body === null) return body;
	return Object.fromEntries(
		Object.entries(body).map(([name, value]) => [
			name,
			secretFields.has(name) ? redacted(value) : withoutSecrets(value),
		]),
	);
}

function redacted(value: unknown): unknown {
	return value === null || value === '' ? value : redactedText;
}
