import { CliError } from '../../../support/cli/errors.cts';
import { ticketInJira, triggerName, withItems } from '../../../support/examples/ticketInJira.cts';
import type { Item } from '../../../support/n8n/executionData.cts';
import type { Execution, N8nApi } from '../../../support/n8n/n8nApi.cts';
import type { N8nTestBed } from '../../../support/n8n/testBed.cts';
import type { WorkflowImport } from '../../../support/n8n/workflow.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import type { SandboxProcess } from '../../../support/sandbox/sandboxProcess.cts';
import type { Issue } from '../../../support/services/jira/issues.cts';
import type { Jira } from '../../../support/services/jira/jira.cts';
import { pollUntil } from '../../../support/system/wait.cts';
import type { Incident } from './items.cts';

/** The example in n8n, and Jira behind it. */
export class TicketHarness {
	readonly api: N8nApi;
	readonly sandbox: SandboxProcess;
	readonly signal: AbortSignal;
	private readonly example: WorkflowImport;

	constructor(
		{ api, sandbox, signal }: N8nTestBed,
		readonly jira: Jira,
	) {
		this.api = api;
		this.sandbox = sandbox;
		this.signal = signal;
		this.example = ticketInJira(credentialFor(sandbox), jira);
	}

	/** Runs the example with the items of one poll; it may fail. */
	async start(items: Item[]): Promise<Execution> {
		const name = items.map(({ incident_action }) => incident_action).join(', ');
		const id = await this.api.create(withItems(this.example, name, items));
		return await this.api.runToEnd(id, triggerName, this.signal);
	}

	/** @throws CliError when the example fails */
	async poll(...items: Item[]): Promise<Execution> {
		const execution = await this.start(items);
		if (execution.error === undefined) return execution;
		throw new CliError(`the workflow failed: ${execution.error}`);
	}

	/** Presses Retry for a failed execution, and waits for the end of the new one. */
	async retry(failed: Execution): Promise<Execution> {
		await this.api.retry(failed.id);
		const newExecution = async () => {
			const [newest] = await this.api.executions(failed.workflowId);
			return newest && newest.id !== failed.id ? newest : undefined;
		};
		const { id } = await pollUntil(newExecution, 250, this.signal);
		return await this.api.untilEnded(id, this.signal);
	}

	/**
	 * Saves a copy of the example, to be published.
	 *
	 * @param parameters of its trigger
	 */
	async create(name: string, parameters: object): Promise<string> {
		const { nodes, connections, settings } = this.example;
		const changed = nodes.map((node) =>
			node.name === triggerName
				? { ...node, parameters: { ...node.parameters, ...parameters } }
				: node,
		);
		return await this.api.create({ name, active: false, nodes: changed, connections, settings });
	}

	/** The ticket that was opened last. */
	get lastTicket(): Issue {
		return this.jira.issues.all.at(-1)!;
	}

	/** The tickets of an incident: the status of each and its number of comments. */
	ticketsOf({ key }: Incident): string[] {
		return this.jira.issues.all
			.filter(({ labels }) => labels.includes(key))
			.map(({ status, comments }) => `${status.name}, ${comments.length} comments`);
	}
}
