import { readyExample } from './readyExample.cts';
import type { Item } from '../n8n/n8nApi.cts';
import type { CredentialImport, WorkflowImport } from '../n8n/n8nProcess.cts';
import { ISSUE_TYPES, PROJECT } from '../services/jira/issues.cts';
import type { Jira } from '../services/jira/jira.cts';

/** The trigger of the example. */
export const TRIGGER = 'An Incident Changed';

/** The example "Ticket in Jira", set up as its note says: both credentials, a project, an issue type. */
export function ticketWorkflow(credential: CredentialImport, jira: Jira): WorkflowImport {
	const issueType = ISSUE_TYPES.find(({ name }) => name === 'Incident')!;
	return readyExample('ticket-in-jira.json', {
		id: 'ticketInJira',
		credential,
		otherCredentials: { 'n8n-nodes-base.jira': jira.credential },
		parameters: { 'Open a Ticket': { project: chosen(PROJECT), issueType: chosen(issueType) } },
	});
}

/**
 * The same workflow with items pinned to its trigger, to be run by hand: what happens when a poll
 * gives just these.
 */
export function withItems(
	{ nodes, connections, settings }: WorkflowImport,
	name: string,
	items: Item[],
): Omit<WorkflowImport, 'id'> {
	const pinData = { [TRIGGER]: items.map((json) => ({ json })) };
	return { name, active: false, nodes, connections, settings, pinData };
}

/** What a picker stores. */
function chosen({ id, name }: { id: string; name: string }): object {
	return { __rl: true, mode: 'list', value: id, cachedResultName: name };
}
