import type { IDataObject, INode, NodeApiError } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { addressWithin, fillPath, type ApiTarget, type PathParameters } from '../auth/target';
import { endpointOf, type EndpointName } from '../endpoints';
import { isApiObject, isJsonObject, readField, toList, type JsonObject } from '../model/json';
import { unexpectedAnswer } from './errors';
import type { RequestInfo } from './failure';
import type { ApiResponse, RequestData, Transport } from './transport';

export interface ListSettings {
	query?: IDataObject;
	/** How many entries at most; all if it is absent. */
	limit?: number;
	/** Which entries count; all if it is absent. */
	keep?: (json: JsonObject) => boolean;
}

/** Entries that a list holds at most on one page. Source: docs/api-contract.md, "Paging, limits, errors". */
const pageSize = 100;

/** Sends requests to the endpoints of a team and checks the shape of their answers. */
export class Requests {
	constructor(
		readonly node: INode,
		readonly target: ApiTarget,
		readonly transport: Transport,
	) {}

	/**
	 * Sends one request to an endpoint, again after transient faults.
	 *
	 * @throws NodeApiError with `httpCode`, and `failure` saying whether waiting helps; also if a write is answered
	 * with something else than nothing or an object: a proxy may have answered in ASA's place
	 */
	async send(
		name: EndpointName,
		parameters: PathParameters = {},
		data: RequestData = {},
	): Promise<ApiResponse> {
		const response = await this.deliver(name, this.address(name, parameters), data);
		const { body } = response;
		if (endpointOf(name).method === 'GET' || isEmpty(body) || isJsonObject(body)) return response;
		throw this.unexpected(name, `expected an object or nothing, got ${shape(body)}`);
	}

	/**
	 * Sends a request whose answer is one object.
	 *
	 * @param idField the field with its id
	 * @throws NodeApiError as `send` does, and if the answer is something else
	 */
	async sendForObject(
		name: EndpointName,
		parameters: PathParameters = {},
		data: RequestData = {},
		idField = 'id',
	): Promise<JsonObject> {
		const { body } = await this.deliver(name, this.address(name, parameters), data);
		if (isApiObject(body, idField)) return body;
		throw this.unexpected(name, `expected an object with ${idField}, got ${shape(body)}`);
	}

	/**
	 * Reads a list to its end, or to the limit, with no page more than needed. Each entry is read when its page is
	 * there, so that a long list takes the memory of that alone.
	 *
	 * @throws NodeApiError as `send` does, and if a page isn't a list or the pages don't end
	 */
	async list<Entry>(
		read: (json: JsonObject) => Entry,
		name: EndpointName,
		parameters: PathParameters = {},
		{ query, limit = Infinity, keep }: ListSettings = {},
	): Promise<Entry[]> {
		const all: Entry[] = [];
		// A small page is no saving if its entries may not count: it would take many.
		const wanted = limit < pageSize && !keep ? { ...query, count: limit } : query;
		for await (const page of this.pages(name, parameters, wanted)) {
			const kept = keep ? page.filter(keep) : page;
			for (const json of kept.slice(0, limit - all.length)) all.push(read(json));
			if (all.length >= limit) break;
		}
		return all;
	}

	/** Reads a list page by page along its `next` links, each entry once; see `list`. */
	async *pages(
		name: EndpointName,
		parameters: PathParameters = {},
		query?: IDataObject,
	): AsyncGenerator<JsonObject[]> {
		const guard = new PageGuard();
		let address: string | undefined = this.address(name, parameters);
		let data: RequestData = { query };
		while (address !== undefined) {
			const response = await this.deliver(name, address, data);
			yield guard.unseen(this.readList(name, response.body));
			address = this.nextAddress(name, response.link, guard);
			data = {};
		}
	}

	private readList(name: EndpointName, body: unknown): JsonObject[] {
		const entries = isJsonObject(body) ? readField(body, 'list') : undefined;
		const items = toList(entries);
		if (entries !== undefined && items.every((item) => isApiObject(item))) return items;
		throw this.unexpected(name, `expected an object with "list", got ${shape(body)}`);
	}

	/** The next page's address, refused if it leads elsewhere, loops, or never ends. */
	private nextAddress(name: EndpointName, link: unknown, guard: PageGuard): string | undefined {
		const next = nextPageLink(link);
		if (next === undefined) return undefined;
		const { origin } = this.target;
		const address = addressWithin(origin, next, origin);
		if (address === undefined) throw this.unexpected(name, 'the next page is on another host');
		if (guard.mayFollow(address)) return address;
		throw this.unexpected(name, 'the list has endless pages');
	}

	private address(name: EndpointName, parameters: PathParameters): string {
		const { origin, team, pathCorrections } = this.target;
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

	private unexpected(name: EndpointName, found: string): NodeApiError {
		return unexpectedAnswer(this.node, this.request(name), found);
	}

	private request(name: EndpointName): RequestInfo {
		return {
			endpoint: endpointOf(name),
			origin: this.target.origin,
			pathCorrected: name in this.target.pathCorrections,
		};
	}
}

function isEmpty(body: unknown): boolean {
	return body === undefined || body === null || body === '';
}

function shape(body: unknown): string {
	if (isEmpty(body)) return 'an empty body';
	if (Array.isArray(body)) return 'an array';
	if (isJsonObject(body)) return 'an object';
	return typeof body === 'string' ? 'a text' : `a ${typeof body}`;
}

/** A link with its parameters, and one of its parameters: its name, and its value with or without quotes. */
const link = /<([^<>]*)>((?:\s*;\s*[^\s;,="<]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]+))?)*)/g;
const parameter = /;\s*([^\s;,="<]+)(?:\s*=\s*(?:"([^"]*)"|([^\s;,"]+)))?/g;

/**
 * The address of the next page from a Link header, or undefined if the list ends. `rel="prev"` and a header
 * without any next are passed over; several headers may come as one text or as a list.
 * Source: docs/api-contract.md, "Paging, limits, errors" (certain).
 */
export function nextPageLink(header: unknown): string | undefined {
	const links = Array.isArray(header) ? header.join(', ') : String(header ?? '');
	for (const [, address, parameters] of links.matchAll(link)) {
		if (relations(parameters).includes('next')) return address;
	}
	return undefined;
}

/** What the link is to its page; of several `rel` the first counts. Source: RFC 8288, section 3.3. */
function relations(parameters: string): string[] {
	for (const [, name, quoted, bare] of parameters.matchAll(parameter)) {
		if (name.toLowerCase() === 'rel') return (quoted ?? bare ?? '').toLowerCase().split(/\s+/);
	}
	return [];
}

/** No list of ASA comes near it (10,000 discovered servers is its largest number); a `next` that never ends does. */
const maxPages = 2_000;

/** Pages in a row that bring nothing new: entries move on while a list is read, but never that many. */
const maxStalePages = 3;

/** Guards the reading of one list against links that lead nowhere, and against entries that come twice. */
export class PageGuard {
	private readonly addresses = new Set<string>();

	private readonly ids = new Set<unknown>();

	private stalePages = 0;

	/** The entries that were on no page before: they move on when others are added while a list is read. */
	unseen(entries: JsonObject[]): JsonObject[] {
		const unseen = entries.filter((entry) => {
			const id = readField(entry, 'id');
			return !this.ids.has(id) && this.ids.add(id);
		});
		this.stalePages = unseen.length > 0 ? 0 : this.stalePages + 1;
		return unseen;
	}

	/** Whether a page may be read: it was not read before, and the list still brings entries and isn't too long. */
	mayFollow(address: string): boolean {
		const isNew = !this.addresses.has(address);
		this.addresses.add(address);
		const isStale = this.stalePages >= maxStalePages;
		return isNew && !isStale && this.addresses.size < maxPages;
	}
}
