import { CliError } from '../cli/errors.cts';
import { CommandFailed, lastLineOf, run } from './processGroup.cts';

/** Packages may start services of their own when they are installed; nothing here uses those. */
const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

/**
 * Makes sure that programs of Debian's packages are there.
 *
 * @param missing names the packages that are missing
 * @param mayInstall whether to install them, if this process is root
 * @returns a few words on what was done
 * @throws CliError that says how to install what is missing, or why that failed
 */
export async function provideDebianPackages(
	missing: () => Promise<string[]>,
	mayInstall: boolean,
	signal: AbortSignal,
): Promise<string> {
	const packages = await missing();
	if (packages.length === 0) return 'already installed';
	if (!mayInstall || process.getuid?.() !== 0) {
		throw new CliError(
			`Debian's packages are missing. Run \`${installCommand(packages).join(' ')}\` as root`,
		);
	}
	await install(packages, signal);
	const still = await missing();
	if (still.length > 0) throw new CliError(`${still.join(' and ')} not found after installation`);
	return 'installed';
}

function installCommand(packages: string[]): string[] {
	return ['apt-get', 'install', '--yes', '--no-install-recommends', ...packages];
}

async function install(packages: string[], signal: AbortSignal): Promise<void> {
	const [command, ...args] = installCommand(packages);
	try {
		await run({ command, args: ['update'], env: environment }, signal);
		await run({ command, args, env: environment }, signal);
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		throw new CliError(`installing ${packages.join(' and ')} failed: ${lastLineOf(error.output)}`);
	}
}
