/** A link with its parameters, and one of its parameters: its name, and its value with or without quotes. */
const link = /<([^<>]*)>((?:\s*;\s*[^\s;,="<]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]+))?)*)/g;
const parameter = /;\s*([^\s;,="<]+)(?:\s*=\s*(?:"([^"]*)"|([^\s;,"]+)))?/g;

/**
 * The address of the next page from a Link header, or undefined where the list ends. `rel="prev"` and a
 * header without any next are passed over; several headers may come as one text or as a list.
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
