import type { Failure } from 'n8n-workflow';
import { field, isWire, text } from './wire';

/** Why a request got no good answer, as far as it can be told. Holds no secret and no raw request. */
export interface RequestFailure {
	/** HTTP status; absent where no answer came. */
	status?: number;
	/** Code of the network fault, as in ECONNREFUSED; absent where an answer came. */
	networkCode?: string;
	/** Whether it was not sent any more, because the time of the poll or the picker was up. */
	outOfTime?: boolean;
	/** `nottype` of the error body: the API's name of the error. */
	name?: string;
	/** `message` of the error body. */
	message?: string;
	/** Whether the body is a JSON object, as ASA's are; a proxy answers HTML or text. */
	isObject?: boolean;
	/** Milliseconds that the API asks to wait. */
	retryAfterMs?: number;
	/** Why the credential could not be used, in the credential's own words. */
	credentialProblem?: { message: string; failure?: Failure };
}

interface HttpError extends Error {
	httpCode?: string | null;
	context?: { data?: unknown };
	cause?: Error & {
		code?: string;
		isAxiosError?: boolean;
		failure?: Failure;
		response?: { status?: number; headers?: Record<string, unknown>; data?: unknown };
	};
}

/**
 * Reads what n8n's request helper threw. The helper wraps axios' error; the answer is in its cause, and an
 * error thrown by the credential is the cause itself [measured]. In n8n 2.8 errors lose their cause [measured].
 */
export function readFailure(error: unknown): RequestFailure {
	const { cause, message } = error as HttpError;
	const response = cause?.response;
	// An answer that broke off in its middle has a good status and a code [measured].
	if (response?.status && !isGood(response.status))
		return readAnswer(response.status, response.headers ?? {}, response.data);
	if (typeof cause?.code === 'string') return { networkCode: cause.code };
	// A proxy that hangs up leaves no code [measured].
	if (cause?.isAxiosError) return { networkCode: 'no answer' };
	const { httpCode, context } = error as HttpError;
	if (!cause && httpCode) return readWithoutCause(httpCode, context?.data);
	return {
		credentialProblem: { message: cause?.message ?? message, failure: cause?.failure },
	};
}

/**
 * What is left without the cause. How long the API asks to wait stood in the headers, which are lost.
 *
 * @param code the status, or the code of the network fault where no answer came
 * @param body the body of the answer where it is a JSON object
 */
function readWithoutCause(code: string, body: unknown): RequestFailure {
	const status = Number(code);
	if (!Number.isInteger(status)) return { networkCode: code };
	return isGood(status) ? { networkCode: 'ERR_BAD_RESPONSE' } : readAnswer(status, {}, body);
}

function isGood(status: number): boolean {
	return status >= 200 && status < 300;
}

const networkFaults: Record<string, string> = {
	ECONNREFUSED: 'it refuses the connection',
	ENOTFOUND: 'there is no such host',
	EAI_AGAIN: "the host's name can't be looked up",
	EHOSTUNREACH: 'there is no way to it',
	ECONNABORTED: 'it took too long',
	ETIMEDOUT: 'it took too long',
	ECONNRESET: 'the connection was cut',
	ERR_BAD_RESPONSE: 'the answer broke off',
	EPROTO: 'no encrypted connection comes about',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another host',
};

/** A network fault in words. n8n puts a sentence of its own in place of messages that hold such a code [measured]. */
export function networkFaultInWords(code: string): string {
	return networkFaults[code] ?? `the connection failed: ${code.toLowerCase().replaceAll('_', ' ')}`;
}

/** Reads an answer that isn't a good one. The body may be anything: a proxy may answer HTML. */
export function readAnswer(
	status: number,
	headers: Record<string, unknown>,
	body: unknown,
): RequestFailure {
	const error = isWire(body) ? body : {};
	return {
		status,
		name: text(field(error, 'nottype')) ?? undefined,
		message: text(field(error, 'message')) ?? undefined,
		...(isWire(body) && { isObject: true }),
		retryAfterMs: status === 429 ? readRetryAfter(headers) : undefined,
	};
}

/**
 * Milliseconds until the time in X-RateLimit-Retry-At (unix seconds), measured on the API's own clock.
 * Source: docs/api-contract.md, "Paging, limits, errors".
 */
function readRetryAfter(headers: Record<string, unknown>): number | undefined {
	const retryAt = Number(headers['x-ratelimit-retry-at']) * 1_000;
	if (!Number.isFinite(retryAt) || retryAt <= 0) return undefined;
	return Math.max(0, retryAt - (readDate(headers) ?? Date.now()));
}

/** Milliseconds since 1970 UTC from the Date header, or undefined where it is absent or unreadable. */
export function readDate(headers: Record<string, unknown>): number | undefined {
	const time = Date.parse(String(headers.date ?? ''));
	return Number.isNaN(time) ? undefined : time;
}
