import { readField, type JsonObject } from '../model/json';

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
