import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../demo/n8n/cache.cts';
import { installN8n, type N8nInstall } from '../../demo/n8n/install.cts';
import {
	type CredentialImport,
	N8nInstance,
	type WorkflowImport,
} from '../../demo/n8n/instance.cts';
import { freePort } from '../../demo/n8n/ports.cts';
import type { N8nRelease } from '../../demo/n8n/releases.cts';
import { build, pack } from '../../demo/packThis.cts';
import type { Step } from '../../demo/progress.cts';
import { Sandbox } from '../../demo/sandboxProcess.cts';
import { credentialFor } from '../../demo/scenarios/credential.cts';
import { SandboxControl } from './control.cts';
import { readyWorkflows } from './workflows.cts';

export interface HouseSettings {
	release: N8nRelease;
	sandboxPort: number;
	signal: AbortSignal;
}

/** n8n with the package and the example workflows in it, and the sandbox. */
export class House {
	readonly sandbox: Sandbox;
	readonly control: SandboxControl;
	workflows: WorkflowImport[] = [];
	/** Of the service account that the workflows send. */
	readonly servicePassword = `Canary-${randomBytes(18).toString('hex')}`;
	private temporary = '';
	private tarball = '';
	private install: N8nInstall | undefined;
	private instance: N8nInstance | undefined;

	constructor(private readonly settings: HouseSettings) {
		this.sandbox = new Sandbox(settings.sandboxPort);
		this.control = new SandboxControl(this.sandbox.url);
	}

	/** What makes it ready, in order. */
	steps(): Step[] {
		const { version } = this.settings.release;
		return [
			{ title: 'Build and pack this package', run: () => this.buildAndPack() },
			{ title: `Install n8n ${version}`, run: (report) => this.installN8n(report) },
			{ title: 'Install the package in n8n', run: () => this.installPackage() },
			{ title: 'Start the sandbox', run: () => this.startSandbox() },
			{ title: 'Import credential and workflows', run: () => this.import() },
		];
	}

	/** The folder of n8n's database and logs. */
	get userFolder(): string {
		return join(this.temporary, 'n8n');
	}

	/** n8n, for its command line; once the package was installed in it. */
	get n8n(): N8nInstance {
		if (!this.instance) throw new Error('The package was not installed yet');
		return this.instance;
	}

	/** Ends the sandbox and removes all temporary files; can be called at any point. */
	async close(): Promise<void> {
		await this.sandbox.stop();
		if (this.temporary) {
			await rm(this.temporary, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	private async buildAndPack(): Promise<void> {
		const { signal } = this.settings;
		this.temporary = await mkdtemp(join(tmpdir(), 'n8n-nodes-okta-asa-execute-'));
		await build(signal);
		this.tarball = await pack(this.temporary, signal);
	}

	private async installN8n(report: (text: string) => void): Promise<string> {
		const { release, signal } = this.settings;
		const cache = cacheFolder();
		this.install = await installN8n(release, { cache, signal, report });
		return this.install.installMs ? 'installed' : 'there already';
	}

	private async installPackage(): Promise<void> {
		if (!this.install) throw new Error('n8n was not installed yet');
		// Nothing listens on the port: the command line starts no server.
		const settings = { userFolder: this.userFolder, port: await freePort() };
		this.instance = new N8nInstance(this.install, settings);
		await this.n8n.installPackage(this.tarball, this.settings.signal);
	}

	private async startSandbox(): Promise<void> {
		await this.sandbox.start(this.settings.signal);
		await this.control.makeSwift();
	}

	private async import(): Promise<void> {
		const { signal } = this.settings;
		const credential = credentialFor(this.sandbox);
		const serviceAccount: CredentialImport = {
			id: 'serviceAccount',
			name: 'Service account',
			type: 'oktaAsaServiceAccountApi',
			data: { username: 'svc-asa@example.com', password: this.servicePassword },
		};
		this.workflows = readyWorkflows(credential, serviceAccount, await this.sandbox.state());
		await this.n8n.importCredentials([credential, serviceAccount], signal);
		await this.n8n.importWorkflows(this.workflows, signal);
	}
}
