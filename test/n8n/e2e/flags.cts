import { Command, Option } from 'commander';
import { DEFAULT_VERSION, VERSIONS } from '../../../support/n8n/releases.cts';

export interface Flags {
	/** Versions of n8n, in the order in which they are to run. */
	n8nVersions: string[];
	/** Where the pictures are kept, in a folder for each version; absent: nowhere. */
	screenshots?: string;
}

/**
 * Reads the command line; `--help` and a wrong flag end the process with commander's own message.
 *
 * @param args the arguments alone, without the program
 */
export function readFlags(args: string[]): Flags {
	const { n8nVersion, screenshots } = new Command('npm run test:e2e --')
		.description('Clicks through n8n’s editor with this package installed, against the sandbox.')
		.addOption(
			new Option('--n8n-version <version>', 'the n8n to install')
				.choices([...VERSIONS, 'all'])
				.default(DEFAULT_VERSION),
		)
		.option('--screenshots <folder>', 'where to keep pictures of each step')
		.allowExcessArguments(false)
		.parse(args, { from: 'user' })
		.opts<{ n8nVersion: string; screenshots?: string }>();
	return { n8nVersions: n8nVersion === 'all' ? VERSIONS : [n8nVersion], screenshots };
}
