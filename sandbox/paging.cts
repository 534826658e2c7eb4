import { ApiError } from './errors.cts';

/** Query parameters that every list takes (contract, "Paging, limits, errors"). */
export interface ListQuery {
	count?: string;
	offset?: string;
	descending?: 'true' | 'false';
	prev?: 'true' | 'false';
}

export interface Page<Item> {
	items: Item[];
	/** Cursors for the `offset` of the neighbouring pages; null where there is none. */
	next: string | null;
	prev: string | null;
}

/** A cursor stands beside an object, not at a number: pages keep their place when objects come and go. */
function encodeCursor(sequence: number): string {
	return Buffer.from(JSON.stringify({ at: sequence })).toString('base64url');
}

/** A cursor that leads to the first page again, each `turn` another: for a list that never ends. */
export function endlessCursor(turn: number, descending: boolean): string {
	const at = descending ? Number.MAX_SAFE_INTEGER : -1;
	return Buffer.from(JSON.stringify({ at, turn })).toString('base64url');
}

function decodeCursor(offset: string): number {
	try {
		const { at } = JSON.parse(Buffer.from(offset, 'base64url').toString()) as { at?: unknown };
		if (typeof at === 'number') return at;
	} catch {
		// Falls through to the refusal: whatever is wrong with it, it is none of ours.
	}
	throw new ApiError('invalid_request', 'offset is not one that a Link header gave');
}

/**
 * Cuts one page out of a list.
 * @param items oldest first, by rising `sequence`
 * @param largestPage the most objects of a page, whatever `count` asks for
 * @throws ApiError 400 for an offset that isn't one
 */
export function pageOf<Item extends { sequence: number }>(
	items: Item[],
	query: ListQuery,
	largestPage: number,
): Page<Item> {
	const ordered = query.descending === 'true' ? [...items].reverse() : items;
	const size = Math.min(Number(query.count ?? largestPage), largestPage);
	const start = startOf(ordered, query, size);
	const end = Math.min(start + size, ordered.length);
	const page = ordered.slice(start, end);
	return {
		items: page,
		next:
			end < ordered.length && page.length > 0 ? encodeCursor(page[page.length - 1].sequence) : null,
		prev: start > 0 && page.length > 0 ? encodeCursor(page[0].sequence) : null,
	};
}

/** Forwards a page begins after the cursor's object; backwards (prev=true) it ends before it. */
function startOf<Item extends { sequence: number }>(
	ordered: Item[],
	{ offset, descending, prev }: ListQuery,
	size: number,
): number {
	if (offset === undefined) return 0;
	const at = decodeCursor(offset);
	const isBefore = (item: Item) =>
		descending === 'true' ? item.sequence > at : item.sequence < at;
	const first = ordered.findIndex((item) => !isBefore(item));
	const position = first === -1 ? ordered.length : first;
	if (prev === 'true') return Math.max(0, position - size);
	return ordered[position]?.sequence === at ? position + 1 : position;
}

/**
 * The Link header's values for a page; none for a list that fits on one page (probable).
 * @param url of the request, absolute: its other parameters stay
 */
export function linksOf(page: Page<unknown>, url: URL): string[] {
	const links: string[] = [];
	if (page.next !== null) links.push(link(url, page.next, 'next'));
	if (page.prev !== null) links.push(link(url, page.prev, 'prev'));
	return links;
}

function link(url: URL, offset: string, rel: 'next' | 'prev'): string {
	const target = new URL(url);
	target.searchParams.set('offset', offset);
	if (rel === 'prev') target.searchParams.set('prev', 'true');
	else target.searchParams.delete('prev');
	return `<${target.href}>; rel="${rel}"`;
}
