import { NodeApiError, type Failure, type INode, type NodeOperationError } from 'n8n-workflow';
import { credentialOf } from '../auth/target';
import { endpointOf, lastParameter, pathCorrection, type EndpointName } from '../endpoints';
import {
	isUntrusted,
	networkFaultInWords,
	said,
	trustRemedy,
	type RequestFailure,
	type RequestInfo,
} from './failure';
import { maxWaitMs } from './pacing';

/** A failure in words: what happened, and what to do now. */
interface Explanation {
	message: string;
	description: string;
	failure?: Failure;
}

const uncertainWrite =
	'The request may or may not have been carried out, so it was not sent again. Check the object in ASA before you run this again';

/**
 * The error for a request that got no good answer. It is built from words alone: n8n stores errors with
 * the execution, and the one its helper throws carries the request with its Authorization header.
 */
export function apiError(node: INode, request: RequestInfo, failure: RequestFailure): NodeApiError {
	const httpCode = failure.status ? String(failure.status) : undefined;
	const error = inWords(node, { ...explain(node, request, failure), httpCode });
	error.context.isOutOfTime = failure.outOfTime === true;
	error.context.pathCorrected = request.pathCorrected;
	return error;
}

/** The same error for another item, for items that fail by one error: n8n reads the item's index from it. */
export function copyOf(error: NodeApiError): NodeApiError {
	const { message, description, httpCode, failure, context } = error;
	const words = {
		message,
		description: description ?? '',
		httpCode: httpCode ?? undefined,
		failure,
	};
	const copy = inWords(error.node, words);
	copy.context.pathCorrected = context.pathCorrected;
	return copy;
}

function inWords(node: INode, words: Explanation & { httpCode?: string }): NodeApiError {
	const error = new NodeApiError(node, {}, { ...words });
	// n8n replaces messages that happen to contain the code of a network fault.
	error.message = words.message;
	error.messages = [];
	// n8n 2.8 doesn't take it as an option (docs/decisions.md, "What n8n's helper throws").
	error.failure = words.failure;
	return error;
}

/** Whether an error says that a request wasn't sent because the time for all of them was up. */
export function isOutOfTime(error: unknown): boolean {
	return error instanceof NodeApiError && error.context.isOutOfTime === true;
}

/** Whether an error says that the token itself is refused or lacks a role: no other request will fare better. */
export function isCredentialError(error: unknown): boolean {
	return error instanceof NodeApiError && error.failure?.cause === 'credential-invalid';
}

const transientCauses: unknown[] = ['rate-limited', 'quota-exhausted', 'temporarily-unavailable'];

/** Whether an error is transient: the same request may well succeed later. */
export function isTransient(error: unknown): boolean {
	return error instanceof NodeApiError && transientCauses.includes(error.failure?.cause);
}

/** Whether an error is the API's answer that something doesn't exist: an object, or a path that isn't sure. */
export function isNotFound(error: unknown): boolean {
	return error instanceof NodeApiError && error.httpCode === '404' && !isTransient(error);
}

/** Whether an error is the API's answer that an object doesn't exist, on a certain path. */
export function isObjectMissing(error: unknown): boolean {
	return isNotFound(error) && (error as NodeApiError).context.pathCorrected !== true;
}

/** What a request answers, or undefined if the API says that the object doesn't exist. */
export async function catchNotFound<Result>(
	request: Promise<Result>,
	isMissing = isObjectMissing,
): Promise<Result | undefined> {
	try {
		return await request;
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw asNodeError(error);
	}
}

/** How long ASA asks to wait after a transient error, in milliseconds, 0 if it doesn't say; undefined for any other error. */
export function transientWaitMs(error: unknown): number | undefined {
	if (!isTransient(error)) return undefined;
	const failure: { cause?: string; retryAfterMs?: number } | undefined = asNodeError(error).failure;
	return failure?.retryAfterMs ?? 0;
}

/** An error that was caught, to be thrown on as it is: n8n's lint lets a catch throw nothing but its own errors. */
export function asNodeError(error: unknown): NodeApiError | NodeOperationError {
	return error as NodeApiError | NodeOperationError;
}

/** The error of an object that ASA still answers, and says was deleted: the same as of one that it doesn't know. */
export function deletedObject(node: INode, name: EndpointName): NodeApiError {
	const endpoint = endpointOf(name);
	return inWords(node, {
		message: `${endpoint.what}: the object was deleted`,
		description: `Check the parameter '${lastParameter(endpoint)}': choose it from the list again`,
		httpCode: '404',
		failure: { cause: 'configuration-invalid' },
	});
}

function explain(node: INode, request: RequestInfo, failure: RequestFailure): Explanation {
	if (failure.credentialProblem) {
		return {
			message: failure.credentialProblem.message,
			description: `After fixing this, open ${credentialOf(node)} and save it, so that n8n tests it`,
			failure: failure.credentialProblem.failure ?? { cause: 'credential-invalid' },
		};
	}
	if (failure.outOfTime) return explainLackOfTime(request);
	if (failure.networkCode) return explainNetworkFault(request, failure.networkCode);
	const status = failure.status ?? 0;
	if (status >= 300 && status < 400) return explainRedirect(request, status);
	if (status === 401) return explainUnauthorized(request, failure);
	if (status === 404) return explainNotFound(request, failure);
	if (status === 429) return explainRateLimit(request, failure);
	if (status >= 500) return explainServerFault(request, failure);
	return explainRefusal(request, failure, status);
}

function explainLackOfTime({ endpoint }: RequestInfo): Explanation {
	return {
		message: `${endpoint.what}: time budget exceeded`,
		description:
			'ASA responds too slowly for this number of connections, or its rate limit is almost reached. Choose fewer connections, or poll less often',
		failure: { cause: 'temporarily-unavailable' },
	};
}

function explainNetworkFault({ endpoint, origin }: RequestInfo, code: string): Explanation {
	const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(code);
	const isWrite = endpoint.method !== 'GET';
	const message = `${endpoint.what}: no response from ${origin}: ${networkFaultInWords(code)}`;
	if (isUntrusted(code)) {
		return { message, description: trustRemedy, failure: { cause: 'configuration-invalid' } };
	}
	return {
		message,
		description:
			isWrite && !neverSent
				? uncertainWrite
				: 'Check the Base URL of the credential, and that this n8n can reach it, then run this again',
		failure: { cause: 'temporarily-unavailable' },
	};
}

function explainRedirect({ endpoint, origin }: RequestInfo, status: number): Explanation {
	return {
		message: `${endpoint.what}: ${origin} returned a redirect (${status}), which is not followed`,
		description:
			'The team token is only sent to the Base URL. Enter the URL of the API itself as the Base URL of the credential',
		failure: { cause: 'configuration-invalid' },
	};
}

function explainUnauthorized({ endpoint }: RequestInfo, failure: RequestFailure): Explanation {
	const lacksRole = failure.name === 'authorization_error';
	return {
		message: lacksRole
			? `${endpoint.what}: the service user lacks a role (${said(failure)})`
			: `${endpoint.what}: Okta rejected the team token (${said(failure)})`,
		description: lacksRole
			? "In ASA's dashboard, add the service user of the credential to a group that has the team role Admin (access_admin)"
			: 'The token has expired, was revoked or belongs to another team. Check key, token and Team Name in the credential and save it, so that n8n tests it',
		failure: { cause: 'credential-invalid' },
	};
}

function explainNotFound(request: RequestInfo, failure: RequestFailure): Explanation {
	const { endpoint, pathCorrected, origin } = request;
	// Where the path is sure, only ASA's own answer tells that an object is gone.
	if (endpoint.certainty === 'certain' && !pathCorrected && !failure.isObject) {
		return {
			message: `${endpoint.what}: the response is not from ASA (404 without its JSON)`,
			description: `Check the Base URL ${origin} of the credential, and whether a proxy responds instead`,
			failure: { cause: 'temporarily-unavailable' },
		};
	}
	const { status, name } = failure;
	return {
		message: `${endpoint.what}: not found (${said({ status, name })})`,
		description: [wayOutOfNotFound(request), ...reasonOfNotFound(failure)].join('. '),
		failure: { cause: 'configuration-invalid' },
	};
}

/** What Okta says of a missing object. A text with the requested path is left out: n8n's panel would cut it off. */
function reasonOfNotFound({ message }: RequestFailure): string[] {
	return message && !message.includes('/v1/') ? [`Okta's response: ${message}`] : [];
}

function wayOutOfNotFound({ endpoint, pathCorrected }: RequestInfo): string {
	const subject = lastParameter(endpoint);
	if (pathCorrected) {
		return `Check the parameter '${subject}' and the path in the credential under Path Corrections`;
	}
	if (endpoint.certainty !== 'certain') {
		return `Check the parameter '${subject}'. If it is correct, the path may be wrong, because Okta has not published it. ${pathCorrection(endpoint)}`;
	}
	if (subject === 'Team Name') {
		return 'Check Team Name and Base URL of the credential and save it, so that n8n tests it';
	}
	return `Check the parameter '${subject}': the object may have been deleted, or updated under a new ID. Choose it from the list again`;
}

function explainRateLimit({ endpoint }: RequestInfo, failure: RequestFailure): Explanation {
	const { retryAfterMs } = failure;
	const seconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000);
	return {
		message: `${endpoint.what}: rate limit reached (429)`,
		description:
			seconds === undefined
				? "ASA allows 10,000 requests per hour and user. Try again later, or lower 'Concurrent Requests' in Options"
				: `ASA allows 10,000 requests per hour and user, and accepts the next in ${seconds} s; this node waits at most ${maxWaitMs / 1000} s. Try again later, or run this less often`,
		failure: { cause: 'rate-limited', retryAfterMs },
	};
}

function explainServerFault({ endpoint }: RequestInfo, failure: RequestFailure): Explanation {
	const isWrite = endpoint.method !== 'GET';
	return {
		message: `${endpoint.what}: Okta returned a server error (${said(failure)})`,
		description: isWrite
			? uncertainWrite
			: "Try again later. If the error persists, see Okta's status page",
		failure: { cause: 'temporarily-unavailable', retryAfterMs: failure.retryAfterMs },
	};
}

const refusals: Record<number, string> = {
	400: 'Correct the values named in the message; the descriptions of the fields say what is valid',
	403: "The team or its quota does not allow this. Ask the team's administrator in Okta",
	407: 'The proxy is between n8n and Okta. Check the proxy settings of n8n',
	409: 'Choose another value, use Create or Update, or find the conflicting object',
	415: 'The URL does not accept JSON. Check Base URL and Path Corrections of the credential',
};

function explainRefusal(
	{ endpoint }: RequestInfo,
	failure: RequestFailure,
	status: number,
): Explanation {
	const isProxy = status === 407;
	return {
		message: isProxy
			? `${endpoint.what}: a proxy requires a sign-in (407)`
			: `${endpoint.what}: Okta rejected the request (${said(failure)})`,
		description:
			refusals[status] ?? 'Check the values of this operation and the Base URL of the credential',
		failure: { cause: 'configuration-invalid' },
	};
}

/** The error for an answer with a good status that isn't what the API's contract promises. */
export function unexpectedAnswer(node: INode, request: RequestInfo, found: string): NodeApiError {
	const { endpoint, origin } = request;
	const message = `${endpoint.what}: the response is not from ASA (${found})`;
	const description = `Check the Base URL ${origin} of the credential, and whether a proxy responds instead${
		endpoint.method === 'GET'
			? ''
			: '. The request may have been carried out: check the object first'
	}`;
	const failure: Failure = { cause: 'temporarily-unavailable' };
	return inWords(node, { message, description, failure });
}
