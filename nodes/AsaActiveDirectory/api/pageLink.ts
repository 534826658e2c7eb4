/**
 * The address of the next page from a Link header, or undefined where the list ends. `rel="prev"` and a
 * header without any next are passed over; several headers may come as one text or as a list.
 * Source: contract, "Paging, limits, errors" (certain).
 */
export function nextPageLink(header: unknown): string | undefined {
	const links = (Array.isArray(header) ? header.join(', ') : String(header ?? '')).matchAll(
		/<([^>]*)>((?:\s*;\s*[\w*]+\s*=\s*(?:"[^"]*"|[^",;\s]+))*)/g,
	);
	for (const [, address, parameters] of links) {
		const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]+))/i.exec(parameters);
		const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
		if (relations.includes('next')) return address;
	}
	return undefined;
}
