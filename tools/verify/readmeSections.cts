/** The sections of the README that n8n's template for community nodes has. */
const sections = [
	'Installation',
	'Operations',
	'Credentials',
	'Compatibility',
	'Usage',
	'Resources',
	'Version history',
];

/** @returns one line for each section that the README lacks */
export function sectionFindings(readme: string): string[] {
	const headings = [...readme.matchAll(/^## +(.*?) *$/gm)].map(([, heading]) => heading);
	return sections
		.filter((section) => !headings.includes(section))
		.map((section) => `has no section "${section}"`);
}
