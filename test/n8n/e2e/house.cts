import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi, type Owner } from '../../../support/n8n/n8nApi.cts';
import { cacheFolder } from '../../../support/system/cache.cts';
import { installN8n, type N8nInstall } from '../../../support/n8n/install.cts';
import { N8nInstance } from '../../../support/n8n/n8nProcess.cts';
import { freePort } from '../../../support/system/ports.cts';
import type { N8nRelease } from '../../../support/n8n/releases.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import type { Report, Step } from '../../../support/cli/progress.cts';
import { Sandbox } from '../../../support/sandbox/sandboxProcess.cts';

/** As n8n names it when the package was installed by a user. */
const NODE = 'n8n-nodes-okta-asa.asaActiveDirectory';

/** One n8n with the package in it, its owner, and the sandbox beside it. */
export class House {
	readonly owner: Owner = {
		email: 'owner@example.com',
		firstName: 'Test',
		lastName: 'Owner',
		password: `Test-${randomBytes(6).toString('hex')}-1`,
	};
	private temporary = '';
	private install: N8nInstall | undefined;
	private instance: N8nInstance | undefined;
	private team: Sandbox | undefined;

	/** @param tarball this package as `npm pack` made it */
	constructor(
		private readonly release: N8nRelease,
		private readonly tarball: string,
		private readonly signal: AbortSignal,
	) {}

	/** What makes it ready, in order. */
	steps(): Step[] {
		const { version } = this.release;
		return [
			{ title: `Install n8n ${version}`, run: (report) => this.installN8n(report) },
			{ title: 'Install the packed package in n8n', run: () => this.installPackage() },
			{ title: 'Start the sandbox', run: () => this.startSandbox() },
			{ title: 'Start n8n, with an owner', run: () => this.startN8n() },
		];
	}

	/** n8n, once the package was installed in it. */
	get n8n(): N8nInstance {
		if (!this.instance) throw new Error('The package was not installed yet');
		return this.instance;
	}

	get sandbox(): Sandbox {
		if (!this.team) throw new Error('The sandbox was not started yet');
		return this.team;
	}

	/** Ends all processes and removes all temporary files; can be called at any point. */
	async close(): Promise<void> {
		await Promise.all([this.instance?.stop(), this.team?.stop()]);
		if (this.temporary) {
			await rm(this.temporary, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	private async installN8n(report: Report): Promise<string> {
		const { release, signal } = this;
		this.install = await installN8n(release, { cache: cacheFolder(), signal, report });
		return this.install.installMs ? 'installed' : 'there already';
	}

	private async installPackage(): Promise<void> {
		if (!this.install) throw new Error('n8n was not installed yet');
		this.temporary = await mkdtemp(join(tmpdir(), 'n8n-nodes-okta-asa-e2e-'));
		const userFolder = join(this.temporary, 'n8n');
		await mkdir(userFolder);
		this.instance = new N8nInstance(this.install, { userFolder, port: await freePort() });
		await this.n8n.installPackage(this.tarball, this.signal);
	}

	private async startSandbox(): Promise<void> {
		this.team = new Sandbox(await freePort());
		await this.team.start(this.signal);
		await this.team.standStill();
	}

	private async startN8n(): Promise<void> {
		await this.n8n.start();
		await this.n8n.untilReady(undefined, this.signal);
		const api = new N8nApi(this.n8n.url);
		await api.setUpOwner(this.owner);
		const types = await api.nodeTypes();
		if (!types.some(({ name }) => name === NODE)) throw new Trouble(`n8n doesn't know ${NODE}`);
	}
}
