import {
	actionNode,
	byId,
	chainOf,
	type CredentialReference,
	manualTrigger,
	nodeOf,
	pollTimesEvery,
	triggerNode,
	type WorkflowImport,
	type WorkflowNode,
} from '../../../support/n8n/workflow.cts';

export const deliveryId = 'deliverResults';
export const reportId = 'reportFailures';
export const rotationId = 'rotateServiceAccount';

/** The names of the triggers. */
export const triggerName = 'A Sync Ended';
export const rotationTrigger = 'Run Manually';

/** The interval of n8n's polls. */
export const pollSeconds = 5;

/** The trigger, then two requests for each item: n8n can be hit before and after the first one. */
export function deliveryWorkflow(
	credential: CredentialReference,
	inboxUrl: string,
): WorkflowImport {
	const item = `$('${triggerName}').item.json`;
	const body = `{ execution: $execution.id, event: ${item}.event, resultId: ${item}.result_id }`;
	const parameters = {
		pollTimes: pollTimesEvery(pollSeconds),
		events: ['newResult', 'syncFailed', 'syncRecovered', 'connectionUnreadable'],
		jobKinds: ['serverSyncJob', 'userSyncJob'],
	};
	const workflow = chainOf(deliveryId, 'Deliver sync results', [
		nodeOf(triggerNode, triggerName, parameters, [credential]),
		requestNode('Look Up', `${inboxUrl}/lookUp`, body),
		requestNode('Deliver', `${inboxUrl}/deliver`, body),
	]);
	return { ...workflow, settings: { ...workflow.settings, errorWorkflow: reportId } };
}

/** What n8n starts when an execution of the other workflow fails. */
export function reportWorkflow(inboxUrl: string): WorkflowImport {
	return chainOf(reportId, 'Report what failed', [
		nodeOf('n8n-nodes-base.errorTrigger', 'An Execution Failed'),
		requestNode('Report', `${inboxUrl}/report`, '{ execution: $json.execution.id }'),
	]);
}

/**
 * An update that sends the service account of the credential, and one that fails: of a
 * connection that doesn't exist.
 */
export function rotationWorkflow(
	credential: CredentialReference,
	connectionId: string,
): WorkflowImport {
	const update = (name: string, id: string) => {
		const parameters = {
			resource: 'connection',
			operation: 'update',
			connection: byId(id),
			serviceAccount: 'credential',
		};
		return nodeOf(actionNode, name, parameters, [credential]);
	};
	return chainOf(rotationId, 'Rotate the service account', [
		nodeOf(manualTrigger, rotationTrigger),
		update('Update Connection', connectionId),
		update('Update Nothing', '00000000-0000-4000-8000-000000000000'),
	]);
}

/** @param body an expression */
function requestNode(name: string, url: string, body: string): WorkflowNode {
	const parameters = {
		method: 'POST',
		url,
		authentication: 'none',
		sendBody: true,
		contentType: 'json',
		specifyBody: 'json',
		jsonBody: `={{ JSON.stringify(${body}) }}`,
		options: {},
	};
	return nodeOf('n8n-nodes-base.httpRequest', name, parameters, [], 4.2);
}
