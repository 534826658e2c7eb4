import { readyExample } from '../../../../support/examples/readyExample.cts';
import type { Execution } from '../../../../support/n8n/n8nApi.cts';
import type { WorkflowImport } from '../../../../support/n8n/n8nProcess.cts';
import { pollUntil } from '../../../../support/system/wait.cts';
import { credentialFor } from '../../../../support/sandbox/credential.cts';
import type { House } from '../house.cts';

/** One or more examples that are run: one file a play, listed in `index.cts`. */
export interface Play {
	name: string;
	/** What n8n has to hold. */
	workflows(house: House): Promise<WorkflowImport[]>;
	/**
	 * Runs them and looks at what came of it.
	 *
	 * @throws Error (an AssertionError) where that isn't what it should be; the reason of `signal` once it
	 * is aborted
	 */
	play(house: House, signal: AbortSignal): Promise<void>;
}

/** What somebody sets by hand, and what else the play needs. */
interface Setting {
	/** n8n keeps the workflow under this id. */
	id: string;
	parameters?: Record<string, Record<string, unknown>>;
	/** Items that a node gives in place of its own work, as *Pin Data* in the editor does. */
	pinned?: Record<string, object[]>;
}

/** An example of `examples/` with the credentials of the sandbox and of the stand-ins. */
export function ready(
	house: House,
	file: string,
	{ id, parameters = {}, pinned = {} }: Setting,
): WorkflowImport {
	const { sandbox, mailbox, model, pagerDuty, serviceNow, slack } = house;
	const workflow = readyExample(file, {
		id,
		credential: credentialFor(sandbox),
		otherCredentials: {
			'@n8n/n8n-nodes-langchain.lmChatOpenAi': model.credential,
			'n8n-nodes-base.emailSend': mailbox.credential,
			'n8n-nodes-base.httpRequest': pagerDuty.credential,
			'n8n-nodes-base.serviceNow': serviceNow.credential,
			'n8n-nodes-base.slack': slack.credential,
		},
		parameters,
	});
	const pinData = Object.entries(pinned).map(([node, items]) => [
		node,
		items.map((json) => ({ json })),
	]);
	return Object.assign(workflow, { pinData: Object.fromEntries(pinData) });
}

/** Runs a workflow as the editor's button does, to its end. */
export async function runToEnd(
	{ api }: House,
	{ id, trigger }: { id: string; trigger: string },
	signal: AbortSignal,
): Promise<Execution> {
	const executionId = await api.run(id, trigger);
	await pollUntil(
		async () => {
			const all = await api.executions(id);
			const { status } = all.find((each) => each.id === executionId) ?? {};
			return status && !['new', 'running'].includes(status) ? status : undefined;
		},
		250,
		signal,
	);
	return await api.execution(executionId);
}
