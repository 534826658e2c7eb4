import { CredentialTestContext, ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ICredentialsDecrypted,
	type ICredentialTestRequest,
	type INode,
	type INodeCredentialTestResult,
	type INodeType,
	type INodeTypeDescription,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { testNodeType, type StoredCredential } from './credentials.cts';
import { additionalData, type Host } from './host.cts';

/**
 * What the user sees after pressing Test in a credential: the type's `test.request` sent by
 * n8n's RoutingNode, or the function a node names with `testedBy`.
 * The rules were read in n8n 2.41.1, credentials-tester. Left out: rules on the body of a success.
 */
export async function testCredential(
	host: Host,
	nodeTypes: INodeType[],
	credential: StoredCredential,
): Promise<INodeCredentialTestResult> {
	const { id, name, type } = credential;
	const data = await host.credentials.getDecrypted(
		additionalData(host, 'internal'),
		{ id, name },
		type,
		'internal',
	);
	const decrypted = { id, name, type, data };
	const { test } = host.credentials.typeOf(type);
	if (test) return await sendTestRequest(host, decrypted, test);

	const method = testMethod(nodeTypes, type);
	if (!method)
		return { status: 'Error', message: 'No testing function found for this credential.' };
	return await method.call(new CredentialTestContext(), decrypted);
}

function testMethod(nodeTypes: INodeType[], type: string) {
	for (const { description, methods } of nodeTypes) {
		const testedBy = description.credentials?.find(({ name }) => name === type)?.testedBy;
		if (typeof testedBy === 'string') return methods?.credentialTest?.[testedBy];
	}
	return undefined;
}

async function sendTestRequest(
	host: Host,
	credential: ICredentialsDecrypted,
	test: ICredentialTestRequest,
): Promise<INodeCredentialTestResult> {
	try {
		await routingNode(host, credential, test).runNode();
	} catch (error) {
		return { status: 'Error', message: messageOf(error as TestError, test) };
	}
	return { status: 'OK', message: 'Connection successful!' };
}

interface TestError extends Error {
	cause?: { response?: { status: number; statusText: string }; code?: string };
}

/** An error without a response and without a network code is shown word for word. */
function messageOf({ message, cause }: TestError, test: ICredentialTestRequest): string {
	if (!cause?.response) return cause?.code ?? message;
	const { status, statusText } = cause.response;
	const rule = test.rules?.find(
		({ type, properties }) => type === 'responseCode' && properties.value === status,
	);
	if (rule) return rule.properties.message;
	return status >= 200 && status < 300
		? message
		: statusText || `Received HTTP status code: ${status}`;
}

/** The throw-away node n8n builds for a Test; its name and parameter make preAuthentication run. */
function routingNode(host: Host, credential: ICredentialsDecrypted, test: ICredentialTestRequest) {
	const { id, name, type } = credential;
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: testNodeType,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [type]: { id, name } },
	};
	const nodeType = { description: testNodeDescription(type, test) };
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		},
	});
	const context = new ExecuteContext(
		workflow,
		node,
		withCredential(additionalData(host, 'internal', node.parameters), credential),
		'internal',
		createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	return new RoutingNode(context, nodeType, credential);
}

function testNodeDescription(
	credentialType: string,
	{ request }: ICredentialTestRequest,
): INodeTypeDescription {
	return {
		name: testNodeType,
		displayName: 'No Operation',
		description: '',
		group: [],
		version: 1,
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: credentialType, required: true }],
		properties: [
			{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } },
		],
	};
}

/** In a Test the data on the screen count, not the stored ones. */
function withCredential(
	data: IWorkflowExecuteAdditionalData,
	credential: ICredentialsDecrypted,
): IWorkflowExecuteAdditionalData {
	const credentialsHelper = Object.create(data.credentialsHelper) as typeof data.credentialsHelper;
	credentialsHelper.getDecrypted = async () => credential.data ?? {};
	return { ...data, credentialsHelper };
}
