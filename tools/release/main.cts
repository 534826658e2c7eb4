import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, parseFlags } from '../../support/cli/flags.cts';
import { main } from '../../support/cli/main.cts';
import { repositoryRoot } from '../../support/system/folders.cts';
import { releaseNotes } from './notes.cts';

/** Prints the notes of a release, for GitHub. */
async function printNotes(args: string[]): Promise<number> {
	const description = 'Prints the notes of a release, from CHANGELOG.md.';
	const command = commandLine('release-notes', description).requiredOption(
		'--tag <tag>',
		'the tag of the release, e.g. v1.2.3',
	);
	const { tag } = parseFlags<{ tag: string }>(command, args);
	const changelog = await readFile(join(repositoryRoot, 'CHANGELOG.md'), 'utf8');
	const manifest = await readFile(join(repositoryRoot, 'package.json'), 'utf8');
	const { homepage } = JSON.parse(manifest) as { homepage: string };
	process.stdout.write(releaseNotes(changelog, { tag, repository: homepage.split('#')[0] }));
	return 0;
}

void main({ name: 'release-notes', run: printNotes });
