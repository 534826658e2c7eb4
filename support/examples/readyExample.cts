import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	type CredentialReference,
	packagePrefix,
	pinned,
	pollTimesEvery,
	referencesTo,
	type WorkflowImport,
} from '../n8n/workflow.cts';
import { repositoryRoot } from '../system/folders.cts';

/** The folder of the example workflows. */
export const examplesFolder = join(repositoryRoot, 'examples');

/** The examples' files, by name. */
export const exampleFiles = readdirSync(examplesFolder)
	.filter((name) => name.endsWith('.json'))
	.sort();

/** What a user sets in the editor after importing an example. */
export interface Adaptation {
	/** n8n keeps the workflow under this id. */
	id: string;
	/** For the nodes of this package. */
	credential: CredentialReference;
	/** For other nodes, by their type: `{ 'n8n-nodes-base.jira': ... }`. */
	otherCredentials?: Record<string, CredentialReference>;
	/** Parameters to set, by the name of their node. */
	parameters: Record<string, Record<string, unknown>>;
	/** Items that a node outputs instead of running, by its name. */
	pinned?: Record<string, object[]>;
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
		const isOwn = node.type.startsWith(packagePrefix);
		const chosen = isOwn ? credential : otherCredentials[node.type];
		if (chosen) node.credentials = referencesTo([chosen]);
		if (node.parameters.pollTimes) node.parameters.pollTimes = pollTimesEvery(10);
	}
	const pins = Object.entries(adaptation.pinned ?? {});
	const pinData = Object.fromEntries(pins.map(([node, items]) => [node, pinned(items)]));
	return { ...workflow, id, active: false, pinData };
}

/** An example workflow as it is checked in. */
export function readExample(fileName: string): Omit<WorkflowImport, 'id'> {
	return JSON.parse(readFileSync(join(examplesFolder, fileName), 'utf8'));
}
