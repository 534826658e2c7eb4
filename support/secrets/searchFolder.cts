import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A secret that must not be found, or a text that must. */
export interface Canary {
	/** What it is, without the text itself. */
	name: string;
	text: string;
}

/** From this length on (characters) half of a text identifies it. Databases split texts at page ends. */
const searchedByHalves = 20;

export interface Find {
	canary: string;
	file: string;
}

export interface Search {
	files: number;
	bytes: number;
	finds: Find[];
}

/**
 * Searches every file below a folder, as bytes. Long texts are searched for by halves: if one was split
 * in two, one of its halves is whole.
 *
 * @param skipped names of folders that are left out
 */
export async function searchFolder(
	folder: string,
	canaries: Canary[],
	skipped: string[] = [],
): Promise<Search> {
	const search: Search = { files: 0, bytes: 0, finds: [] };
	for (const file of await filesIn(folder, skipped)) {
		const content = await readFile(file);
		search.files++;
		search.bytes += content.length;
		for (const { name, text } of canaries) {
			if (holds(content, text)) search.finds.push({ canary: name, file });
		}
	}
	return search;
}

/**
 * A text that every team token of a sandbox contains: tokens are JWTs whose claims begin with the key.
 *
 * @param token one of them
 * @throws Error when it isn't in that token
 */
export function markOfTokens(keyId: string, token: string): string {
	const beginning = Buffer.from(`{"sub":"${keyId}`);
	const wholeGroups = beginning.subarray(0, beginning.length - (beginning.length % 3));
	const mark = wholeGroups.toString('base64url');
	if (!token.includes(mark)) throw new Error('The tokens of the sandbox look different now');
	return mark;
}

function holds(content: Buffer, text: string): boolean {
	if (text.length < searchedByHalves) return content.includes(text);
	const middle = Math.ceil(text.length / 2);
	return content.includes(text.slice(0, middle)) || content.includes(text.slice(middle));
}

async function filesIn(folder: string, skipped: string[]): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	const paths = entries
		.filter(({ name }) => !skipped.includes(name))
		.map(async (entry) => {
			const path = join(folder, entry.name);
			if (entry.isDirectory()) return await filesIn(path, skipped);
			return entry.isFile() ? [path] : [];
		});
	return (await Promise.all(paths)).flat();
}
