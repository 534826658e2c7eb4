/** Marks of a section of the README that is generated. */
const start = (name: string) => `<!-- generated: ${name} -->`;
const end = (name: string) => `<!-- end: ${name} -->`;

/**
 * Puts text into a generated section.
 *
 * @throws Error where the README has no such section
 */
export function withSection(readme: string, name: string, text: string): string {
	const from = readme.indexOf(start(name));
	const to = readme.indexOf(end(name));
	if (from < 0 || to < from) throw new Error(`The README has no section "${name}"`);
	return `${readme.slice(0, from)}${start(name)}\n\n${text}\n\n${readme.slice(to)}`;
}
