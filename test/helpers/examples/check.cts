import type { INodeTypeDescription } from 'n8n-workflow';
import type { WorkflowNode } from '../../../support/n8n/workflow.cts';
import { type Example, steps } from './example.cts';
import { expressionProblems } from './expressions.cts';
import { missingParameters, needsCredential, parameterProblems } from './parameters.cts';

/**
 * What is wrong with an example by the node types of an n8n: types and versions that it hasn't,
 * parameters that a type doesn't know, what has to be set and isn't said in the first note, and
 * expressions that read what isn't there.
 *
 * @param types the descriptions as n8n serves them, several of one name for several versions
 * @returns a line each, that begins with the node's name
 */
export function exampleProblems(example: Example, types: INodeTypeDescription[]): string[] {
	const ofNodes = [...example.notes, ...example.nodes].flatMap((node) =>
		nodeProblems(example, node, types).map((problem) => `${node.name}: ${problem}`),
	);
	return [...ofNodes, ...expressionProblems(example)];
}

function nodeProblems(
	example: Example,
	node: WorkflowNode,
	types: INodeTypeDescription[],
): string[] {
	const named = types.filter(({ name }) => name === node.type);
	const versions = named.flatMap(({ version }) => version);
	if (named.length === 0) return [`n8n has no node type ${node.type}`];
	if (!versions.includes(node.typeVersion)) {
		return [`${node.type} has no version ${node.typeVersion}, but ${versions.join(', ')}`];
	}
	const description = named.find(({ version }) => [version].flat().includes(node.typeVersion));
	if (!description) throw new Error(`The version of ${node.type} was there a moment ago`);
	return [
		...parameterProblems(node, description),
		...undocumentedProblems(example, node, description),
	];
}

/** What a user has to set after importing the example, and the first note doesn't say. */
function undocumentedProblems(
	example: Example,
	node: WorkflowNode,
	description: INodeTypeDescription,
): string[] {
	const documented = steps(example)
		.filter((step) => step.includes(`**${node.name}**`) || step.includes('same in the other nodes'))
		.join(' ');
	const wanted = missingParameters(node, description);
	if (needsCredential(node, description)) wanted.push('credential');
	return wanted
		.filter((name) => !documented.toLowerCase().includes(name.toLowerCase()))
		.map((name) => `the note doesn't say to set "${name}"`);
}
