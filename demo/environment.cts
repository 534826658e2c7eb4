import type { Step } from '../support/cli/progress.cts';
import type { N8nApi } from '../support/n8n/n8nApi.cts';
import { releaseOf } from '../support/n8n/releases.cts';
import { N8nTestBed } from '../support/n8n/testBed.cts';
import { Inbox } from '../support/services/inbox.cts';
import { Jira } from '../support/services/jira/jira.cts';
import { Mattermost } from '../support/services/mattermost.cts';
import { assertPortsFree } from '../support/system/ports.cts';
import type { Flags } from './flags.cts';
import type { Scenario, Services } from './scenarios/scenario.cts';

/** Everything that the demo runs: n8n, the sandbox, and stand-ins of the services that it alerts. */
export class DemoEnvironment {
	private constructor(
		readonly testBed: N8nTestBed,
		readonly services: Services,
	) {}

	/** @throws CliError when the flags ask for something that is not available */
	static async create(
		flags: Flags,
		scenario: Scenario,
		signal: AbortSignal,
	): Promise<DemoEnvironment> {
		const { n8nVersion, n8nPort, sandboxPort, inboxPort } = flags;
		releaseOf(n8nVersion);
		await assertPortsFree([
			{ port: n8nPort, owner: 'n8n', flag: '--n8n-port' },
			{ port: sandboxPort, owner: 'the sandbox', flag: '--sandbox-port' },
			{ port: inboxPort, owner: 'the inbox', flag: '--inbox-port' },
		]);
		const testBed = await N8nTestBed.create({
			...{ name: 'demo', n8nVersion, n8nPort, sandboxPort, signal },
			imports: () => scenario.imports(services),
		});
		const services = {
			sandbox: testBed.sandbox,
			inbox: testBed.use(new Inbox(inboxPort)),
			jira: testBed.use(new Jira()),
			mattermost: testBed.use(new Mattermost()),
		};
		return new DemoEnvironment(testBed, services);
	}

	get api(): N8nApi {
		return this.testBed.api;
	}

	steps(): Step[] {
		return this.testBed.steps();
	}

	/** @returns what n8n knows about why nothing has arrived */
	async describeExecutions(): Promise<string> {
		const { imported, n8n } = this.testBed;
		const counts: string[] = [];
		for (const { id, name } of imported.workflows) {
			const executions = await this.api.executions(id, 100);
			const failed = executions.find(({ status }) => status === 'error');
			if (failed) return `"${name}" failed: ${(await this.api.execution(failed.id)).error}`;
			counts.push(`"${name}" ran ${executions.length} times`);
		}
		return `no workflow failed; ${counts.join(', ')}; n8n's last line: ${await n8n.lastLogLine()}`;
	}

	/** Stops all processes and removes all temporary files; can be called at any time. */
	async close(): Promise<void> {
		await this.testBed.close();
	}
}
