import { ApiError } from './errors.cts';

/** Query parameters that every list takes (docs/api-contract.md, "Paging, limits, errors"). */
export interface ListQuery {
	count?: string;
	offset?: string;
	descending?: 'true' | 'false';
	prev?: 'true' | 'false';
}

export interface Page<Item> {
	items: Item[];
	/** Cursors for the `offset` of the neighbouring pages; null if there is none. */
	next: string | null;
	prev: string | null;
}

/** The order of a list. */
export type Order = 'oldestFirst' | 'newestFirst' | 'shuffled';

interface Sequenced {
	sequence: number;
}

/** A number per object that rises along the list. */
const sortKeyOf: Record<Order, (item: Sequenced) => number> = {
	oldestFirst: ({ sequence }) => sequence,
	newestFirst: ({ sequence }) => -sequence,
	shuffled: ({ sequence }) => scattered(sequence),
};

/** @returns another number for each whole number, in no order that shows */
function scattered(number: number): number {
	let mixed = Math.imul(number ^ 0x5bd1e995, 0x2c1b3c6d);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x297a2d39);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** A cursor marks an object, not a position: pages keep their place when objects come and go. */
function encodeCursor(key: number): string {
	return Buffer.from(JSON.stringify({ at: key })).toString('base64url');
}

/**
 * For a list that never ends: a cursor that leads to its first page again.
 * @param offset of the present page, whose cursor was another
 */
export function endlessCursor(offset: string | null): string {
	const { page = 0 } = offset === null ? {} : parsedCursor(offset);
	const at = -Number.MAX_SAFE_INTEGER;
	return Buffer.from(JSON.stringify({ at, page: page + 1 })).toString('base64url');
}

function parsedCursor(offset: string): { at?: number; page?: number } {
	try {
		return JSON.parse(Buffer.from(offset, 'base64url').toString()) ?? {};
	} catch {
		return {};
	}
}

function decodeCursor(offset: string): number {
	const { at } = parsedCursor(offset);
	if (typeof at === 'number') return at;
	throw new ApiError('invalid_request', 'offset is not one that a Link header gave');
}

/**
 * Cuts one page out of a list.
 * @param items oldest first
 * @param largestPage the most objects on a page, even if `count` asks for more
 * @throws ApiError 400 for an offset that isn't one
 */
export function pageOf<Item extends Sequenced>(
	items: Item[],
	order: Order,
	query: ListQuery,
	largestPage: number,
): Page<Item> {
	const keyOf = sortKeyOf[order];
	const ordered = sorted(items, order);
	const size = Math.min(Number(query.count ?? largestPage), largestPage);
	const start = startOf(ordered.map(keyOf), query, size);
	const end = Math.min(start + size, ordered.length);
	const page = ordered.slice(start, end);
	return {
		items: page,
		next: end < ordered.length && page.length > 0 ? encodeCursor(keyOf(page.at(-1)!)) : null,
		prev: start > 0 && page.length > 0 ? encodeCursor(keyOf(page[0])) : null,
	};
}

function sorted<Item extends Sequenced>(items: Item[], order: Order): Item[] {
	if (order === 'oldestFirst') return items;
	if (order === 'newestFirst') return [...items].reverse();
	return [...items].sort((one, other) => sortKeyOf[order](one) - sortKeyOf[order](other));
}

/** Forwards, a page begins after the cursor's object; backwards (prev=true), it ends before it. */
function startOf(keys: number[], { offset, prev }: ListQuery, size: number): number {
	if (offset === undefined) return 0;
	const at = decodeCursor(offset);
	const first = keys.findIndex((key) => key >= at);
	const position = first === -1 ? keys.length : first;
	if (prev === 'true') return Math.max(0, position - size);
	return keys[position] === at ? position + 1 : position;
}

/** What the Link header of a last page looks like. */
export type LastPageLink = 'none' | 'prevOnly' | 'withoutNext';

/**
 * The Link header's values for a page.
 * @param url of the request, absolute: its other parameters stay
 */
export function linksOf(page: Page<unknown>, url: URL, lastPage: LastPageLink): string[] {
	const links: string[] = [];
	if (page.next !== null) links.push(link(url, page.next, 'next'));
	else if (lastPage === 'withoutNext') links.push(`<${url.href}>; rel="self"`);
	const hasPrev = page.next !== null || lastPage === 'prevOnly';
	if (hasPrev && page.prev !== null) links.push(link(url, page.prev, 'prev'));
	return links;
}

function link(url: URL, offset: string, rel: 'next' | 'prev'): string {
	const target = new URL(url);
	target.searchParams.set('offset', offset);
	if (rel === 'prev') target.searchParams.set('prev', 'true');
	else target.searchParams.delete('prev');
	return `<${target.href}>; rel="${rel}"`;
}
