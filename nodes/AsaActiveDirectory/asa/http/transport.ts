import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { Endpoint } from './endpoints';
import { apiError, type FailedRequest } from './errors';
import { readDate, readFailure, type RequestFailure } from './failure';
import { Pace } from './pace';
import { hiderOf, secretsOf } from './redact';
import { maxWaitMs, retryDelay } from './retry';
import { wait } from './wait';

/** The credential type whose token authenticates every request. */
export const credentialType = 'oktaAsaApi';

/** Any of n8n's contexts that can send an authenticated request. */
export type NodeContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

export interface ClientSettings {
	/** Longest time for one request, in milliseconds. */
	timeoutMs?: number;
	/** Longest time for all requests and waits of this transport together, in milliseconds (a poll's budget). */
	budgetMs?: number;
}

/** What goes along with a request beside its path. */
export interface RequestData {
	query?: IDataObject;
	body?: object;
}

export interface ApiResponse {
	status: number;
	body: unknown;
	/** The API's own time from the Date header, in milliseconds since 1970 UTC. */
	date?: number;
	/** The Link header, or several of them, as it came. */
	link?: unknown;
}

/** Sends requests through n8n's helper: one at a time, again after passing faults, and slower near the limit. */
export class Transport {
	private readonly deadline: number;

	private readonly pace: Pace;

	private readonly signal?: AbortSignal;

	private hider?: { secrets: string; hide: (serverText: string) => string };

	/** Resolves once an answer has shown that the token holds; never where none does. */
	readonly answered: Promise<void>;

	private tellAnswered: () => void = () => undefined;

	/** @param secrets what must not stand in any error */
	constructor(
		private readonly context: NodeContext,
		private readonly secrets: string[],
		private readonly settings: ClientSettings,
	) {
		this.deadline = Date.now() + (settings.budgetMs ?? Infinity);
		this.pace = new Pace(settings.budgetMs);
		this.answered = new Promise((resolve) => {
			this.tellAnswered = resolve;
		});
		if ('getExecutionCancelSignal' in context) this.signal = context.getExecutionCancelSignal();
	}

	/**
	 * Sends one request, again after passing faults.
	 *
	 * @throws NodeApiError with `httpCode`, and `failure` saying whether waiting helps; NodeOperationError where
	 * the execution is cancelled
	 */
	async deliver(request: FailedRequest, url: string, data: RequestData): Promise<ApiResponse> {
		for (let attempt = 0; ; attempt++) {
			await this.keepPace();
			const answer = await this.attempt(request.endpoint, url, data);
			if (showsToken(answer)) this.tellAnswered();
			if ('headers' in answer) {
				this.pace.read(answer.headers);
				return readResponse(answer);
			}
			await this.pause(request, answer, attempt, data);
		}
	}

	/** Waits for this request's turn where the API's limit is near. */
	private async keepPace(): Promise<void> {
		const delay = this.pace.reserve(Date.now());
		if (delay > 0 && !(await wait(delay, this.signal))) throw this.cancelled();
	}

	/** One request; what n8n's helper throws comes back as what it says, free of secrets. */
	private async attempt(
		endpoint: Endpoint,
		url: string,
		{ query, body }: RequestData,
	): Promise<IN8nHttpFullResponse | RequestFailure> {
		if (this.timeLeft() <= 0) return { outOfTime: true };
		const options: IHttpRequestOptions = {
			method: endpoint.method,
			url,
			qs: query,
			body: body as IDataObject | undefined,
			json: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
			timeout: Math.min(this.settings.timeoutMs ?? 30_000, this.timeLeft()),
		};
		const { httpRequestWithAuthentication } = this.context.helpers;
		try {
			return (await httpRequestWithAuthentication.call(
				this.context,
				credentialType,
				options,
			)) as IN8nHttpFullResponse;
		} catch (error) {
			return readFailure(error);
		}
	}

	/** Waits before a retry, or throws where there must be none. */
	private async pause(
		request: FailedRequest,
		failure: RequestFailure,
		attempt: number,
		{ body }: RequestData,
	): Promise<void> {
		const delay = retryDelay(request.endpoint, failure, attempt, Math.random());
		const longest = Math.min(maxWaitMs, this.timeLeft());
		if (delay !== undefined && delay <= longest) {
			if (await wait(delay, this.signal)) return;
			throw this.cancelled();
		}
		const plainFailure = await this.withoutSecrets(failure, body);
		throw apiError(this.context.getNode(), request, plainFailure);
	}

	private cancelled(): NodeOperationError {
		return new NodeOperationError(this.context.getNode(), 'The execution was cancelled');
	}

	private async withoutSecrets(
		failure: RequestFailure,
		body: object = {},
	): Promise<RequestFailure> {
		const { message, name, credentialProblem } = failure;
		// The token may have been renewed since the client was opened.
		const credential = await this.context.getCredentials(credentialType).catch(() => ({}));
		const hide = this.hiderOf([...this.secrets, ...secretsOf(credential, body)]);
		const plain = (words?: string) => words && hide(words);
		return {
			...failure,
			message: plain(message),
			name: plain(name),
			credentialProblem: credentialProblem && {
				...credentialProblem,
				message: plain(credentialProblem.message) ?? '',
			},
		};
	}

	/** Most failures share their secrets, and a hider takes a millisecond to make [measured]. */
	private hiderOf(secrets: string[]): (serverText: string) => string {
		const joined = secrets.join('\n');
		if (this.hider?.secrets !== joined) this.hider = { secrets: joined, hide: hiderOf(secrets) };
		return this.hider.hide;
	}

	private timeLeft(): number {
		return this.deadline - Date.now();
	}
}

/** Whether ASA looked at the token and took it: it answered well, or found fault with the request alone. */
function showsToken(answer: IN8nHttpFullResponse | RequestFailure): boolean {
	return 'headers' in answer || [400, 403, 404, 409].includes(answer.status ?? 0);
}

function readResponse(answer: IN8nHttpFullResponse): ApiResponse {
	const { statusCode, body, headers } = answer;
	return { status: statusCode, body, date: readDate(headers), link: headers.link };
}
