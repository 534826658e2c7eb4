import axios, { isAxiosError, type AxiosResponse } from 'axios';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { readTarget } from '../nodes/AsaActiveDirectory/asa/auth/target';
import { Requests } from '../nodes/AsaActiveDirectory/asa/http/requests';
import { Transport, type NodeContext } from '../nodes/AsaActiveDirectory/asa/http/transport';
import { endpointOf, type EndpointName } from '../nodes/AsaActiveDirectory/asa/endpoints';
import { openSession } from '../nodes/AsaActiveDirectory/asa/auth/mint';
import { fillPath, type PathParameters } from '../nodes/AsaActiveDirectory/asa/auth/target';
import { authenticate } from '../nodes/AsaActiveDirectory/asa/auth/session';
import { assess, expectedAnswers } from './expectedAnswers.cts';
import { isJsonObject, readField, type JsonObject } from './json.cts';
import type { Attempt, Exchange } from './record.cts';

interface TeamSettings {
	/** Longest time for one request, in milliseconds. */
	timeoutMs: number;
	/** How many requests may be sent, retries and minting counted. */
	maxRequests: number;
	/** Ends what is under way; its reason is thrown. */
	signal: AbortSignal;
	/** Gets one line per request, without private data. */
	log: (line: string) => void;
}

/** What a call sends beside the ids in its path. */
export interface CallOptions {
	query?: IDataObject;
	body?: object;
	/** Another path template than the endpoint table's, as a Path Correction has it. */
	path?: string;
	/** Most pages to read of a list; 1 by default. */
	pages?: number;
}

/** Stands for a request that was never sent. */
const noExchange: Exchange = { headers: {}, body: undefined };

/** The requests that may be sent are used up. */
export class LimitReached extends Error {
	override name = 'LimitReached';

	constructor(maxRequests: number) {
		super(`The limit of ${maxRequests} requests was reached`);
	}
}

/**
 * A team, called by the node's own client one request at a time, with a record of every answer. It does what n8n
 * does in a workflow: sends over axios, stores the token and renews it after a 401.
 */
export class Team {
	readonly attempts: Attempt[] = [];

	/** What minting answered, newest last. */
	readonly mints: Exchange[] = [];

	/** Requests sent so far. */
	sent = 0;

	private exchanges: Exchange[] = [];

	/** What the current request is for, in words of the endpoint table. */
	private purpose = '';

	/** Set once a request was refused because of the limit. */
	private limitReached?: LimitReached;

	constructor(
		private readonly credential: ICredentialDataDecryptedObject,
		private readonly settings: TeamSettings,
	) {}

	/**
	 * Mints a token and tries it, as the credential's test does.
	 *
	 * @throws UserError saying which part of the credential is wrong and what to do
	 */
	async signIn(): Promise<void> {
		const { purpose } = this;
		this.purpose = 'Sign in';
		const send = async (options: IHttpRequestOptions) => await this.send(options, this.mints);
		try {
			this.credential.sessionToken = await openSession(send, this.credential);
		} finally {
			this.purpose = purpose;
			this.throwIfStopped();
		}
	}

	/**
	 * Calls one endpoint and assesses the answer; a rejected or missing one is an assessment and no error.
	 *
	 * @throws LimitReached, or the reason of the signal
	 */
	async call(
		endpoint: EndpointName,
		parameters: PathParameters = {},
		options: CallOptions = {},
	): Promise<Attempt> {
		const { query = {}, path = endpointOf(endpoint).path } = options;
		this.exchanges = [];
		this.purpose = endpointOf(endpoint).what;
		const { timeoutMs } = this.settings;
		const requests = this.requests(endpoint, options.path, timeoutMs);
		const [reading] = await Promise.allSettled([read(requests, endpoint, parameters, options)]);
		this.throwIfStopped();
		const { exchanges } = this;
		const isRead = reading.status === 'fulfilled';
		const items = isRead ? reading.value : [];
		const assessment = assess(endpoint, exchanges.at(-1) ?? noExchange, isRead);
		const attempt = { endpoint, path, query, parameters, exchanges, items, ...assessment };
		this.attempts.push(attempt);
		return attempt;
	}

	/**
	 * Sends a GET to an address that no endpoint of the table answers. It is no attempt at an endpoint.
	 *
	 * @param purpose what for, in a few words
	 * @throws LimitReached, or the reason of the signal
	 */
	async probe(
		purpose: string,
		template: string,
		parameters: PathParameters = {},
	): Promise<Exchange> {
		this.exchanges = [];
		this.purpose = purpose;
		const { origin, team } = readTarget(this.credential);
		const url = `${origin}${fillPath(template, { ...parameters, team })}`;
		await Promise.allSettled([this.sendWithToken({ method: 'GET', url })]);
		this.throwIfStopped();
		return this.exchanges.at(-1) ?? noExchange;
	}

	/** The package's own way to send requests, with a path of ours if there is one. */
	private requests(endpoint: EndpointName, path: string | undefined, timeoutMs: number): Requests {
		const correction = path === undefined ? [] : [{ endpoint, path }];
		const credential = { ...this.credential, pathCorrections: { correction } };
		const context = this.context(credential);
		const transport = new Transport(context, [], { timeoutMs });
		return new Requests(context.getNode(), readTarget(credential), transport);
	}

	/** As much of n8n's context as the package uses. */
	private context(credential: ICredentialDataDecryptedObject): NodeContext {
		const context = {
			getNode: () => ({
				id: 'contract-check',
				name: 'contract-check',
				type: 'contract-check',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			}),
			getCredentials: async () => credential,
			getExecutionCancelSignal: () => this.settings.signal,
			helpers: {
				httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
					await this.sendAuthenticated(options),
			},
		};
		return context as unknown as NodeContext;
	}

	/** As n8n's helper of that name: after a 401 it renews the token once, and it wraps errors. */
	private async sendAuthenticated(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		try {
			return await this.sendWithToken(options);
		} catch (error) {
			if (!isUnauthorized(error)) throw wrapped(error);
		}
		try {
			await this.signIn();
			return await this.sendWithToken(options);
		} catch (error) {
			throw wrapped(error);
		}
	}

	private async sendWithToken(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		return await this.send(authenticate(this.credential, options), this.exchanges);
	}

	private async send(
		options: IHttpRequestOptions,
		record: Exchange[],
	): Promise<IN8nHttpFullResponse> {
		this.settings.signal.throwIfAborted();
		if (this.sent >= this.settings.maxRequests) {
			this.limitReached = new LimitReached(this.settings.maxRequests);
			throw this.limitReached;
		}
		const { method = 'GET', url, qs, body, headers } = options;
		this.sent++;
		const startedMs = Date.now();
		try {
			const response = await axios.request({
				method,
				url,
				params: qs,
				data: body,
				headers: { ...headers, accept: 'application/json' },
				timeout: this.settings.timeoutMs,
				maxRedirects: 0,
				// A write is never cut short, so that what it creates can be found and deleted.
				signal: method === 'GET' ? this.settings.signal : undefined,
				...(options.ignoreHttpStatusErrors && { validateStatus: () => true }),
			});
			record.push(exchangeOf(response));
			return { statusCode: response.status, headers: { ...response.headers }, body: response.data };
		} catch (error) {
			record.push(failedExchange(error));
			throw error;
		} finally {
			this.logRequest(method, record.at(-1), Date.now() - startedMs);
		}
	}

	private logRequest(method: string, exchange: Exchange | undefined, durationMs: number): void {
		const count = `${this.sent}/${this.settings.maxRequests}`;
		const status = exchange?.status ?? exchange?.networkCode;
		this.settings.log(`${count} ${this.purpose}: ${method} ${status}, ${durationMs} ms`);
	}

	/** @throws LimitReached, or the reason of the signal */
	private throwIfStopped(): void {
		this.settings.signal.throwIfAborted();
		if (this.limitReached) throw this.limitReached;
	}
}

/**
 * Calls an endpoint and reads what the contract expects of it.
 *
 * @throws Error if the client fails, or the answer is something else
 */
async function read(
	requests: Requests,
	endpoint: EndpointName,
	parameters: PathParameters,
	{ query, body: sent, pages = 1 }: CallOptions,
): Promise<JsonObject[]> {
	const expected = expectedAnswers[endpoint];
	if (expected.body === 'list')
		return await readPages(requests, endpoint, parameters, query, pages);
	const { body } = await requests.send(endpoint, parameters, { query, body: sent });
	if (expected.body === 'none') return isJsonObject(body) ? [body] : [];
	const isDetails = expected.body === 'details';
	const idField = expected.form === 'gatewayStatus' ? 'gateway_id' : 'id';
	if (isJsonObject(body) && readField(body, isDetails ? 'created_at' : idField)) return [body];
	// Details may be the summary alone.
	if (isDetails && typeof body === 'object' && body !== null) return [];
	throw new Error('Something else than expected was answered');
}

async function readPages(
	requests: Requests,
	endpoint: EndpointName,
	parameters: PathParameters,
	query: IDataObject | undefined,
	pages: number,
): Promise<JsonObject[]> {
	const items: JsonObject[] = [];
	let page = 0;
	for await (const entries of requests.pages(endpoint, parameters, query)) {
		items.push(...entries);
		page++;
		if (page >= pages) break;
	}
	return items;
}

function exchangeOf({ status, headers, data }: AxiosResponse): Exchange {
	return { status, headers: { ...headers }, body: data };
}

function failedExchange(error: unknown): Exchange {
	if (isAxiosError(error) && error.response) return exchangeOf(error.response);
	const networkCode = isAxiosError(error) ? error.code : undefined;
	return { networkCode: networkCode ?? 'connection failed', headers: {}, body: undefined };
}

function isUnauthorized(error: unknown): boolean {
	return isAxiosError(error) && error.response?.status === 401;
}

function wrapped(error: unknown): Error {
	return new Error('The request failed', { cause: error });
}
