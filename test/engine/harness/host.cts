import { ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import {
	Workflow,
	type IConnections,
	type ICredentialType,
	type IDataObject,
	type INode,
	type INodeType,
	type INodeTypes,
	type INodeParameters,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { CredentialStore, type StoredCredential } from './credentials.cts';
import { Link, Source } from './helperNodes.cts';

/** The name n8n gives to the nodes of an installed package: package name, dot, node name. */
const packageName = 'n8n-nodes-okta-asa';

/** The workflow's entry in n8n's database, as far as the engine asks for it. */
const workflowRecord: IWorkflowBase = {
	id: 'workflow1',
	name: 'Workflow under test',
	active: true,
	activeVersionId: null,
	isArchived: false,
	createdAt: new Date(0),
	updatedAt: new Date(0),
	nodes: [],
	connections: {},
};

/** What makes up the n8n of one test file: node types, credential types, stored credentials. */
export interface Host {
	nodeTypes: INodeTypes;
	credentials: CredentialStore;
}

/** A node as a user puts it on the canvas. `type` is the node's own name, without the package. */
export interface NodeUnderTest {
	type: string;
	parameters?: INodeParameters;
	credentials?: StoredCredential[];
	/** Retry On Fail, Execute Once, On Error and the other entries of a node's Settings tab. */
	settings?: Pick<
		Partial<INode>,
		'retryOnFail' | 'maxTries' | 'waitBetweenTries' | 'executeOnce' | 'alwaysOutputData' | 'onError'
	>;
}

export function createHost(nodeTypes: INodeType[], credentialTypes: ICredentialType[]): Host {
	const known = new Map<string, INodeType>();
	for (const type of [...nodeTypes, new Source(), new Link()]) {
		known.set(`${packageName}.${type.description.name}`, type);
	}
	const byName = (name: string) => {
		const type = known.get(name);
		if (!type) throw new Error(`No node type "${name}" is registered`);
		return type;
	};
	const registry: INodeTypes = {
		getByName: byName,
		getByNameAndVersion: byName,
		getKnownTypes: () => ({}),
	};
	return { nodeTypes: registry, credentials: new CredentialStore(credentialTypes, registry) };
}

/** Builds the node's entry in a workflow; `typeVersion` is the newest one of its description. */
export function toNode(host: Host, name: string, node: NodeUnderTest): INode {
	const type = `${packageName}.${node.type}`;
	const { version } = host.nodeTypes.getByNameAndVersion(type).description;
	return {
		id: `id-of-${name}`,
		name,
		type,
		typeVersion: Math.max(...[version].flat()),
		position: [0, 0],
		parameters: structuredClone(node.parameters ?? {}),
		credentials: Object.fromEntries(
			(node.credentials ?? []).map(({ type, id, name }) => [type, { id, name }]),
		),
		...node.settings,
	};
}

/** A workflow of nodes that follow each other in the order given. */
export function chain(
	host: Host,
	nodes: INode[],
	staticData: IDataObject = {},
	id = workflowRecord.id,
): Workflow {
	const connections: IConnections = {};
	nodes.slice(1).forEach((node, index) => {
		connections[nodes[index].name] = { main: [[{ node: node.name, type: 'main', index: 0 }]] };
	});
	return new Workflow({
		id,
		name: workflowRecord.name,
		nodes,
		connections,
		active: true,
		nodeTypes: host.nodeTypes,
		settings: { executionOrder: 'v1' },
		staticData,
	});
}

/** What n8n hands to every execution next to the workflow. */
export function additionalData(
	host: Host,
	mode: WorkflowExecuteMode,
	currentNodeParameters?: INodeParameters,
): IWorkflowExecuteAdditionalData {
	const base = 'http://127.0.0.1:5678/';
	const unused = async (): Promise<never> => {
		throw new Error('Not needed by the nodes under test');
	};
	return {
		credentialsHelper: host.credentials,
		hooks: new ExecutionLifecycleHooks(mode, 'execution1', workflowRecord),
		externalSecretsProxy: new ExternalSecretsProxy(),
		executionId: 'execution1',
		currentNodeExecutionIndex: 0,
		currentNodeParameters,
		variables: {},
		restApiUrl: `${base}rest`,
		instanceBaseUrl: base,
		formBaseUrl: `${base}form`,
		formTestBaseUrl: `${base}form-test`,
		formWaitingBaseUrl: `${base}form-waiting`,
		webhookBaseUrl: `${base}webhook`,
		webhookWaitingBaseUrl: `${base}webhook-waiting`,
		webhookTestBaseUrl: `${base}webhook-test`,
		mcpBaseUrl: `${base}mcp`,
		mcpTestBaseUrl: `${base}mcp-test`,
		setExecutionStatus: () => {},
		logAiEvent: () => {},
		executeWorkflow: unused,
		getRunExecutionData: unused,
		getRuntimeCredential: unused,
		startRunnerTask: unused,
	};
}
