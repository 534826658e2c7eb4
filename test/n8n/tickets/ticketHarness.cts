import type { Execution, Item, N8nApi } from '../../../support/n8n/n8nApi.cts';
import type { WorkflowImport } from '../../../support/n8n/n8nProcess.cts';
import { pollUntil } from '../../../support/system/wait.cts';
import { Trouble } from '../../../support/cli/errors.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { ticketWorkflow, TRIGGER, withItems } from '../../../support/examples/ticketInJira.cts';
import type { Jira } from '../../../support/services/jira/jira.cts';
import type { SetUp } from '../../../demo/environment.cts';

/** The example in n8n, and Jira behind it. */
export class Desk {
	readonly api: N8nApi;
	readonly jira: Jira;
	private readonly example: WorkflowImport;

	constructor(
		{ api, services }: SetUp,
		private readonly signal: AbortSignal,
	) {
		this.api = api;
		this.jira = services.jira;
		this.example = ticketWorkflow(credentialFor(services.sandbox), services.jira);
	}

	/** What the example makes of the items of one poll, whatever comes of it. */
	async start(items: Item[]): Promise<Execution> {
		const name = items.map(({ incident_action }) => incident_action).join(', ');
		const id = await this.api.create(withItems(this.example, name, items));
		return await this.api.endOf(await this.api.run(id, TRIGGER), this.signal);
	}

	/** @throws Trouble when the example fails */
	async poll(...items: Item[]): Promise<Execution> {
		const execution = await this.start(items);
		if (execution.error === undefined) return execution;
		throw new Trouble(`the workflow failed: ${execution.error}`);
	}

	/** Presses Retry for a failed execution, and waits for what comes of it. */
	async retry(failed: Execution): Promise<Execution> {
		await this.api.retry(failed.id);
		const newest = await pollUntil(
			async () => {
				const [execution] = await this.api.executions(failed.workflowId);
				return execution && execution.id !== failed.id ? execution : undefined;
			},
			250,
			this.signal,
		);
		return await this.api.endOf(newest.id, this.signal);
	}

	/** The tickets of an incident: the status of each and how many comments it has. */
	ticketsOf(incidentKey: string): string[] {
		return this.jira.issues.all
			.filter(({ labels }) => labels.includes(`asa-${incidentKey}`))
			.map(({ status, comments }) => `${status.name}, ${comments.length} comments`);
	}
}
