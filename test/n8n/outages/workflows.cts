import {
	chainOf,
	type CredentialReference,
	nodeOf,
	pollTimesEvery,
	triggerNode,
	type WorkflowImport,
	type WorkflowNode,
} from '../../../support/n8n/workflow.cts';

export const reportId = 'reportErrors';

/** Where items, and the messages of error executions, are posted. */
export const itemPath = '/item';
export const errorPath = '/error';

/** The interval of n8n's polls. */
export const pollSeconds = 5;

/** The trigger, and a node that posts each item. */
export function watchingWorkflow(
	parameters: Record<string, unknown>,
	credential: CredentialReference,
	inboxUrl: string,
): Omit<WorkflowImport, 'id'> {
	const pollTimes = pollTimesEvery(pollSeconds);
	const { id, ...workflow } = chainOf('new', 'Watch directory syncs', [
		nodeOf(triggerNode, 'ASA Trigger', { pollTimes, ...parameters }, [credential]),
		postNode('Deliver', inboxUrl + itemPath, '$json'),
	]);
	void id;
	return { ...workflow, settings: { ...workflow.settings, errorWorkflow: reportId } };
}

/** The error workflow. For an error of a poll n8n gives it `trigger`, for one of a node `execution`. */
export function reportWorkflow(inboxUrl: string): WorkflowImport {
	const failure = '{ message: ($json.trigger ?? $json.execution).error.message }';
	return chainOf(reportId, 'Report errors', [
		nodeOf('n8n-nodes-base.errorTrigger', 'An Execution Failed'),
		postNode('Report', inboxUrl + errorPath, failure),
	]);
}

/** @param body an expression */
function postNode(name: string, url: string, body: string): WorkflowNode {
	const parameters = {
		...{ method: 'POST', url, authentication: 'none', sendBody: true, contentType: 'json' },
		...{ specifyBody: 'json', jsonBody: `={{ JSON.stringify(${body}) }}`, options: {} },
	};
	return nodeOf('n8n-nodes-base.httpRequest', name, parameters, [], 4.2);
}
