import type {
	CredentialImport,
	WorkflowImport,
	WorkflowNode,
} from '../../../support/n8n/n8nProcess.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import type { Sandbox } from '../../../support/sandbox/sandboxProcess.cts';
import type { State } from '../../../sandbox/state.cts';
import { echo } from '../../faults/echo.cts';
import type { Passing } from '../../faults/gate.cts';

/** The first node of a workflow that fails, by which it is run. */
export const START = 'Start';

/** A node whose request goes wrong, so that its execution fails. */
interface Failure {
	name: string;
	/** Of the node; none for the trigger, which asks for all there is. */
	parameters?: Record<string, unknown>;
	/** Method and address of the request that goes wrong. */
	request: RegExp;
	act: (passing: Passing) => Promise<boolean>;
	/** What the error must say: that what was quoted has come so far, but for its secrets. */
	says: RegExp;
}

/** A failure as n8n has it. */
export interface Failing extends Failure {
	workflow: WorkflowImport;
	/** Of its own, so that none finds the token of another. */
	credential: CredentialImport;
}

const QUOTED = /The request was refused: .*\(hidden\)/;
const LIST = '/integrations/ad_connections';

/** The password of a service account goes with them. */
const ACCOUNT = { serviceAccount: 'credential' };

/** Each failure as a workflow, whose requests go by a gate. */
export function failingWorkflows(
	gateUrl: string,
	sandbox: Sandbox,
	serviceAccount: CredentialImport,
	team: State,
): Failing[] {
	return failures(team).map((failure, index) => {
		const id = `failing${index}`;
		const credential = credentialFor(sandbox);
		const behindGate = { ...credential, id, data: { ...credential.data, baseUrl: gateUrl } };
		const credentials = [behindGate, serviceAccount];
		const workflow = { ...workflowOf(failure, credentials), id, name: failure.name };
		return { ...failure, workflow, credential: behindGate };
	});
}

function failures({ connections, gateways }: State): Failure[] {
	const connection = byId(connections[0].id);
	// As short as can be: of a refusal's text no more than 300 characters are passed on.
	const create = {
		resource: 'connection',
		operation: 'create',
		name: 'x',
		domain: 'x.y',
		gateway: byId(gateways[0].id),
		...ACCOUNT,
	};
	const get = { resource: 'connection', operation: 'get', connection };
	const update = { ...get, operation: 'update', updateFields: { name: 'x' }, ...ACCOUNT };
	const creation = new RegExp(`^POST \\S+${LIST}$`);
	return [
		{
			name: 'a mint refused, with its body',
			parameters: get,
			request: /^POST \S+\/service_token$/,
			act: echo('the body', 403),
			says: QUOTED,
		},
		{
			name: 'the first use of a token refused, with its headers',
			parameters: get,
			request: new RegExp(`^GET \\S+${LIST}\\?count=1$`),
			act: echo('the headers', 403),
			says: QUOTED,
		},
		{
			name: 'a read refused, with its headers',
			parameters: get,
			request: new RegExp(`^GET \\S+${LIST}/`),
			act: echo('the headers'),
			says: QUOTED,
		},
		{
			name: 'a creation refused, with its headers',
			parameters: create,
			request: creation,
			act: echo('the headers'),
			says: QUOTED,
		},
		{
			name: 'a creation refused, with its body',
			parameters: create,
			request: creation,
			act: echo('the body'),
			says: QUOTED,
		},
		{
			name: 'a creation refused, with its encoded body',
			parameters: create,
			request: creation,
			act: echo('the encoded body'),
			says: QUOTED,
		},
		{
			name: 'an update refused, with its body',
			parameters: update,
			request: new RegExp(`^PUT \\S+${LIST}/`),
			act: echo('the body'),
			says: QUOTED,
		},
		{
			name: 'a creation cut off before its answer',
			parameters: create,
			request: creation,
			act: cutOff,
			says: /the connection was cut/,
		},
		{
			name: 'a poll refused, with its headers',
			request: new RegExp(`^GET \\S+${LIST}(\\?count=(?!1$)\\d+)?$`),
			act: echo('the headers'),
			says: QUOTED,
		},
	];
}

async function cutOff({ request }: Passing): Promise<boolean> {
	request.socket.resetAndDestroy();
	return true;
}

/** What somebody types into a resource locator. */
function byId(value: string): object {
	return { __rl: true, mode: 'id', value };
}

type Unnamed = Omit<WorkflowImport, 'id' | 'name'>;

function workflowOf({ parameters }: Failure, credentials: CredentialImport[]): Unnamed {
	const settings = { executionOrder: 'v1' };
	const type = 'n8n-nodes-okta-asa.asaActiveDirectory';
	if (!parameters) {
		const trigger = nodeOf(START, `${type}Trigger`, {}, credentials.slice(0, 1));
		return { active: false, nodes: [trigger], connections: {}, settings };
	}
	const nodes = [
		nodeOf(START, 'n8n-nodes-base.manualTrigger', {}, []),
		nodeOf('Fails', type, parameters, credentials),
	];
	const connections = { [START]: { main: [[{ node: 'Fails', type: 'main', index: 0 }]] } };
	return { active: false, nodes, connections, settings };
}

function nodeOf(
	name: string,
	type: string,
	parameters: Record<string, unknown>,
	credentials: CredentialImport[],
): WorkflowNode {
	const chosen = credentials.map((each) => [each.type, { id: each.id, name: each.name }]);
	return {
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(chosen),
	};
}
