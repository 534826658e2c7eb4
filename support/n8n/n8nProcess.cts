import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axios from 'axios';
import { CliError } from '../cli/errors.cts';
import { npm } from '../system/npm.cts';
import { freePort } from '../system/ports.cts';
import {
	type Command,
	CommandFailed,
	lastLineOf,
	ProcessGroup,
	run,
} from '../system/processGroup.cts';
import { waitUntil } from '../system/wait.cts';
import { n8nEnvironment, temporaryFolderOf } from './environment.cts';
import type { N8nInstall } from './install.cts';
import type { CredentialImport, WorkflowImport } from './workflow.cts';

export interface N8nProcessSettings {
	userFolder: string;
	port: number;
	/** Shared by the processes of one n8n (main and workers); a new one when absent. */
	encryptionKey?: string;
	/** More environment variables, e.g. those of queue mode. */
	variables?: Record<string, string>;
	/** What n8n is started with: `start` when absent, or e.g. `worker --concurrency=5`. */
	command?: string[];
	/** Where this process writes its log; `n8n.log` in the user folder when absent. */
	logFile?: string;
	/**
	 * What has to answer 200 before this process counts as ready. Absent: `/healthz/readiness`, and
	 * `/rest/settings`, since 2.8.4 reports readiness before its routes exist [measured].
	 */
	readyUrls?: string[];
}

/** One n8n process on this machine, and the command line of the same installation. */
export class N8nProcess {
	readonly url: string;
	readonly encryptionKey: string;
	readonly logFile: string;
	private group: ProcessGroup | undefined;

	constructor(
		private readonly install: N8nInstall,
		private readonly settings: N8nProcessSettings,
	) {
		this.url = `http://127.0.0.1:${settings.port}`;
		this.encryptionKey = settings.encryptionKey ?? randomBytes(24).toString('hex');
		this.logFile = settings.logFile ?? join(settings.userFolder, 'n8n.log');
	}

	/** The folder of its database and logs. */
	get userFolder(): string {
		return this.settings.userFolder;
	}

	/** Starts the process; `untilReady` waits until it can be used. */
	async start(): Promise<void> {
		if (this.group?.isRunning) throw new Error('This n8n is already running');
		const { command = ['start'] } = this.settings;
		this.group = new ProcessGroup(await this.command(command), this.logFile);
	}

	/**
	 * Waits until n8n answers requests (5 to 20 s after the start).
	 *
	 * @throws CliError when n8n ends instead, or isn't ready after `timeoutMs` milliseconds
	 */
	async untilReady(timeoutMs = 120_000, signal?: AbortSignal): Promise<void> {
		const urls = [`${this.url}/healthz/readiness`, `${this.url}/rest/settings`];
		const { readyUrls = urls } = this.settings;
		const deadline = Date.now() + timeoutMs;
		const isReady = async () => {
			if (!this.group?.isRunning) return await this.untilEnded();
			if (Date.now() > deadline) throw new CliError(`n8n not ready after ${timeoutMs / 1000} s`);
			return (await Promise.all(readyUrls.map(answersOk))).every(Boolean);
		};
		await waitUntil(isReady, 250, signal);
	}

	/**
	 * Ends the process and all it has started.
	 *
	 * @param graceMs milliseconds that it has to end before it is killed; 0 kills it at once, as a crash would
	 */
	async stop(graceMs = 10_000): Promise<void> {
		if (graceMs === 0) this.group?.kill('SIGKILL');
		await this.group?.stop(graceMs);
	}

	/** @throws CliError when it ends, with the last line of its log */
	async untilEnded(): Promise<never> {
		await this.group?.ended;
		throw new CliError(`n8n ended: ${await this.lastLogLine()}`);
	}

	/**
	 * Runs n8n's command line on the same user folder; the server may be running or not.
	 *
	 * @returns what it wrote to its standard output
	 * @throws CliError with the last line of its output
	 */
	async cli(args: string[], signal?: AbortSignal): Promise<string> {
		try {
			return await run(await this.command(args), signal);
		} catch (error) {
			if (!(error instanceof CommandFailed)) throw error;
			throw new CliError(`n8n ${args[0]} failed: ${lastLineOf(error.output)}`);
		}
	}

	async importCredentials(credentials: CredentialImport[], signal?: AbortSignal): Promise<void> {
		await this.importFile('import:credentials', credentials, signal);
	}

	/** Workflows come in inactive, whatever they say. */
	async importWorkflows(workflows: WorkflowImport[], signal?: AbortSignal): Promise<void> {
		await this.importFile('import:workflow', workflows, signal);
	}

	/**
	 * Installs a packed community package as n8n itself would: into `.n8n/nodes`, without scripts.
	 * n8n finds it at its next start.
	 *
	 * @param tarball what `npm pack` made
	 */
	async installPackage(tarball: string, signal?: AbortSignal): Promise<void> {
		const folder = join(this.settings.userFolder, '.n8n', 'nodes');
		await mkdir(folder, { recursive: true });
		const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
		await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
		const args = ['install', tarball, '--omit=dev', '--omit=peer', '--ignore-scripts'];
		await npm(args, { cwd: folder, nodeBinary: this.install.nodeBinary, signal });
	}

	/** The last line of the log, for a reason shown to people. */
	async lastLogLine(): Promise<string> {
		return lastLineOf(await readFile(this.logFile, 'utf8').catch(() => ''));
	}

	private async importFile(command: string, content: unknown[], signal?: AbortSignal) {
		const file = join(this.settings.userFolder, `import-${randomUUID()}.json`);
		await writeFile(file, JSON.stringify(content), { mode: 0o600 });
		try {
			await this.cli([command, `--input=${file}`], signal);
		} finally {
			await rm(file, { force: true });
		}
	}

	private async command(args: string[]): Promise<Command> {
		const { userFolder } = this.settings;
		const { encryptionKey } = this;
		const settings = { ...this.settings, encryptionKey, brokerPort: await freePort() };
		await mkdir(temporaryFolderOf(userFolder), { recursive: true });
		return {
			command: this.install.nodeBinary,
			args: [this.install.program, ...args],
			cwd: userFolder,
			env: n8nEnvironment(this.install.release, settings),
		};
	}
}

async function answersOk(url: string): Promise<boolean> {
	return await axios
		.get(url, { proxy: false, timeout: 2_000, validateStatus: () => true })
		.then(({ status }) => status === 200)
		.catch(() => false);
}
