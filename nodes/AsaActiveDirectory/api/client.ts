import type { IDataObject, INode, NodeApiError } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { addressWithin, readAccount, type Account } from './account';
import { endpointOf, type EndpointName } from './endpoints';
import { notAsaAnswer, type FailedRequest } from './errors';
import { nextPageLink } from './pageLink';
import { PageTrail } from './pageTrail';
import { fillPath, type PathParameters } from './path';
import { secretsOf } from './redact';
import {
	credentialType,
	Transport,
	type ApiResponse,
	type ClientSettings,
	type NodeContext,
	type RequestData,
} from './transport';
import { field, hasId, isWire, list as listOf, type Wire } from './wire';

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

/** Entries that a list holds at most on one page. Source: docs/api-contract.md, "Paging, limits, errors". */
const pageSize = 100;

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
		const transport = new Transport(context, secretsOf(credential), settings);
		return new AsaClient(context.getNode(), readAccount(credential), transport);
	} catch (error) {
		const problem = new NodeOperationError(context.getNode(), (error as Error).message, {
			description: 'Correct the credential "Okta Advanced Server Access API"',
		});
		problem.failure = { cause: 'configuration-invalid' };
		throw problem;
	}
}

/** Speaks with the ASA API: sends every request of the package, the credential's mint and probe excepted. */
export class AsaClient {
	constructor(
		readonly node: INode,
		private readonly account: Account,
		private readonly transport: Transport,
	) {}

	/** Resolves once an answer has shown that the token holds; never where none does. */
	get answered(): Promise<void> {
		return this.transport.answered;
	}

	/**
	 * Sends one request to an endpoint, again after passing faults.
	 *
	 * @throws NodeApiError with `httpCode`, and `failure` saying whether waiting helps; also where a write is
	 * answered with something else than nothing or an object: a proxy may have answered in ASA's place
	 */
	async send(
		name: EndpointName,
		parameters: PathParameters = {},
		data: RequestData = {},
	): Promise<ApiResponse> {
		const response = await this.deliver(name, this.address(name, parameters), data);
		const { body } = response;
		if (endpointOf(name).method === 'GET' || isEmpty(body) || isWire(body)) return response;
		throw this.notAsa(name, `${shape(body)} where nothing or an object is due`);
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
		const { body } = await this.deliver(name, this.address(name, parameters), data);
		if (hasId(body)) return body;
		throw this.notAsa(name, `${shape(body)} where an object with id is due`);
	}

	/** Reads a list to its end, or to the limit; see `listAs`. */
	async list(
		name: EndpointName,
		parameters: PathParameters = {},
		settings: ListSettings = {},
	): Promise<{ items: Wire[] }> {
		return { items: await this.listAs((wire) => wire, name, parameters, settings) };
	}

	/**
	 * Reads a list to its end, or to the limit, with no page more than needed. Each entry is turned into what it is
	 * wanted as when its page is there, so that a long list takes the memory of that alone.
	 *
	 * @param limit how many entries at most; all where it is absent
	 * @param keep which entries count; all where it is absent
	 * @throws NodeApiError as `send` does, and where a page isn't a list or the pages don't end
	 */
	async listAs<Entry>(
		read: (wire: Wire) => Entry,
		name: EndpointName,
		parameters: PathParameters,
		{ query, limit = Infinity, keep }: ListSettings,
	): Promise<Entry[]> {
		const all: Entry[] = [];
		// A small page is no saving where its entries may not count: it would take many.
		const wanted = limit < pageSize && !keep ? { ...query, count: limit } : query;
		for await (const { items } of this.pages(name, parameters, wanted)) {
			const kept = keep ? items.filter(keep) : items;
			for (const wire of kept.slice(0, limit - all.length)) all.push(read(wire));
			if (all.length >= limit) break;
		}
		return all;
	}

	/** Reads a list page by page along its `next` links, each entry once; see `list`. */
	async *pages(
		name: EndpointName,
		parameters: PathParameters = {},
		query?: IDataObject,
	): AsyncGenerator<Page> {
		const trail = new PageTrail();
		let address: string | undefined = this.address(name, parameters);
		let data: RequestData = { query };
		while (address !== undefined) {
			const response = await this.deliver(name, address, data);
			yield { items: trail.take(this.readList(name, response.body)), date: response.date };
			address = this.nextAddress(name, response.link, trail);
			data = {};
		}
	}

	private readList(name: EndpointName, body: unknown): Wire[] {
		const entries = isWire(body) ? field(body, 'list') : undefined;
		const items = listOf(entries);
		if (entries !== undefined && items.every(hasId)) return items;
		throw this.notAsa(name, `${shape(body)} where a list is due`);
	}

	/** The next page's address, refused where it leads elsewhere, loops, or never ends. */
	private nextAddress(name: EndpointName, link: unknown, trail: PageTrail): string | undefined {
		const next = nextPageLink(link);
		if (next === undefined) return undefined;
		const { origin } = this.account;
		const address = addressWithin(origin, next, origin);
		if (address === undefined) throw this.notAsa(name, 'the next page lies on another host');
		if (trail.goOn(address)) return address;
		throw this.notAsa(name, 'the pages of the list never end');
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

	private async deliver(name: EndpointName, url: string, data: RequestData): Promise<ApiResponse> {
		return await this.transport.deliver(this.request(name), url, data);
	}

	private notAsa(name: EndpointName, found: string): NodeApiError {
		return notAsaAnswer(this.node, this.request(name), found);
	}

	private request(name: EndpointName): FailedRequest {
		return {
			endpoint: endpointOf(name),
			origin: this.account.origin,
			pathCorrected: name in this.account.pathCorrections,
		};
	}
}

function isEmpty(body: unknown): boolean {
	return body === undefined || body === null || body === '';
}

function shape(body: unknown): string {
	if (isEmpty(body)) return 'an empty body';
	if (Array.isArray(body)) return 'an array';
	if (isWire(body)) return 'an object';
	return typeof body === 'string' ? 'a text' : `a ${typeof body}`;
}
