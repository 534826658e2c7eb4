/** Marks of a generated section of a page. */
const start = (name: string) => `<!-- generated: ${name} -->`;
const end = (name: string) => `<!-- end: ${name} -->`;

/**
 * Puts text into a generated section.
 *
 * @throws Error if the page has no such section
 */
export function withSection(page: string, name: string, text: string): string {
	const from = page.indexOf(start(name));
	const to = page.indexOf(end(name));
	if (from < 0 || to < from) throw new Error(`The page has no section "${name}"`);
	return `${page.slice(0, from)}${start(name)}\n\n${text}\n\n${page.slice(to)}`;
}
