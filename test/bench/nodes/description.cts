import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** What the bench's own nodes have in common: they use the package's credential. */
export function describeNode(name: string, properties: INodeProperties[]): INodeTypeDescription {
	return {
		name,
		displayName: name,
		description: '',
		group: ['transform'],
		version: 1,
		defaults: { name },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'oktaAsaApi', required: true }],
		properties,
	};
}
