import type { State } from '../../../sandbox/state.cts';
import {
	actionNode,
	byId,
	chainOf,
	type CredentialImport,
	manualTrigger,
	nodeOf,
	triggerNode,
	type WorkflowImport,
	type WorkflowNode,
} from '../../../support/n8n/workflow.cts';
import { echo } from '../../helpers/echo.cts';
import type { ProxiedRequest } from '../../helpers/faultProxy.cts';

/** The first node of a workflow that fails, from which it is run. */
export const startName = 'Start';

/** A node whose request goes wrong, so that its execution fails. */
interface ExpectedFailure {
	name: string;
	/** Of the action node; absent: the trigger. */
	parameters?: Record<string, unknown>;
	/** Method and address of the request that goes wrong. */
	request: RegExp;
	/** Handles that request in place of the sandbox. */
	handle: (request: ProxiedRequest) => Promise<boolean>;
	/** What the error must say: the server's text was quoted without its secrets. */
	message: RegExp;
}

/** An expected failure as n8n holds it. */
export interface FailingWorkflow extends ExpectedFailure {
	workflow: WorkflowImport;
	/** Each workflow has its own, so that none finds the token of another. */
	credential: CredentialImport;
}

const quoted = /The request was refused: .*\(hidden\)/;
const listPath = '/integrations/ad_connections';

/** Sends the password of a service account. */
const account = { serviceAccount: 'credential' };

/** Each failure as a workflow, whose requests go through a proxy. */
export function failingWorkflows(
	proxyUrl: string,
	credential: CredentialImport,
	team: State,
): FailingWorkflow[] {
	return failures(team).map((failure, index) => {
		const id = `failing${index}`;
		const proxied = { ...credential, id, data: { ...credential.data, baseUrl: proxyUrl } };
		const workflow = chainOf(id, failure.name, nodesOf(failure, proxied));
		return { ...failure, workflow, credential: proxied };
	});
}

function nodesOf({ parameters }: ExpectedFailure, credential: CredentialImport): WorkflowNode[] {
	if (!parameters) return [nodeOf(triggerNode, startName, {}, [credential])];
	return [nodeOf(manualTrigger, startName), nodeOf(actionNode, 'Fails', parameters, [credential])];
}

function failures({ connections, gateways }: State): ExpectedFailure[] {
	const connection = byId(connections[0].id);
	// As short as possible: only 300 characters of an error text are passed on.
	const create = {
		resource: 'connection',
		operation: 'create',
		name: 'x',
		domain: 'x.y',
		gateway: byId(gateways[0].id),
		...account,
	};
	const get = { resource: 'connection', operation: 'get', connection };
	const update = { ...get, operation: 'update', updateFields: { name: 'x' }, ...account };
	const creation = new RegExp(`^POST \\S+${listPath}$`);
	return [
		{
			name: 'a mint refused, with its body',
			parameters: get,
			request: /^POST \S+\/service_token$/,
			handle: echo('the body', 403),
			message: /^Okta denied access to team "[^"]+" \(403\)/,
		},
		{
			name: 'the first use of a token refused, with its headers',
			parameters: get,
			request: new RegExp(`^GET \\S+${listPath}\\?count=1$`),
			handle: echo('the headers', 403),
			message: quoted,
		},
		{
			name: 'a read refused, with its headers',
			parameters: get,
			request: new RegExp(`^GET \\S+${listPath}/`),
			handle: echo('the headers'),
			message: quoted,
		},
		{
			name: 'a creation refused, with its headers',
			parameters: create,
			request: creation,
			handle: echo('the headers'),
			message: quoted,
		},
		{
			name: 'a creation refused, with its body',
			parameters: create,
			request: creation,
			handle: echo('the body'),
			message: quoted,
		},
		{
			name: 'a creation refused, with its encoded body',
			parameters: create,
			request: creation,
			handle: echo('the encoded body'),
			message: quoted,
		},
		{
			name: 'an update refused, with its body',
			parameters: update,
			request: new RegExp(`^PUT \\S+${listPath}/`),
			handle: echo('the body'),
			message: quoted,
		},
		{
			name: 'a creation cut off before its answer',
			parameters: create,
			request: creation,
			handle: cutOff,
			message: /the connection was cut/,
		},
		{
			name: 'a poll refused, with its headers',
			request: new RegExp(`^GET \\S+${listPath}(\\?count=(?!1$)\\d+)?$`),
			handle: echo('the headers'),
			message: quoted,
		},
	];
}

async function cutOff({ request }: ProxiedRequest): Promise<boolean> {
	request.socket.resetAndDestroy();
	return true;
}
