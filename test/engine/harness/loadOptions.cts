import { LoadOptionsContext } from 'n8n-core';
import type { INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';
import { additionalData, chain, toNode, type Host, type NodeUnderTest } from './host.cts';

export interface PickerOptions extends NodeUnderTest {
	/** The name of the method in the node's `methods`. */
	method: string;
	/** What the user typed into the search box. */
	filter?: string;
	/** What the page before answered. */
	paginationToken?: string;
}

/** One page of a From List picker, as the editor asks for it. */
export async function listSearch(
	host: Host,
	options: PickerOptions,
): Promise<INodeListSearchResult> {
	const { context, methods } = open(host, options);
	const method = methods?.listSearch?.[options.method];
	if (!method) throw new Error(`The node has no listSearch method "${options.method}"`);
	const page = await method.call(context, options.filter, options.paginationToken);
	const token = page.paginationToken;
	return typeof token === 'number' ? { ...page, paginationToken: String(token) } : page;
}

/** The options of a dropdown that loads them. */
export async function loadOptions(
	host: Host,
	options: PickerOptions,
): Promise<INodePropertyOptions[]> {
	const { context, methods } = open(host, options);
	const method = methods?.loadOptions?.[options.method];
	if (!method) throw new Error(`The node has no loadOptions method "${options.method}"`);
	return await method.call(context);
}

function open(host: Host, options: PickerOptions) {
	const workflow = chain(host, [toNode(host, 'Temp-Node', options)]);
	const node = workflow.nodes['Temp-Node'];
	const data = additionalData(host, 'internal', node.parameters);
	const { methods } = host.nodeTypes.getByNameAndVersion(node.type);
	return { context: new LoadOptionsContext(workflow, node, data, ''), methods };
}
