import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

function describe(name: string, displayName: string): INodeTypeDescription {
	return {
		name,
		displayName,
		description: '',
		group: ['transform'],
		version: 1,
		defaults: { name: displayName },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};
}

/** Starts a workflow with the items of the test. */
export class Source implements INodeType {
	description = describe('source', 'Source');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Evaluates one expression for each item, as Edit Fields does. */
export class Link implements INodeType {
	description: INodeTypeDescription = {
		...describe('link', 'Link'),
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData().map((_, item) => ({
			json: { value: this.getNodeParameter('value', item) },
			pairedItem: { item },
		}));
		return [items as INodeExecutionData[]];
	}
}
