import type { N8nInstance } from '../n8n/n8nProcess.cts';
import { Trouble } from '../cli/errors.cts';
import type { Sandbox } from '../sandbox/sandboxProcess.cts';
import { SandboxControl } from '../sandbox/sandboxControl.cts';
import { type Canary, markOfTokens, searchFolder } from './searchFolder.cts';

/** A connection of the simulated team that every workflow reads: what the search must find. */
const CONNECTION = 'Corporate directory';

/** Code of the package and of n8n's editor, not what n8n has written. */
const SKIPPED = ['node_modules', '.cache'];

/** As a step or a case, what `assertNoSecretKept` makes sure of. */
export const NO_SECRET_KEPT = 'no secret stands in what n8n has kept';

type Written = Pick<N8nInstance, 'stop' | 'userFolder'>;
type Team = Pick<Sandbox, 'url'> & { key: { id: string; secret: string } };

/** What a search of all that n8n has written came to. */
export interface Kept {
	files: number;
	bytes: number;
	/** The secrets that were found, each with its file. */
	leaks: string[];
	/** Where not even a connection was found: a search that finds nothing there says nothing. */
	missed: string[];
}

/** The secrets of a team. They may stand in n8n's database encrypted alone. */
export async function secretsOfTeam({ key, url }: Team): Promise<Canary[]> {
	const token = await new SandboxControl(url).mintToken();
	return [
		{ name: 'the key secret', text: key.secret },
		{ name: 'a team token', text: markOfTokens(key.id, token) },
	];
}

/**
 * Searches n8n's user folder: its database, with the write-ahead log beside it, and its logs. n8n is
 * stopped first, so that nothing is still on its way there.
 *
 * @param places beginnings of the names of files that must hold a connection
 */
export async function searchKept(
	n8n: Written,
	secrets: Canary[],
	places = ['database.sqlite'],
): Promise<Kept> {
	await n8n.stop();
	const { files, bytes, finds } = await searchFolder(n8n.userFolder, secrets, SKIPPED);
	const control = [{ name: '', text: CONNECTION }];
	const seen = (await searchFolder(n8n.userFolder, control, SKIPPED)).finds;
	return {
		files,
		bytes,
		leaks: finds.map(({ canary, file }) => `${canary} in ${file}`),
		missed: places.filter((name) => !seen.some(({ file }) => file.includes(`/${name}`))),
	};
}

/**
 * Makes sure that no secret of the team stands in what n8n has kept; stops n8n.
 *
 * @returns how much was searched, in a few words
 * @throws Trouble with what was found and where, or when the search finds nothing at all
 */
export async function assertNoSecretKept(n8n: Written, sandbox: Team): Promise<string> {
	const kept = await searchKept(n8n, await secretsOfTeam(sandbox));
	const blind = kept.missed.map((name) => `the search finds no connection in ${name}`);
	const problems = [...kept.leaks, ...blind];
	if (problems.length > 0) throw new Trouble(problems.join('; '));
	return extentOf(kept);
}

/** How much was searched, in a few words. */
export function extentOf({ files, bytes }: Kept): string {
	return `${files} files with ${(bytes / 1e6).toFixed(1)} MB`;
}
