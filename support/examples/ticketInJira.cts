import type { Item } from '../n8n/executionData.cts';
import { type CredentialImport, fromList, pinned, type WorkflowImport } from '../n8n/workflow.cts';
import { issueTypes, project } from '../services/jira/issues.cts';
import type { Jira } from '../services/jira/jira.cts';
import { readyExample } from './readyExample.cts';

/** The trigger of the example. */
export const triggerName = 'An Incident Changed';

/** The example "Ticket in Jira", set up as its note says: both credentials, a project, an issue type. */
export function ticketInJira(credential: CredentialImport, jira: Jira): WorkflowImport {
	const issueType = issueTypes.find(({ name }) => name === 'Incident')!;
	return readyExample('ticket-in-jira.json', {
		id: 'ticketInJira',
		credential,
		otherCredentials: { 'n8n-nodes-base.jira': jira.credential },
		parameters: { 'Open a Ticket': { project: fromList(project), issueType: fromList(issueType) } },
	});
}

/** The same workflow with items pinned to its trigger, to be run manually: as if a poll output them. */
export function withItems(
	{ nodes, connections, settings }: WorkflowImport,
	name: string,
	items: Item[],
): Omit<WorkflowImport, 'id'> {
	return {
		name,
		active: false,
		nodes,
		connections,
		settings,
		pinData: { [triggerName]: pinned(items) },
	};
}
