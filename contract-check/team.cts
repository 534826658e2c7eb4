import axios, { isAxiosError, type AxiosResponse } from 'axios';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { readAccount } from '../nodes/AsaActiveDirectory/api/account';
import { openClient, type AsaClient } from '../nodes/AsaActiveDirectory/api/client';
import { endpointOf, type EndpointName } from '../nodes/AsaActiveDirectory/api/endpoints';
import { openSession } from '../nodes/AsaActiveDirectory/api/mint';
import { fillPath, type PathParameters } from '../nodes/AsaActiveDirectory/api/path';
import { authenticate } from '../nodes/AsaActiveDirectory/api/session';
import { isWire, type Wire } from '../nodes/AsaActiveDirectory/api/wire';
import { dueAnswers } from './dueAnswers.cts';
import type { Attempt, Exchange } from './exchange.cts';
import { judge } from './judge.cts';

type NodeContext = Parameters<typeof openClient>[0];

interface TeamSettings {
	/** Longest time for one request, in milliseconds. */
	timeoutMs: number;
	/** How many requests may be sent, retries and minting counted. */
	maxRequests: number;
	/** Ends what is under way; its reason is thrown. */
	signal: AbortSignal;
	/** Gets one line a request; nothing in it is private. */
	tell: (line: string) => void;
}

/** What goes along with a question beside the ids in its path. */
export interface Question {
	query?: IDataObject;
	body?: object;
	/** Another path template than the endpoint table's, as a Path Correction has it. */
	path?: string;
	/** The most pages that are read of a list; 1 where it is absent. */
	pages?: number;
}

/** Stands for a question that was never sent. */
const noExchange: Exchange = { headers: {}, body: undefined };

/** The requests that may be sent are used up. */
export class LimitReached extends Error {
	override name = 'LimitReached';

	constructor(maxRequests: number) {
		super(`The limit of ${maxRequests} requests was reached`);
	}
}

/**
 * A team, asked by the node's own client one request at a time, with a record of every answer. It stands where
 * n8n stands in a workflow: it sends over axios, keeps the token and has it renewed after a 401.
 */
export class Team {
	readonly attempts: Attempt[] = [];

	/** What minting answered, newest last. */
	readonly mints: Exchange[] = [];

	/** Requests sent so far. */
	sent = 0;

	private exchanges: Exchange[] = [];

	/** What the request under way is for, in words of the endpoint table. */
	private doing = '';

	/** Set once a request was refused because of the limit. */
	private limitReached?: LimitReached;

	constructor(
		private readonly credential: ICredentialDataDecryptedObject,
		private readonly settings: TeamSettings,
	) {}

	/**
	 * Mints a token and tries it, as the credential's Test does.
	 *
	 * @throws UserError saying which part of the credential is wrong and what to do
	 */
	async signIn(): Promise<void> {
		const { doing } = this;
		this.doing = 'Sign in';
		const send = async (options: IHttpRequestOptions) => await this.send(options, this.mints);
		const [session] = await Promise.allSettled([openSession(send, this.credential)]);
		this.doing = doing;
		this.stopWhereDue();
		if (session.status === 'rejected') throw session.reason;
		this.credential.sessionToken = session.value;
	}

	/**
	 * Asks one endpoint and judges the answer; what is refused or missing is a judgement and no error.
	 *
	 * @throws LimitReached, or the reason of the signal
	 */
	async ask(
		endpoint: EndpointName,
		parameters: PathParameters = {},
		question: Question = {},
	): Promise<Attempt> {
		this.exchanges = [];
		this.doing = endpointOf(endpoint).what;
		const path = question.path ?? endpointOf(endpoint).path;
		const client = await openClient(this.context(endpoint, question.path), {
			timeoutMs: this.settings.timeoutMs,
		});
		const [reading] = await Promise.allSettled([read(client, endpoint, parameters, question)]);
		this.stopWhereDue();
		const isRead = reading.status === 'fulfilled';
		const last = this.exchanges.at(-1) ?? noExchange;
		const attempt: Attempt = {
			endpoint,
			path,
			query: question.query ?? {},
			exchanges: this.exchanges,
			items: isRead ? reading.value : [],
			...judge(dueAnswers[endpoint], endpointOf(endpoint).certainty, last, isRead),
		};
		this.attempts.push(attempt);
		return attempt;
	}

	/**
	 * Asks for what no endpoint of the table is due to answer. It is no attempt at an endpoint.
	 *
	 * @param doing what for, in a few words
	 * @throws LimitReached, or the reason of the signal
	 */
	async askAside(
		doing: string,
		template: string,
		parameters: PathParameters = {},
	): Promise<Exchange> {
		this.exchanges = [];
		this.doing = doing;
		const { origin, team } = readAccount(this.credential);
		const url = `${origin}${fillPath(template, { ...parameters, team })}`;
		await Promise.allSettled([this.sendAuthenticated({ method: 'GET', url })]);
		this.stopWhereDue();
		return this.exchanges.at(-1) ?? noExchange;
	}

	/** As much of n8n's context as the client uses. */
	private context(endpoint: EndpointName, path: string | undefined): NodeContext {
		const correction = path === undefined ? [] : [{ endpoint, path }];
		const credential = { ...this.credential, pathCorrections: { correction } };
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

	/** As n8n's helper of that name: a 401 has the token renewed once, and errors come wrapped. */
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
		const started = Date.now();
		try {
			const response = await axios.request({
				method,
				url,
				params: qs,
				data: body,
				headers: { ...headers, accept: 'application/json' },
				timeout: this.settings.timeoutMs,
				maxRedirects: 0,
				// A write is let to its end, so that what it made is there when it is looked for.
				signal: method === 'GET' ? this.settings.signal : undefined,
				...(options.ignoreHttpStatusErrors && { validateStatus: () => true }),
			});
			record.push(exchangeOf(response));
			return { statusCode: response.status, headers: { ...response.headers }, body: response.data };
		} catch (error) {
			record.push(failedExchange(error));
			throw error;
		} finally {
			this.tell(method, record.at(-1), Date.now() - started);
		}
	}

	private tell(method: string, exchange: Exchange | undefined, milliseconds: number): void {
		const count = `${this.sent}/${this.settings.maxRequests}`;
		const came = exchange?.status ?? exchange?.networkCode;
		this.settings.tell(`${count} ${this.doing}: ${method} ${came}, ${milliseconds} ms`);
	}

	/** @throws LimitReached, or the reason of the signal */
	private stopWhereDue(): void {
		this.settings.signal.throwIfAborted();
		if (this.limitReached) throw this.limitReached;
	}
}

async function read(
	client: AsaClient,
	endpoint: EndpointName,
	parameters: PathParameters,
	{ query, body, pages = 1 }: Question,
): Promise<Wire[]> {
	const due = dueAnswers[endpoint].body;
	if (due === 'object') return [await client.sendForObject(endpoint, parameters, { query, body })];
	if (due === 'any') {
		const answer = await client.send(endpoint, parameters, { query, body });
		return isWire(answer.body) ? [answer.body] : [];
	}
	const items: Wire[] = [];
	let page = 0;
	for await (const entries of client.pages(endpoint, parameters, query)) {
		items.push(...entries.items);
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
	return {
		networkCode: (isAxiosError(error) ? error.code : undefined) ?? 'no answer',
		headers: {},
		body: undefined,
	};
}

function isUnauthorized(error: unknown): boolean {
	return isAxiosError(error) && error.response?.status === 401;
}

function wrapped(error: unknown): Error {
	return new Error('The request failed', { cause: error });
}
