import { readyExample } from '../../../../support/examples/readyExample.cts';
import type { Execution } from '../../../../support/n8n/n8nApi.cts';
import type { WorkflowImport } from '../../../../support/n8n/workflow.cts';
import { credentialFor } from '../../../../support/sandbox/credential.cts';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';

/** One or more examples that are run: one file a scenario, listed in `index.cts`. */
export interface Scenario {
	name: string;
	/** What n8n has to hold. */
	workflows(environment: ExamplesEnvironment): Promise<WorkflowImport[]>;
	/**
	 * Runs them and checks the results.
	 *
	 * @throws Error (an AssertionError) when they are not as expected; the reason of `signal` once it is
	 * aborted
	 */
	run(environment: ExamplesEnvironment, signal: AbortSignal): Promise<void>;
}

/** What a user sets in the editor, and what else the scenario needs. */
interface Setting {
	/** n8n keeps the workflow under this id. */
	id: string;
	parameters?: Record<string, Record<string, unknown>>;
	/** Items that a node outputs instead of running, as *Pin Data* in the editor does. */
	pinned?: Record<string, object[]>;
}

/** An example of `examples/` with the credentials of the sandbox and of the stand-ins. */
export function ready(
	environment: ExamplesEnvironment,
	file: string,
	{ parameters = {}, ...setting }: Setting,
): WorkflowImport {
	const {
		testBed,
		basicAuth,
		jira,
		mailbox,
		mattermost,
		model,
		pagerDuty,
		serviceNow,
		slack,
		teams,
	} = environment;
	return readyExample(file, {
		...setting,
		parameters,
		credential: credentialFor(testBed.sandbox),
		otherCredentials: {
			'@n8n/n8n-nodes-langchain.lmChatOpenAi': model.credential,
			'n8n-nodes-base.emailSend': mailbox.credential,
			'n8n-nodes-base.httpRequest': pagerDuty.credential,
			'n8n-nodes-base.jira': jira.credential,
			'n8n-nodes-base.mattermost': mattermost.credential,
			'n8n-nodes-base.microsoftTeams': teams.credential,
			'n8n-nodes-base.serviceNow': serviceNow.credential,
			'n8n-nodes-base.slack': slack.credential,
			'n8n-nodes-base.webhook': basicAuth,
		},
	});
}

/** The trigger of the examples that follow incidents. */
export const incidentTrigger = 'An Incident Changed';

/** An example that follows incidents, with items pinned to its trigger. */
export function withIncidents(
	environment: ExamplesEnvironment,
	file: string,
	id: string,
	items: object[],
): WorkflowImport {
	return ready(environment, file, { id, pinned: { [incidentTrigger]: items } });
}

/** Runs it manually, to its end. */
export async function runIncidents(
	{ testBed: { api } }: ExamplesEnvironment,
	id: string,
	signal: AbortSignal,
): Promise<Execution> {
	return await api.runToEnd(id, incidentTrigger, signal);
}
