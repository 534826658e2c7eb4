import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialImport, WorkflowImport, WorkflowNode } from '../n8n/n8nProcess.cts';

const EXAMPLES = join(__dirname, '../../examples');
const OWN_NODES = 'n8n-nodes-okta-asa.';

/**
 * Every ten seconds. n8n refuses a poll time that comes more often than once a minute, a list of
 * seconds too [measured]; six times of a minute each are none.
 */
const EVERY_TEN_SECONDS = {
	item: [0, 10, 20, 30, 40, 50].map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

type Credential = Pick<CredentialImport, 'id' | 'name' | 'type'>;

/** What somebody who imports an example sets by hand. */
export interface Adaptation {
	/** n8n keeps the workflow under this id. */
	id: string;
	/** For the nodes of this package. */
	credential: Credential;
	/** For other nodes, by their type: `{ 'n8n-nodes-base.jira': ... }`. */
	otherCredentials?: Record<string, Credential>;
	/** Parameters to set, by the name of their node. */
	parameters: Record<string, Record<string, unknown>>;
}

/**
 * An example workflow of `examples/`, set up as its sticky note says, with triggers that poll every
 * ten seconds.
 *
 * @throws Error when the example has no node of a name that `parameters` names
 */
export function readyExample(fileName: string, adaptation: Adaptation): WorkflowImport {
	const { id, credential, otherCredentials = {}, parameters } = adaptation;
	const workflow = readExample(fileName);
	for (const [name, values] of Object.entries(parameters)) {
		const node = workflow.nodes.find((candidate) => candidate.name === name);
		if (!node) throw new Error(`${fileName} has no node named ${name}`);
		Object.assign(node.parameters, values);
	}
	for (const node of workflow.nodes) {
		const chosen = isOwn(node) ? credential : otherCredentials[node.type];
		if (chosen) node.credentials = { [chosen.type]: { id: chosen.id, name: chosen.name } };
		if (node.parameters.pollTimes) node.parameters.pollTimes = EVERY_TEN_SECONDS;
	}
	return { ...workflow, id, active: false };
}

/** An example workflow as it is checked in. */
export function readExample(fileName: string): Omit<WorkflowImport, 'id'> {
	return JSON.parse(readFileSync(join(EXAMPLES, fileName), 'utf8'));
}

function isOwn({ type }: WorkflowNode): boolean {
	return type.startsWith(OWN_NODES);
}
