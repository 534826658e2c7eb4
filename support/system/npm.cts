import { basename, delimiter, dirname } from 'node:path';
import { CliError } from '../cli/errors.cts';
import { type Command, CommandFailed, lastLineOf, run } from './processGroup.cts';

/** npm's error codes when it can't reach the registry. */
const noNetwork =
	/\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT)\b/;
const noSpace = /\bENOSPC\b/;

/**
 * What npm passes about itself to the scripts it runs. It would change what another npm does: this
 * package's .npmrc, for one, forbids install scripts.
 */
const outerNpm =
	/^(npm_(?!config_)|npm_config_(ignore_scripts|local_prefix|global_prefix|prefix|omit|include|production|loglevel)$|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$)/i;

const quietOptions = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** Retries within seconds when the network fails: by default npm takes minutes to give up. */
const retryOptions = [
	'--fetch-retry-mintimeout=1000',
	'--fetch-retry-maxtimeout=5000',
	'--fetch-timeout=60000',
];

export interface NpmSettings {
	cwd: string;
	/** The Node that npm, and what it compiles, run on; this process's own when absent. */
	nodeBinary?: string;
	env?: NodeJS.ProcessEnv;
	signal?: AbortSignal;
}

/** This process's environment without what an outer npm has set, and with `nodeBinary` first in PATH. */
export function toolEnvironment(nodeBinary = process.execPath): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !outerNpm.test(name));
	const path = [dirname(nodeBinary), process.env.PATH ?? ''].join(delimiter);
	return { ...Object.fromEntries(kept), PATH: path };
}

/**
 * Runs npm to its end, quietly.
 *
 * @returns what it wrote to its standard output
 * @throws CliError with one line that says why; the reason of `signal` once it is aborted
 */
export async function npm(args: string[], settings: NpmSettings): Promise<string> {
	const { cwd, nodeBinary = process.execPath, env, signal } = settings;
	const command: Command = {
		...npmCommand(nodeBinary),
		cwd,
		env: { ...toolEnvironment(nodeBinary), ...env },
	};
	command.args = [...command.args, ...args, ...quietOptions, ...retryOptions];
	try {
		return await run(command, signal);
	} catch (error) {
		if (error instanceof CommandFailed) throw new CliError(reasonOf(args, error));
		throw error;
	}
}

/** The npm that started this process, if one did, else the one in PATH. */
function npmCommand(nodeBinary: string): { command: string; args: string[] } {
	const outer = process.env.npm_execpath ?? '';
	if (basename(outer) === 'npm-cli.js') return { command: nodeBinary, args: [outer] };
	return { command: 'npm', args: [] };
}

/** One line that says why npm failed. */
export function reasonOf(args: string[], { outcome, output }: CommandFailed): string {
	const what = `npm ${args.slice(0, 2).join(' ')}`;
	if (outcome === 127) return `${what}: npm was not found; install npm, which comes with Node.js`;
	const code = noNetwork.exec(output)?.[1];
	if (code) {
		return `${what}: the npm registry can't be reached (${code}); check the network and npm's proxy settings`;
	}
	if (noSpace.test(output)) return `${what}: the disk is full (ENOSPC)`;
	return `${what} ended with ${outcome}: ${lastLineOf(withoutLogPointer(output))}`;
}

/** npm's pointer to its log file says nothing. */
function withoutLogPointer(output: string): string {
	return output.replace(/^.*(complete log of this run|\.log *$).*$/gm, '');
}
