import { Option } from 'commander';
import { commandLine, parseFlags } from '../../../support/cli/flags.cts';
import { defaultVersion, versions } from '../../../support/n8n/releases.cts';

export interface Flags {
	/** Versions of n8n, in the order in which they run. */
	n8nVersions: string[];
	/** A folder for screenshots, with a subfolder for each version. Absent: they are not kept. */
	screenshots?: string;
}

export function readFlags(args: string[]): Flags {
	const description =
		"Clicks through n8n's editor with this package installed, against the sandbox.";
	const command = commandLine('test:e2e', description)
		.addOption(
			new Option('--n8n-version <version>', 'the n8n to install')
				.choices([...versions, 'all'])
				.default(defaultVersion),
		)
		.option('--screenshots <folder>', 'keep screenshots in this folder');
	const { n8nVersion, screenshots } = parseFlags<{ n8nVersion: string; screenshots?: string }>(
		command,
		args,
	);
	return { n8nVersions: n8nVersion === 'all' ? versions : [n8nVersion], screenshots };
}
