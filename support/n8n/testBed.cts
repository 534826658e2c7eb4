import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../cli/errors.cts';
import type { Report, Step } from '../cli/progress.cts';
import { SandboxProcess } from '../sandbox/sandboxProcess.cts';
import { cacheFolder } from '../system/cache.cts';
import { removeFolder, temporaryFolder } from '../system/folders.cts';
import { buildAndPack } from '../system/package.cts';
import { freePort } from '../system/ports.cts';
import { installN8n, type N8nInstall } from './install.cts';
import { N8nApi, type Owner } from './n8nApi.cts';
import { N8nProcess } from './n8nProcess.cts';
import { releaseOf } from './releases.cts';
import { actionNode, type CredentialImport, type WorkflowImport } from './workflow.cts';

/** Something that is opened before n8n starts and closed after it, e.g. a stand-in of a web service. */
export interface TestBedService {
	open(): Promise<unknown>;
	close(): Promise<unknown>;
}

/** What n8n holds before it starts. */
export interface TestBedImports {
	credentials: CredentialImport[];
	workflows: WorkflowImport[];
}

export interface TestBedSettings {
	/** Part of the names of temporary folders. */
	name: string;
	n8nVersion: string;
	signal: AbortSignal;
	/** Absent: any free port. */
	n8nPort?: number;
	/** Absent: any free port. */
	sandboxPort?: number;
	/** This package, as `npm pack` made it. Absent: built and packed now. */
	tarball?: string;
	/** More environment variables of n8n, read once the services are open. */
	variables?: () => Record<string, string>;
	/** Prepares the simulated team. */
	prepareSandbox?: (sandbox: SandboxProcess) => Promise<void>;
	/** Read once the services and the sandbox are there. */
	imports?: () => Promise<TestBedImports> | TestBedImports;
}

/**
 * A real n8n with this package installed as a user would, and the simulated ASA team beside it. Steps
 * make it ready; `close` ends it.
 */
export class N8nTestBed {
	readonly sandbox: SandboxProcess;
	readonly url: string;
	readonly api: N8nApi;
	/** n8n's user, whose password is made for this run. */
	readonly owner: Owner = {
		email: 'owner@example.com',
		firstName: 'Test',
		lastName: 'Owner',
		password: `Test-${randomBytes(6).toString('hex')}-1`,
	};
	/** What n8n holds, once it was imported. */
	imported: TestBedImports = { credentials: [], workflows: [] };
	private readonly services: TestBedService[] = [];
	private readonly opened: TestBedService[] = [];
	private tarball: string | undefined;
	private installed: N8nInstall | undefined;
	private process: N8nProcess | undefined;

	private constructor(
		private readonly settings: TestBedSettings,
		/** For everything that goes with the test bed; n8n's user folder is in it. */
		readonly folder: string,
		private readonly n8nPort: number,
		sandboxPort: number,
	) {
		this.sandbox = new SandboxProcess(sandboxPort);
		this.url = `http://127.0.0.1:${n8nPort}`;
		this.api = new N8nApi(this.url);
		this.tarball = settings.tarball;
	}

	/** @throws CliError for a version that was not tried */
	static async create(settings: TestBedSettings): Promise<N8nTestBed> {
		releaseOf(settings.n8nVersion);
		const n8nPort = settings.n8nPort ?? (await freePort());
		const sandboxPort = settings.sandboxPort ?? (await freePort());
		return new N8nTestBed(settings, await temporaryFolder(settings.name), n8nPort, sandboxPort);
	}

	get signal(): AbortSignal {
		return this.settings.signal;
	}

	get install(): N8nInstall {
		return ready(this.installed, 'n8n is not installed yet');
	}

	/** n8n, once this package is installed in it. */
	get n8n(): N8nProcess {
		return ready(this.process, 'this package is not installed in n8n yet');
	}

	/** Has a service opened before n8n starts and closed after it. */
	use<T extends TestBedService>(service: T): T {
		this.services.push(service);
		return service;
	}

	/** Everything up to a running n8n. */
	steps(): Step[] {
		return [...this.preparationSteps(), this.startStep()];
	}

	/** Everything but the start of n8n; its command line works without. */
	preparationSteps(): Step[] {
		const { n8nVersion, imports, tarball } = this.settings;
		const steps: (Step | false)[] = [
			!tarball && { title: 'Build and pack this package', run: () => this.buildAndPack() },
			{ title: `Install n8n ${n8nVersion}`, run: (report) => this.installN8n(report) },
			{ title: 'Start the sandbox and the services', run: () => this.startServices() },
			{ title: 'Install this package in n8n', run: () => this.installPackage() },
			Boolean(imports) && { title: 'Import credentials and workflows', run: () => this.import() },
		];
		return steps.filter((step) => step !== false);
	}

	startStep(): Step {
		return { title: 'Start n8n', run: () => this.startN8n() };
	}

	/** Stops all processes and removes all temporary files; can be called at any time. */
	async close(): Promise<void> {
		await this.process?.stop();
		await this.sandbox.stop();
		for (const service of this.opened.splice(0).reverse()) await service.close();
		await removeFolder(this.folder);
	}

	private async buildAndPack(): Promise<void> {
		this.tarball = await buildAndPack(this.folder, this.signal);
	}

	private async installN8n(report: Report): Promise<string> {
		const cache = cacheFolder();
		this.installed = await installN8n(releaseOf(this.settings.n8nVersion), {
			cache,
			signal: this.signal,
			report: (text) => report(`${text}; this takes minutes, once; it is kept in ${cache}`),
		});
		return this.installed.installMs ? 'installed' : 'already installed';
	}

	private async startServices(): Promise<void> {
		for (const service of this.services) {
			this.opened.push(service);
			await service.open();
		}
		await this.sandbox.start(this.signal);
		await this.settings.prepareSandbox?.(this.sandbox);
	}

	private async installPackage(): Promise<void> {
		const userFolder = join(this.folder, 'n8n');
		await mkdir(userFolder);
		const variables = this.settings.variables?.();
		this.process = new N8nProcess(this.install, { userFolder, port: this.n8nPort, variables });
		await this.n8n.installPackage(ready(this.tarball, 'no tarball yet'), this.signal);
	}

	private async import(): Promise<void> {
		this.imported = ready(await this.settings.imports?.(), 'nothing to import');
		await this.n8n.importCredentials(this.imported.credentials, this.signal);
		await this.n8n.importWorkflows(this.imported.workflows, this.signal);
	}

	private async startN8n(): Promise<void> {
		await this.n8n.start();
		await this.n8n.untilReady(undefined, this.signal);
		await this.api.createOwner(this.owner);
		const types = await this.api.nodeTypes();
		if (types.some(({ name }) => name === actionNode)) return;
		throw new CliError(`n8n does not know ${actionNode}`);
	}
}

/** @throws Error when a step was not run yet */
function ready<T>(value: T | undefined, problem: string): T {
	if (value === undefined) throw new Error(problem);
	return value;
}
