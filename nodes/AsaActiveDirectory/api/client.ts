import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	INode,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { addressWithin, readAccount, type Account } from './account';
import { endpointOf, type Endpoint, type EndpointName } from './endpoints';
import { apiError, notAsaAnswer, type FailedRequest } from './errors';
import { readDate, readFailure, type RequestFailure } from './failure';
import { nextPageLink } from './pageLink';
import { fillPath, type PathParameters } from './path';
import { plainText, secretsOf } from './redact';
import { maxWaitMs, retryDelay } from './retry';
import { wait } from './wait';
import { field, isWire, list as listOf, type Wire } from './wire';

/** The credential type whose token authenticates every request. */
export const credentialType = 'oktaAsaApi';

/** Any of n8n's contexts that can send an authenticated request. */
export type NodeContext = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

export interface ClientSettings {
	/** Longest time for one request, in milliseconds. */
	timeoutMs?: number;
	/** Longest time for all requests and waits of this client together, in milliseconds (a poll's budget). */
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
}

export interface Page {
	items: Wire[];
	/** The API's own time from the Date header, in milliseconds since 1970 UTC. */
	date?: number;
}

export interface ListSettings {
	query?: IDataObject;
	limit?: number;
	keep?: (wire: Wire) => boolean;
}

/** Entries that a list holds at most on one page. Source: contract, "Paging". */
const pageSize = 100;

/** No list of ASA comes near it (10,000 discovered servers is its largest number); a `next` that never ends does. */
const maxPages = 2_000;

/**
 * Opens a client on the credential of a node.
 *
 * @throws NodeOperationError where the credential's Base URL, Team Name or Path Corrections can't be used
 */
export async function openClient(
	context: NodeContext,
	settings: ClientSettings = {},
): Promise<AsaClient> {
	const credential = await context.getCredentials(credentialType);
	try {
		return new AsaClient(context, readAccount(credential), secretsOf(credential), settings);
	} catch (error) {
		const problem = new NodeOperationError(context.getNode(), (error as Error).message, {
			description: 'Correct the credential "Okta Advanced Server Access API"',
		});
		problem.failure = { cause: 'configuration-invalid' };
		throw problem;
	}
}

/** Sends every request of the package to the ASA API, the credential's mint and probe excepted. */
export class AsaClient {
	private readonly deadline: number;

	private readonly signal?: AbortSignal;

	/** Resolves once an answer has shown that the token holds; never where none does. */
	readonly answered: Promise<void>;

	private tellAnswered: () => void = () => undefined;

	constructor(
		private readonly context: NodeContext,
		private readonly account: Account,
		private readonly secrets: string[],
		private readonly settings: ClientSettings,
	) {
		this.deadline = Date.now() + (settings.budgetMs ?? Infinity);
		this.answered = new Promise((resolve) => {
			this.tellAnswered = resolve;
		});
		if ('getExecutionCancelSignal' in context) this.signal = context.getExecutionCancelSignal();
	}

	get node(): INode {
		return this.context.getNode();
	}

	/**
	 * Sends one request to an endpoint, again after passing faults.
	 *
	 * @throws NodeApiError with `httpCode`, and `failure` saying whether waiting helps
	 */
	async send(
		name: EndpointName,
		parameters: PathParameters = {},
		data: RequestData = {},
	): Promise<ApiResponse> {
		return await this.deliver(name, this.address(name, parameters), data);
	}

	/**
	 * Sends a request whose answer is one object.
	 *
	 * @throws NodeApiError as `send` does, and where the answer is something else
	 */
	async sendForObject(
		name: EndpointName,
		parameters: PathParameters = {},
		data: RequestData = {},
	): Promise<Wire> {
		const { body } = await this.send(name, parameters, data);
		if (!isWire(body) || field(body, 'id') === undefined) {
			throw notAsaAnswer(
				this.node,
				this.request(name),
				`${shape(body)} where an object with id is due`,
			);
		}
		return body;
	}

	/**
	 * Reads a list to its end, or to the limit, with no page more than needed.
	 *
	 * @param limit how many entries at most; all where it is absent
	 * @param keep which entries count; all where it is absent
	 * @throws NodeApiError as `send` does, and where a page isn't a list or the pages don't end
	 */
	async list(
		name: EndpointName,
		parameters: PathParameters = {},
		{ query, limit = Infinity, keep }: ListSettings = {},
	): Promise<Page> {
		const all: Page = { items: [] };
		// A small page is no saving where its entries may not count: it would take many.
		const wanted = limit < pageSize && !keep ? { ...query, count: limit } : query;
		for await (const page of this.pages(name, parameters, wanted)) {
			for (const item of page.items) if (!keep || keep(item)) all.items.push(item);
			all.date = page.date;
			if (all.items.length >= limit) break;
		}
		all.items.length = Math.min(all.items.length, limit);
		return all;
	}

	/** Reads a list page by page along its `next` links; see `list`. */
	async *pages(
		name: EndpointName,
		parameters: PathParameters = {},
		query?: IDataObject,
	): AsyncGenerator<Page> {
		const seen = new Set<string>();
		let address: string | undefined = this.address(name, parameters);
		let data: RequestData = { query };
		while (address !== undefined) {
			seen.add(address);
			const response = await this.deliver(name, address, data);
			yield { items: this.readList(name, response.body), date: response.date };
			address = this.nextAddress(name, response.link, seen);
			data = {};
		}
	}

	private readList(name: EndpointName, body: unknown): Wire[] {
		const entries = isWire(body) ? field(body, 'list') : undefined;
		const items = listOf(entries);
		if (entries === undefined || !items.every(isWire)) {
			throw notAsaAnswer(this.node, this.request(name), `${shape(body)} where a list is due`);
		}
		return items;
	}

	/** The next page's address, refused where it leads elsewhere, loops, or never ends. */
	private nextAddress(name: EndpointName, link: unknown, seen: Set<string>): string | undefined {
		const next = nextPageLink(link);
		if (next === undefined) return undefined;
		const { origin } = this.account;
		const address = addressWithin(origin, next, origin);
		if (address === undefined) {
			throw notAsaAnswer(this.node, this.request(name), 'the next page lies on another host');
		}
		if (seen.has(address) || seen.size >= maxPages) {
			throw notAsaAnswer(this.node, this.request(name), 'the pages of the list never end');
		}
		return address;
	}

	private address(name: EndpointName, parameters: PathParameters): string {
		const { origin, team, pathCorrections } = this.account;
		const template = pathCorrections[name] ?? endpointOf(name).path;
		const path = fillPath(template, { ...parameters, team });
		if (path === undefined) {
			throw new NodeOperationError(this.node, `${endpointOf(name).what}: an ID is empty, . or ..`, {
				description: 'Enter the ID that Okta shows, or pick the object from the list',
			});
		}
		return origin + path;
	}

	private async deliver(
		name: EndpointName,
		url: string,
		data: RequestData,
	): Promise<ApiResponse & { link: unknown }> {
		const endpoint = endpointOf(name);
		for (let attempt = 0; ; attempt++) {
			const answer = await this.attempt(endpoint, url, data);
			if (showsToken(answer)) this.tellAnswered();
			if ('headers' in answer) return readResponse(answer);
			await this.pause(name, answer, attempt, data);
		}
	}

	/** One request; what n8n's helper throws comes back as what it says, free of secrets. */
	private async attempt(
		endpoint: Endpoint,
		url: string,
		{ query, body }: RequestData,
	): Promise<IN8nHttpFullResponse | RequestFailure> {
		if (this.timeLeft() <= 0) return { networkCode: 'ETIMEDOUT' };
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
		name: EndpointName,
		failure: RequestFailure,
		attempt: number,
		{ body }: RequestData,
	): Promise<void> {
		const delay = retryDelay(endpointOf(name), failure, attempt, Math.random());
		const longest = Math.min(maxWaitMs, this.timeLeft());
		const tooLong = delay === undefined || delay > longest;
		if (!tooLong && (await wait(delay, this.signal))) return;
		if (this.signal?.aborted)
			throw new NodeOperationError(this.node, 'The execution was cancelled');
		throw apiError(this.node, this.request(name), await this.withoutSecrets(failure, body));
	}

	private async withoutSecrets(
		failure: RequestFailure,
		body: object = {},
	): Promise<RequestFailure> {
		const { message, name, credentialProblem } = failure;
		// The token may have been renewed since the client was opened.
		const credential = await this.context.getCredentials(credentialType);
		const secrets = [...this.secrets, ...secretsOf(credential, body)];
		const plain = (words?: string) => words && plainText(words, secrets);
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

	private timeLeft(): number {
		return this.deadline - Date.now();
	}

	private request(name: EndpointName): FailedRequest {
		return {
			endpoint: endpointOf(name),
			origin: this.account.origin,
			pathCorrected: name in this.account.pathCorrections,
		};
	}
}

/** Whether ASA looked at the token and took it: it answered well, or found fault with the request alone. */
function showsToken(answer: IN8nHttpFullResponse | RequestFailure): boolean {
	return 'headers' in answer || [400, 403, 404, 409].includes(answer.status ?? 0);
}

function readResponse(answer: IN8nHttpFullResponse): ApiResponse & { link: unknown } {
	const { statusCode, body, headers } = answer;
	return { status: statusCode, body, date: readDate(headers), link: headers.link };
}

function shape(body: unknown): string {
	if (body === undefined || body === null || body === '') return 'an empty body';
	if (typeof body === 'string') return 'a text';
	return Array.isArray(body) ? 'an array' : 'an object';
}
