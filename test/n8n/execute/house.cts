import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi } from '../../../support/n8n/n8nApi.cts';
import { cacheFolder } from '../../../support/system/cache.cts';
import { installN8n, type N8nInstall } from '../../../support/n8n/install.cts';
import {
	type CredentialImport,
	N8nInstance,
	type WorkflowImport,
} from '../../../support/n8n/n8nProcess.cts';
import { freePort } from '../../../support/system/ports.cts';
import type { N8nRelease } from '../../../support/n8n/releases.cts';
import { build, pack } from '../../../support/system/packPackage.cts';
import type { Step } from '../../../support/cli/progress.cts';
import { Sandbox } from '../../../support/sandbox/sandboxProcess.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { Gate } from '../../faults/gate.cts';
import { SandboxControl } from '../../../support/sandbox/sandboxControl.cts';
import { type Failing, failingWorkflows } from './failingWorkflows.cts';
import { readyWorkflows } from './workflows.cts';

export interface HouseSettings {
	release: N8nRelease;
	sandboxPort: number;
	signal: AbortSignal;
}

/** n8n with the package, the example workflows and some that fail, and the sandbox. */
export class House {
	readonly sandbox: Sandbox;
	readonly control: SandboxControl;
	/** The way to the sandbox where requests go wrong. */
	readonly gate: Gate;
	workflows: WorkflowImport[] = [];
	/** Workflows that fail when they are run. */
	failing: Failing[] = [];
	/**
	 * Of the service account that the workflows send. Its first half looks different in JSON and in
	 * addresses, its second half doesn't, so that a search finds it everywhere.
	 */
	readonly servicePassword = `"&%${randomBytes(12).toString('hex')}`;
	private temporary = '';
	private tarball = '';
	private install: N8nInstall | undefined;
	private instance: N8nInstance | undefined;
	private server: N8nApi | undefined;

	constructor(private readonly settings: HouseSettings) {
		this.sandbox = new Sandbox(settings.sandboxPort);
		this.control = new SandboxControl(this.sandbox.url);
		this.gate = new Gate(this.sandbox.url);
	}

	/** What makes it ready, in order. */
	steps(): Step[] {
		const { version } = this.settings.release;
		return [
			{ title: 'Build and pack this package', run: () => this.buildAndPack() },
			{ title: `Install n8n ${version}`, run: (report) => this.installN8n(report) },
			{ title: 'Install the package in n8n', run: () => this.installPackage() },
			{ title: 'Start the sandbox', run: () => this.startSandbox() },
			{ title: 'Import credentials and workflows', run: () => this.import() },
		];
	}

	/** Lets n8n run as a server, which the command line doesn't need. */
	serverSteps(): Step[] {
		return [{ title: 'Start n8n', run: () => this.startN8n() }];
	}

	/** n8n, once the package was installed in it. */
	get n8n(): N8nInstance {
		if (!this.instance) throw new Error('The package was not installed yet');
		return this.instance;
	}

	/** n8n's interface, once it runs as a server. */
	get api(): N8nApi {
		if (!this.server) throw new Error('n8n was not started yet');
		return this.server;
	}

	/** Ends all processes and removes all temporary files; can be called at any point. */
	async close(): Promise<void> {
		await Promise.all([this.instance?.stop(), this.sandbox.stop(), this.gate.close()]);
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
		const userFolder = join(this.temporary, 'n8n');
		this.instance = new N8nInstance(this.install, { userFolder, port: await freePort() });
		await this.n8n.installPackage(this.tarball, this.settings.signal);
	}

	private async startSandbox(): Promise<void> {
		await this.sandbox.start(this.settings.signal);
		await this.control.makeSwift();
		await this.gate.open();
	}

	private async import(): Promise<void> {
		const { signal } = this.settings;
		const credential = credentialFor(this.sandbox);
		const serviceAccount: CredentialImport = {
			id: 'serviceAccount',
			name: 'Service account',
			type: 'oktaAsaServiceAccountApi',
			data: { username: 'svc', password: this.servicePassword },
		};
		const team = await this.sandbox.state();
		this.workflows = readyWorkflows(credential, serviceAccount, team);
		this.failing = failingWorkflows(this.gate.url, this.sandbox, serviceAccount, team);
		const behindGate = this.failing.map((failing) => failing.credential);
		await this.n8n.importCredentials([credential, serviceAccount, ...behindGate], signal);
		const toFail = this.failing.map(({ workflow }) => workflow);
		await this.n8n.importWorkflows([...this.workflows, ...toFail], signal);
	}

	private async startN8n(): Promise<void> {
		await this.n8n.start();
		await this.n8n.untilReady(undefined, this.settings.signal);
		this.server = new N8nApi(this.n8n.url);
		await this.server.setUpOwner({
			email: 'execute@example.com',
			firstName: 'Execute',
			lastName: 'Owner',
			password: `Execute-${randomBytes(6).toString('hex')}-1`,
		});
	}
}
