import type { Failure } from 'n8n-workflow';
import type { Endpoint } from '../endpoints';
import { isJsonObject, readField, toText } from '../model/json';

/** A request, as far as errors may tell of it. */
export interface RequestInfo {
	endpoint: Endpoint;
	/** The origin that was asked. */
	origin: string;
	/** Whether a correction of the credential replaced the endpoint's path. */
	pathCorrected: boolean;
}

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
 * Reads what n8n's request helper threw. The helper wraps axios' error; the answer is in its cause, and an error
 * thrown by the credential is the cause itself. In n8n 2.8 errors lose their cause.
 * Source: docs/decisions.md, "What n8n's helper throws".
 */
export function readFailure(error: unknown): RequestFailure {
	const { cause, message } = error as HttpError;
	const response = cause?.response;
	// An answer that broke off in its middle has a good status and a code.
	if (response?.status && !isGood(response.status))
		return readAnswer(response.status, response.headers ?? {}, response.data);
	if (typeof cause?.code === 'string') return { networkCode: cause.code };
	// A proxy that hangs up leaves no code.
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
 * @param body the body of the answer if it is a JSON object
 */
function readWithoutCause(code: string, body: unknown): RequestFailure {
	const status = Number(code);
	if (!Number.isInteger(status)) return { networkCode: code };
	return isGood(status) ? { networkCode: 'ERR_BAD_RESPONSE' } : readAnswer(status, {}, body);
}

function isGood(status: number): boolean {
	return status >= 200 && status < 300;
}

const notTrusted = 'its certificate is not trusted';

/** Why a certificate is not accepted, in words. */
const certificateFaults: Record<string, string> = {
	CERT_HAS_EXPIRED: 'its certificate has expired',
	CERT_NOT_YET_VALID: 'its certificate is not valid yet',
	CERT_REVOKED: 'its certificate was revoked',
	CERT_SIGNATURE_FAILURE: notTrusted,
	CERT_UNTRUSTED: notTrusted,
	DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
	INVALID_CA: notTrusted,
	SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
	UNABLE_TO_GET_ISSUER_CERT: notTrusted,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
};

/** The code of a request that ended because the execution was cancelled; axios has one code for this and time-outs. */
export const cancelledCode = 'cancelled';

const networkFaults: Record<string, string> = {
	...certificateFaults,
	[cancelledCode]: 'the execution was cancelled',
	EAI_AGAIN: "the host name can't be resolved",
	ECONNABORTED: 'timed out',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut',
	EHOSTUNREACH: 'host unreachable',
	ENOTFOUND: 'host not found',
	EPROTO: 'TLS handshake failed',
	ERR_BAD_RESPONSE: 'the response was incomplete',
	ERR_CANCELED: 'timed out',
	ETIMEDOUT: 'timed out',
};

/** Whether a network fault says that the server's certificate isn't trusted: trying again can't help. */
export function isUntrusted(code: string | undefined): boolean {
	return code !== undefined && code in certificateFaults;
}

/** What to do about a certificate that isn't trusted. */
export const trustRemedy =
	'If a proxy or firewall presents its own certificate, make n8n trust its issuer with the environment variable NODE_EXTRA_CA_CERTS. Otherwise check the Base URL of the credential';

/** A network fault in words: n8n puts a sentence of its own in place of messages that hold such a code. */
export function networkFaultInWords(code: string): string {
	return networkFaults[code] ?? `the connection failed: ${code.toLowerCase().replaceAll('_', ' ')}`;
}

/** Reads an answer that isn't a good one. The body may be anything: a proxy may answer HTML. */
export function readAnswer(
	status: number,
	headers: Record<string, unknown>,
	body: unknown,
): RequestFailure {
	const error = isJsonObject(body) ? body : {};
	const textOf = (name: string) => toText(readField(error, name))?.slice(0, maxTextLength);
	return {
		status,
		name: textOf('nottype'),
		message: quotable(status, textOf('message')),
		...(isJsonObject(body) && { isObject: true }),
		retryAfterMs: [429, 503].includes(status) ? readRetryAfter(headers) : undefined,
	};
}

/** Far more of an error's text than a message shows: a server may send megabytes. */
const maxTextLength = 4_096;

/** A 401 may repeat the token that it refuses: only which capability is missing is quoted. */
function quotable(status: number, message: string | undefined): string | undefined {
	if (status !== 401) return message;
	return /^Missing capability: [\w.-]+$/.exec(message ?? '')?.[0];
}

/**
 * Milliseconds that the API asks to wait, measured on its own clock, from the first of its headers that makes sense.
 * Source: docs/api-contract.md, "Paging, limits, errors" (X-RateLimit-Retry-At: probable; Retry-After: RFC 9110,
 * section 10.2.3; X-RateLimit-Reset only says something if nothing is left).
 */
function readRetryAfter(headers: Record<string, unknown>): number | undefined {
	const nowAt = readDate(headers) ?? Date.now();
	const header = (name: string) => [headers[name] ?? ''].flat().map(String)[0].trim();
	const first = (name: string) => header(name).split(',')[0];
	const retryAfter = header('retry-after');
	const delays = [
		readUnixTime(first('x-ratelimit-retry-at')) - nowAt,
		/^\d/.test(retryAfter)
			? Number(retryAfter.split(',')[0]) * 1_000
			: Date.parse(retryAfter) - nowAt,
		Number(first('x-ratelimit-remaining') || NaN) === 0
			? readUnixTime(first('x-ratelimit-reset')) - nowAt
			: NaN,
	];
	const sensible = delays.find((delayMs) => delayMs > -maxLateMs && delayMs <= maxDelayMs);
	return sensible === undefined ? undefined : Math.max(0, sensible);
}

/** The limit is per hour: nothing asks for more than a day, and a time long past is no time to wait for. */
const maxDelayMs = 24 * 3_600_000;
const maxLateMs = 3_600_000;

/** A Unix time in milliseconds; one that is too large for seconds is in milliseconds already. */
function readUnixTime(text: string): number {
	const value = Number(text || NaN);
	return value > 1e11 ? value : value * 1_000;
}

/** Milliseconds since 1970 UTC from the Date header, or undefined if it is absent or unreadable. */
export function readDate(headers: Record<string, unknown>): number | undefined {
	const time = Date.parse(String(headers.date ?? ''));
	return Number.isNaN(time) ? undefined : time;
}

/** What an answer says of its failure, in one piece. */
export function said(failure: RequestFailure): string {
	const words = [failure.status, failure.name, failure.message];
	return words.filter((word) => word !== undefined && word !== '').join(', ');
}
