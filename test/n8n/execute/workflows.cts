import type { State } from '../../../sandbox/state.cts';
import { readExample, readyExample } from '../../../support/examples/readyExample.cts';
import {
	type CredentialImport,
	fromList,
	type WorkflowImport,
	type WorkflowNode,
} from '../../../support/n8n/workflow.cts';

/** The example of each resource. */
export const files = [
	'manage-connections.json',
	'manage-server-sync-jobs.json',
	'manage-user-sync-jobs.json',
	'sync-status.json',
	'gateways-and-ad-servers.json',
];

type Parameters = Record<string, Record<string, unknown>>;

/**
 * The examples, set up as their notes say: with a credential, a gateway and a project, and with the
 * credential's service account for each connection.
 *
 * @param team has the gateway and the project
 */
export function readyWorkflows(credential: CredentialImport, team: State): WorkflowImport[] {
	return files.map((file) => {
		const id = file.replace('.json', '');
		const parameters = parametersToSet(file, team);
		const workflow = readyExample(file, { id, credential, parameters });
		return { ...workflow, nodes: workflow.nodes.map(withAccount) };
	});
}

/** A node that can send a service account sends the one of the credential. */
function withAccount(node: WorkflowNode): WorkflowNode {
	if (node.parameters.serviceAccount === undefined) return node;
	return { ...node, parameters: { ...node.parameters, serviceAccount: 'credential' } };
}

/** What the note of an example says to choose, by the names of the nodes. */
function parametersToSet(file: string, { gateways, projects }: State): Parameters {
	const gateway = fromList(gateways[0]);
	const perFile: Record<string, Parameters> = {
		'manage-connections.json': { 'Create Connection': { gateway } },
		'manage-server-sync-jobs.json': {
			'Throw-Away Connection': { gateway },
			'Create Job': { ruleAssignments: rulesInto(fromList(projects[0])) },
		},
		'manage-user-sync-jobs.json': { 'Throw-Away Connection': { gateway } },
	};
	return perFile[file] ?? {};
}

/** The rules of the example, each with a project. */
function rulesInto(project: object): object {
	const { nodes } = readExample('manage-server-sync-jobs.json');
	const { parameters } = nodes.find(({ name }) => name === 'Create Job') ?? {};
	const { rule } = parameters?.ruleAssignments as { rule: object[] };
	return { rule: rule.map((row) => ({ ...row, project })) };
}
