import { WorkflowExecute } from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { additionalData, chain, toNode, type Host } from '../../engine/harness/host.cts';

/**
 * Runs a workflow of one node that starts with these items, and nothing else: of n8n's engine, only what every
 * execution goes through.
 *
 * @throws Error if the execution fails
 */
export async function execute(
	host: Host,
	node: INode,
	items: IDataObject[],
): Promise<INodeExecutionData[]> {
	const nodes = [toNode(host, 'Source', { type: 'source' }), node];
	const data = { main: [items.map((json) => ({ json }))] };
	const run = await new WorkflowExecute(additionalData(host, 'trigger'), 'trigger').run({
		workflow: chain(host, nodes),
		startNode: nodes[0],
		triggerToStartFrom: {
			name: 'Source',
			data: { startTime: 0, executionTime: 0, executionIndex: 0, source: [], data },
		},
	});
	const { runData, error } = run.data.resultData;
	if (error) throw error;
	return runData[node.name][0].data?.main[0] ?? [];
}
