import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axios from 'axios';
import { type N8nSettings, n8nEnvironment, temporaryFolder } from './environment.cts';
import type { N8nInstall } from './install.cts';
import { npm } from '../system/npm.cts';
import { pollUntil } from '../system/wait.cts';
import { freePort } from '../system/ports.cts';
import { CommandFailed, ProcessGroup, run } from '../system/processGroup.cts';
import { Trouble } from '../cli/errors.cts';

/** A credential as n8n imports it: `data` is plain and encrypted on import. */
export interface CredentialImport {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** A workflow as n8n exports and imports it; only what is used here is named. */
export interface WorkflowImport {
	id: string;
	name: string;
	active: boolean;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	/** What nodes give, by their names, when the workflow is run by hand. */
	pinData?: Record<string, { json: Record<string, unknown> }[]>;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
}

export interface InstanceSettings {
	userFolder: string;
	port: number;
	/** Shared by the processes of one n8n (main and workers); a new one when absent. */
	encryptionKey?: string;
	/** More environment variables, e.g. those of queue mode. */
	variables?: Record<string, string>;
	/** What n8n is started with: `start` when absent, or e.g. `worker --concurrency=5`. */
	command?: string[];
	/** Where this process's own log goes; `n8n.log` in the user folder when absent. */
	logFile?: string;
	/**
	 * What has to answer 200 before this process counts as ready. Absent: `/healthz/readiness` on the
	 * port and, since 2.8.4 is ready by that before it has its routes [measured], `/rest/settings`.
	 */
	readyUrls?: string[];
}

/** One n8n process on this machine, with the command line of the same installation. */
export class N8nInstance {
	readonly url: string;
	readonly encryptionKey: string;
	readonly logFile: string;
	private group: ProcessGroup | undefined;

	constructor(
		private readonly install: N8nInstall,
		private readonly settings: InstanceSettings,
	) {
		this.url = `http://127.0.0.1:${settings.port}`;
		this.encryptionKey = settings.encryptionKey ?? randomBytes(24).toString('hex');
		this.logFile = settings.logFile ?? join(settings.userFolder, 'n8n.log');
	}

	/** The folder of its database and logs. */
	get userFolder(): string {
		return this.settings.userFolder;
	}

	/** Starts the process; `untilReady` tells when it can be used. */
	async start(): Promise<void> {
		if (this.group?.isRunning) throw new Error('This n8n is running already');
		const { command = ['start'] } = this.settings;
		this.group = new ProcessGroup(await this.command(command), this.logFile);
	}

	/**
	 * Waits until n8n answers requests (5 to 20 s after the start).
	 *
	 * @throws Trouble when n8n ends instead, or isn't ready after `timeoutMs` milliseconds
	 */
	async untilReady(timeoutMs = 120_000, signal?: AbortSignal): Promise<void> {
		const urls = [`${this.url}/healthz/readiness`, `${this.url}/rest/settings`];
		const { readyUrls = urls } = this.settings;
		const deadline = Date.now() + timeoutMs;
		await pollUntil(
			async () => {
				if (!this.group?.isRunning) throw new Trouble(`n8n ended: ${await this.lastLogLine()}`);
				if (Date.now() > deadline)
					throw new Trouble(`n8n wasn't ready after ${timeoutMs / 1000} s`);
				const ready = await Promise.all(readyUrls.map(isReady));
				return ready.every(Boolean) || undefined;
			},
			250,
			signal,
		);
	}

	/**
	 * Ends the process and all it has started.
	 *
	 * @param graceMs milliseconds it has to end by itself; 0 ends it at once, as a crash would
	 */
	async stop(graceMs = 10_000): Promise<void> {
		if (graceMs === 0) this.group?.kill('SIGKILL');
		await this.group?.stop(graceMs);
	}

	/** Fulfilled when the process has ended, for whatever reason. */
	async untilEnded(): Promise<void> {
		await this.group?.ended;
	}

	/**
	 * Runs n8n's command line on the same user folder; the server may be running or not.
	 *
	 * @returns what it wrote to its standard output
	 * @throws Trouble with the last line of its output
	 */
	async cli(args: string[], signal?: AbortSignal): Promise<string> {
		try {
			return await run(await this.command(args), signal);
		} catch (error) {
			if (!(error instanceof CommandFailed)) throw error;
			throw new Trouble(`n8n ${args[0]} failed: ${lastLineOf(error.output)}`);
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
		await writeFile(join(folder, 'package.json'), JSON.stringify(manifest), { flag: 'wx' }).catch(
			(error: NodeJS.ErrnoException) => {
				if (error.code !== 'EEXIST') throw error;
			},
		);
		const args = ['install', tarball, '--omit=dev', '--omit=peer', '--ignore-scripts'];
		await npm(args, { cwd: folder, nodeBinary: this.install.nodeBinary, signal });
	}

	/** The last line of the log that says something, for a reason shown to people. */
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

	private async command(args: string[]) {
		const settings: N8nSettings = {
			...this.settings,
			encryptionKey: this.encryptionKey,
			brokerPort: await freePort(),
		};
		await mkdir(temporaryFolder(this.settings.userFolder), { recursive: true });
		return {
			command: this.install.nodeBinary,
			args: [this.install.program, ...args],
			cwd: this.settings.userFolder,
			env: n8nEnvironment(this.install.release, settings),
		};
	}
}

async function isReady(url: string): Promise<boolean> {
	return await axios
		.get(url, { proxy: false, timeout: 2_000, validateStatus: () => true })
		.then(({ status }) => status === 200)
		.catch(() => false);
}

function lastLineOf(output: string): string {
	const lines = output.split('\n').map((line) => line.trim());
	return lines.filter((line) => line !== '').at(-1) ?? 'it wrote nothing';
}
