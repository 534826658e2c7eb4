/** What npm puts into every package, beside `dist`. */
const besideDist = ['LICENSE', 'README.md', 'package.json'];

/** The most a tarball may weigh, in bytes: n8n unpacks it while a person waits. */
export const sizeLimit = 150_000;

/**
 * What the tarball holds if nothing is forgotten and nothing comes along by mistake.
 *
 * @param sources paths of all files in nodes, credentials and icons, from the root
 */
export function expectedFiles(sources: string[]): string[] {
	return [...besideDist, ...sources.map(builtFrom)].sort();
}

function builtFrom(source: string): string {
	return `dist/${source.replace(/\.ts$/, '.js')}`;
}

/** @returns one line for each file that is missing or does not belong there */
export function fileFindings(packed: string[], expected: string[]): string[] {
	return [
		...expected.filter((file) => !packed.includes(file)).map((file) => `${file} is missing`),
		...packed.filter((file) => !expected.includes(file)).map((file) => `${file} is not for n8n`),
	];
}

/** @param bytes what the tarball weighs */
export function sizeFindings(bytes: number): string[] {
	return bytes > sizeLimit ? [`${bytes} bytes are more than ${sizeLimit}`] : [];
}
