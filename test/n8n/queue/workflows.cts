import type {
	CredentialImport,
	WorkflowImport,
	WorkflowNode,
} from '../../../support/n8n/n8nProcess.cts';

export const DELIVERY_ID = 'deliverResults';
export const REPORT_ID = 'reportFailures';
export const ROTATION_ID = 'rotateServiceAccount';
/** The names of the triggers. */
export const TRIGGER = 'A Sync Ended';
export const ROTATION_TRIGGER = 'Run by Hand';

/** n8n polls every so many seconds. */
export const POLL_SECONDS = 5;

/** A poll time may come once a minute at most: so there are as many of them as polls in a minute. */
const POLL_TIMES = {
	item: Array.from({ length: 60 / POLL_SECONDS }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * POLL_SECONDS} * * * * *`,
	})),
};

type Named = Pick<CredentialImport, 'id' | 'name' | 'type'>;

/** The trigger, then two requests for each of its items: n8n can be hit before and after the first one. */
export function deliveryWorkflow(credential: Named, inboxUrl: string): WorkflowImport {
	const item = `$('${TRIGGER}').item.json`;
	const body = `{ execution: $execution.id, event: ${item}.event, resultId: ${item}.result_id }`;
	const workflow = chain(DELIVERY_ID, 'Deliver sync results', [
		own('asaActiveDirectoryTrigger', TRIGGER, [credential], {
			pollTimes: POLL_TIMES,
			events: ['newResult', 'syncFailed', 'syncRecovered', 'connectionUnreadable'],
			jobKinds: ['serverSyncJob', 'userSyncJob'],
		}),
		request('Look Up', `${inboxUrl}/lookUp`, body),
		request('Deliver', `${inboxUrl}/deliver`, body),
	]);
	return { ...workflow, settings: { errorWorkflow: REPORT_ID } };
}

/** What n8n starts when an execution of the other workflow fails. */
export function reportWorkflow(inboxUrl: string): WorkflowImport {
	return chain(REPORT_ID, 'Report what failed', [
		node('n8n-nodes-base.errorTrigger', 1, 'An Execution Failed', {}),
		request('Report', `${inboxUrl}/report`, '{ execution: $json.execution.id }'),
	]);
}

/**
 * An update that sends the service account of the second credential, and one that fails: of a
 * connection that doesn't exist.
 */
export function rotationWorkflow(credentials: Named[], connectionId: string): WorkflowImport {
	const update = (name: string, id: string) =>
		own('asaActiveDirectory', name, credentials, {
			resource: 'connection',
			operation: 'update',
			connection: { __rl: true, mode: 'id', value: id },
			serviceAccount: 'credential',
		});
	const trigger = node('n8n-nodes-base.manualTrigger', 1, ROTATION_TRIGGER, {});
	return chain(ROTATION_ID, 'Rotate the service account', [
		trigger,
		update('Update Connection', connectionId),
		update('Update Nothing', '00000000-0000-4000-8000-000000000000'),
	]);
}

/** @param body an expression */
function request(name: string, url: string, body: string): WorkflowNode {
	return node('n8n-nodes-base.httpRequest', 4.2, name, {
		method: 'POST',
		url,
		authentication: 'none',
		sendBody: true,
		contentType: 'json',
		specifyBody: 'json',
		jsonBody: `={{ JSON.stringify(${body}) }}`,
		options: {},
	});
}

function own(
	type: string,
	name: string,
	credentials: Named[],
	parameters: Record<string, unknown>,
): WorkflowNode {
	const entries = credentials.map((each) => [each.type, { id: each.id, name: each.name }] as const);
	const plain = node(`n8n-nodes-okta-asa.${type}`, 1, name, parameters);
	return { ...plain, credentials: Object.fromEntries(entries) };
}

function node(
	type: string,
	typeVersion: number,
	name: string,
	parameters: Record<string, unknown>,
): WorkflowNode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

/** A workflow of nodes that follow each other. */
function chain(id: string, name: string, nodes: WorkflowNode[]): WorkflowImport {
	const links = nodes.slice(1).map((next, index) => {
		const main = [[{ node: next.name, type: 'main', index: 0 }]];
		return [nodes[index]?.name, { main }] as const;
	});
	const placed = nodes.map((each, index) => ({ ...each, position: spot(index) }));
	return { id, name, active: false, nodes: placed, connections: Object.fromEntries(links) };
}

function spot(index: number): [number, number] {
	return [index * 240, 0];
}
