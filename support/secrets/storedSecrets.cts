import { CliError } from '../cli/errors.cts';
import type { N8nProcess } from '../n8n/n8nProcess.cts';
import { SandboxControl } from '../sandbox/sandboxControl.cts';
import type { SandboxProcess } from '../sandbox/sandboxProcess.cts';
import { type Canary, markOfTokens, searchFolder } from './searchFolder.cts';

/** A connection of the simulated team that every workflow reads: what a search has to find. */
const control = { name: 'connection', text: 'Corporate directory' };

/** Code of the package and of n8n's editor, not what n8n has written. */
const skipped = ['node_modules', '.cache'];

/** What `assertNoSecretStored` checks, as the title of a step or case. */
export const noSecretStored = 'no secret in what n8n has stored';

/** n8n has stored nothing that a search finds: finding no secret there proves nothing. */
export class NothingStored extends CliError {}

type StoppableN8n = Pick<N8nProcess, 'stop' | 'userFolder'>;
type Team = Pick<SandboxProcess, 'url' | 'key'>;

/** The result of a search of everything that n8n has written. */
export interface StoredSearch {
	files: number;
	bytes: number;
	/** The secrets that were found, each with its file. */
	leaks: string[];
	/** Files in which not even a connection was found: finding no secret there proves nothing. */
	blindSpots: string[];
}

/** The secrets of a team. In n8n's database they may only be encrypted. */
export async function secretsOfTeam({ key, url }: Team): Promise<Canary[]> {
	const token = await new SandboxControl(url).mintToken();
	return [
		{ name: 'the key secret', text: key.secret },
		{ name: 'a team token', text: markOfTokens(key.id, token) },
	];
}

/**
 * Searches n8n's user folder: its database, with the write-ahead log beside it, and its logs. Stops n8n
 * first, so that everything is written.
 *
 * @param searched beginnings of the names of files that must hold a connection
 */
export async function searchStored(
	n8n: StoppableN8n,
	secrets: Canary[],
	searched = ['database.sqlite'],
): Promise<StoredSearch> {
	await n8n.stop();
	const { files, bytes, finds } = await searchFolder(n8n.userFolder, secrets, skipped);
	const controls = (await searchFolder(n8n.userFolder, [control], skipped)).finds;
	return {
		files,
		bytes,
		leaks: finds.map(({ canary, file }) => `${canary} in ${file}`),
		blindSpots: searched.filter((name) => !controls.some(({ file }) => file.includes(`/${name}`))),
	};
}

/**
 * Checks that n8n has stored no secret of the team in plain text; stops n8n.
 *
 * @returns how much was searched, in a few words
 * @throws CliError that says what was found and where
 * @throws NothingStored if no secret was found, but nothing else either
 */
export async function assertNoSecretStored(n8n: StoppableN8n, team: Team): Promise<string> {
	const search = await searchStored(n8n, await secretsOfTeam(team));
	const blind = search.blindSpots.map((name) => `the search finds no connection in ${name}`);
	if (search.leaks.length > 0) throw new CliError([...search.leaks, ...blind].join('; '));
	if (blind.length > 0) throw new NothingStored(blind.join('; '));
	return extentOf(search);
}

/** How much was searched, in a few words. */
export function extentOf({ files, bytes }: StoredSearch): string {
	return `${files} files with ${(bytes / 1e6).toFixed(1)} MB`;
}
