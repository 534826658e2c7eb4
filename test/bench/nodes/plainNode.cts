import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { inFlight } from '../inFlight.cts';
import { describeNode } from './description.cts';

/**
 * n8n's helper for each item's `url`, and nothing else: one after the other as usual community nodes do, or
 * `inFlight` at a time. If the parameter `url` is set, it is read for each item too.
 */
export class PlainNode implements INodeType {
	description = describeNode('plain', [
		{ displayName: 'In Flight', name: 'inFlight', type: 'number', default: 1 },
		{ displayName: 'URL', name: 'url', type: 'string', default: '' },
	]);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const readsParameter = this.getNode().parameters.url !== '';
		const get = async ({ json }: INodeExecutionData, item: number) => {
			const url = readsParameter ? this.getNodeParameter('url', item) : json.url;
			const options: IHttpRequestOptions = { method: 'GET', url: String(url), json: true };
			const { httpRequestWithAuthentication } = this.helpers;
			const answer = await httpRequestWithAuthentication.call(this, 'oktaAsaApi', options);
			return { json: answer as IDataObject, pairedItem: { item } };
		};
		const limit = Number(this.getNodeParameter('inFlight', 0));
		return [await inFlight(this.getInputData(), limit, get)];
	}
}
