import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { redact } from '../../util/text';
import { secretsOf } from '../auth/session';
import { credentialType } from '../auth/target';
import type { Endpoint } from '../endpoints';
import { apiError } from './errors';
import {
	cancelledCode,
	readDate,
	readFailure,
	type RequestFailure,
	type RequestInfo,
} from './failure';
import { maxWaitMs, retryDelayMs, Throttle, wait } from './pacing';

/** Any of n8n's contexts that can send an authenticated request. */
export type NodeContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

export interface ClientSettings {
	/** Longest time for one request. */
	timeoutMs?: number;
	/** Longest time for all requests and waits of this transport together (a poll's budget). */
	budgetMs?: number;
}

/** What a request has besides its path. */
export interface RequestData {
	query?: IDataObject;
	body?: object;
}

export interface ApiResponse {
	status: number;
	body: unknown;
	/** The Link header, or several of them, as it came. */
	link?: unknown;
}

/** Sends requests through n8n's helper: again after transient faults, and slower near the limit. */
export class Transport {
	private readonly deadlineAt: number;

	private readonly throttle: Throttle;

	private readonly signal?: AbortSignal;

	/** The API's own time at the first answer, in milliseconds since 1970 UTC, if it said so. */
	apiTimeAt?: number;

	/** Resolves once an answer has shown that ASA accepts the token; never if none does. */
	readonly authConfirmed: Promise<void>;

	private confirmAuth: () => void = () => undefined;

	/** @param secrets what must not stand in any error */
	constructor(
		private readonly context: NodeContext,
		private readonly secrets: string[],
		private readonly settings: ClientSettings,
	) {
		this.deadlineAt = Date.now() + (settings.budgetMs ?? Infinity);
		this.throttle = new Throttle(settings.budgetMs);
		this.authConfirmed = new Promise((resolve) => {
			this.confirmAuth = resolve;
		});
		if ('getExecutionCancelSignal' in context) this.signal = context.getExecutionCancelSignal();
	}

	/**
	 * Sends one request, again after transient faults.
	 *
	 * @throws NodeApiError with `httpCode`, and `failure` saying whether waiting helps; NodeOperationError if the
	 * execution is cancelled
	 */
	async deliver(request: RequestInfo, url: string, data: RequestData): Promise<ApiResponse> {
		for (let attempt = 0; ; attempt++) {
			await this.wait(this.throttle.reserveMs(Date.now()));
			const answer = await this.attempt(request.endpoint, url, data);
			if (acceptsToken(answer)) this.confirmAuth();
			if ('headers' in answer) {
				this.throttle.read(answer.headers);
				this.apiTimeAt ??= readDate(answer.headers);
				const { statusCode, body, headers } = answer;
				return { status: statusCode, body, link: headers.link };
			}
			await this.pause(request, answer, attempt, data);
		}
	}

	/**
	 * Waits.
	 *
	 * @throws NodeOperationError if the execution is cancelled meanwhile
	 */
	async wait(delayMs: number, whatGoesOn?: string): Promise<void> {
		if (await wait(delayMs, this.signal)) return;
		const node = this.context.getNode();
		throw new NodeOperationError(node, 'The execution was cancelled', { description: whatGoesOn });
	}

	/** One request; what n8n's helper throws comes back as what it says, free of secrets. */
	private async attempt(
		endpoint: Endpoint,
		url: string,
		{ query, body }: RequestData,
	): Promise<IN8nHttpFullResponse | RequestFailure> {
		if (this.timeLeftMs() <= 0) return { outOfTime: true };
		const options: IHttpRequestOptions = {
			method: endpoint.method,
			url,
			qs: query,
			body: body as IDataObject | undefined,
			json: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
			timeout: Math.min(this.settings.timeoutMs ?? 30_000, this.timeLeftMs()),
		};
		const { httpRequestWithAuthentication } = this.context.helpers;
		try {
			return (await httpRequestWithAuthentication.call(
				this.context,
				credentialType,
				options,
			)) as IN8nHttpFullResponse;
		} catch (error) {
			const failure = readFailure(error);
			const isCancelled = this.signal?.aborted && failure.networkCode !== undefined;
			return isCancelled ? { networkCode: cancelledCode } : failure;
		}
	}

	/** Waits before a retry, or throws if there must be none. */
	private async pause(
		request: RequestInfo,
		failure: RequestFailure,
		attempt: number,
		{ body }: RequestData,
	): Promise<void> {
		const delayMs = retryDelayMs(request.endpoint, failure, attempt, Math.random());
		const longestMs = Math.min(maxWaitMs, this.timeLeftMs());
		if (delayMs !== undefined && delayMs <= longestMs) return await this.wait(delayMs);
		const plainFailure = await this.withoutSecrets(failure, body);
		throw apiError(this.context.getNode(), request, plainFailure);
	}

	private async withoutSecrets(
		failure: RequestFailure,
		body: object = {},
	): Promise<RequestFailure> {
		// The token may have been renewed since the client was opened.
		const credential = await this.context.getCredentials(credentialType).catch(() => ({}));
		const secrets = [...this.secrets, ...secretsOf(credential, body)];
		const { message, name, credentialProblem } = failure;
		return {
			...failure,
			message: message && redact(message, secrets),
			name: name && redact(name, secrets),
			credentialProblem: credentialProblem && {
				...credentialProblem,
				message: redact(credentialProblem.message, secrets),
			},
		};
	}

	private timeLeftMs(): number {
		return this.deadlineAt - Date.now();
	}
}

/** Whether ASA accepted the token: it answered well, or found fault with the request alone. */
function acceptsToken(answer: IN8nHttpFullResponse | RequestFailure): boolean {
	return 'headers' in answer || [400, 403, 404, 409].includes(answer.status ?? 0);
}
