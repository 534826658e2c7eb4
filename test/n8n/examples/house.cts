import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi } from '../../../support/n8n/n8nApi.cts';
import { cacheFolder } from '../../../support/system/cache.cts';
import { installN8n, type N8nInstall } from '../../../support/n8n/install.cts';
import { N8nInstance, type WorkflowImport } from '../../../support/n8n/n8nProcess.cts';
import { freePort } from '../../../support/system/ports.cts';
import type { N8nRelease } from '../../../support/n8n/releases.cts';
import { build, pack } from '../../../support/system/packPackage.cts';
import type { Step } from '../../../support/cli/progress.cts';
import { Sandbox } from '../../../support/sandbox/sandboxProcess.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { Mailbox } from '../../../support/services/mailbox.cts';
import { ChatModel } from './services/chatModel.cts';
import { Internet } from './services/internet.cts';
import { PagerDuty } from './services/pagerDuty.cts';
import { ServiceNow } from './services/serviceNow.cts';
import { Slack } from './services/slack.cts';

export interface HouseSettings {
	release: N8nRelease;
	signal: AbortSignal;
	/** What n8n is to hold, once all stand-ins are open. */
	workflows: (house: House) => Promise<WorkflowImport[]>;
}

/** A running n8n with the package and workflows in it, the sandbox, and stand-ins of other services. */
export class House {
	readonly mailbox = new Mailbox();
	readonly model = new ChatModel();
	readonly pagerDuty = new PagerDuty();
	readonly serviceNow = new ServiceNow();
	readonly slack = new Slack();
	readonly internet = new Internet({
		'events.pagerduty.com': () => this.pagerDuty.url,
		'slack.com': () => this.slack.url,
		[this.serviceNow.host]: () => this.serviceNow.url,
	});
	readonly signal: AbortSignal;
	private temporary = '';
	private tarball = '';
	private install: N8nInstall | undefined;
	private parts: { sandbox: Sandbox; n8n: N8nInstance; api: N8nApi } | undefined;

	constructor(private readonly settings: HouseSettings) {
		this.signal = settings.signal;
	}

	/** What makes it ready, in order. */
	steps(): Step[] {
		const { version } = this.settings.release;
		return [
			{ title: 'Build and pack this package', run: () => this.buildAndPack() },
			{ title: `Install n8n ${version}`, run: (report) => this.installN8n(report) },
			{ title: 'Start the sandbox and the stand-ins', run: () => this.openServices() },
			{ title: 'Install the package in n8n', run: () => this.installPackage() },
			{ title: 'Import credentials and workflows', run: () => this.import() },
			{ title: 'Start n8n', run: () => this.startN8n() },
		];
	}

	get sandbox(): Sandbox {
		return this.ready.sandbox;
	}

	get n8n(): N8nInstance {
		return this.ready.n8n;
	}

	get api(): N8nApi {
		return this.ready.api;
	}

	/** The one folder that n8n may write files to. */
	get filesFolder(): string {
		return join(this.temporary, 'files');
	}

	/** Ends all processes and removes all temporary files; can be called at any point. */
	async close(): Promise<void> {
		await Promise.all([this.parts?.n8n.stop(), this.parts?.sandbox.stop()]);
		await Promise.all([...this.standIns, this.internet].map((service) => service.close()));
		if (this.temporary) {
			await rm(this.temporary, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	private get ready() {
		if (!this.parts) throw new Error('The steps were not run yet');
		return this.parts;
	}

	private get standIns() {
		return [this.mailbox, this.model, this.pagerDuty, this.serviceNow, this.slack];
	}

	private async buildAndPack(): Promise<void> {
		this.temporary = await mkdtemp(join(tmpdir(), 'n8n-nodes-okta-asa-examples-'));
		await mkdir(this.filesFolder);
		await build(this.signal);
		this.tarball = await pack(this.temporary, this.signal);
	}

	private async installN8n(report: (text: string) => void): Promise<string> {
		const { release, signal } = this.settings;
		this.install = await installN8n(release, { cache: cacheFolder(), signal, report });
		return this.install.installMs ? 'installed' : 'there already';
	}

	private async openServices(): Promise<void> {
		if (!this.install) throw new Error('n8n was not installed yet');
		const sandbox = new Sandbox(await freePort());
		await Promise.all([...this.standIns, this.internet].map((service) => service.open()));
		const n8n = new N8nInstance(this.install, {
			userFolder: join(this.temporary, 'n8n'),
			port: await freePort(),
			variables: {
				...this.internet.variables,
				N8N_RESTRICT_FILE_ACCESS_TO: this.filesFolder,
			},
		});
		this.parts = { sandbox, n8n, api: new N8nApi(n8n.url) };
		await sandbox.start(this.signal);
	}

	private async installPackage(): Promise<void> {
		await this.ready.n8n.installPackage(this.tarball, this.signal);
	}

	private async import(): Promise<void> {
		const { n8n } = this.ready;
		const credentials = this.standIns.map((service) => service.credential);
		await n8n.importCredentials([credentialFor(this.sandbox), ...credentials], this.signal);
		await n8n.importWorkflows(await this.settings.workflows(this), this.signal);
	}

	private async startN8n(): Promise<void> {
		const { n8n, api } = this.ready;
		await n8n.start();
		await n8n.untilReady(undefined, this.signal);
		await api.setUpOwner({
			email: 'examples@example.com',
			firstName: 'Examples',
			lastName: 'Owner',
			password: `Examples-${randomBytes(6).toString('hex')}-1`,
		});
	}
}
