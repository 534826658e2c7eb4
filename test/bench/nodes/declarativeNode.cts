import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { describeNode } from './description.cts';

/** Get (job) as a declarative node: n8n's routing sends the requests. */
export class DeclarativeNode implements INodeType {
	description: INodeTypeDescription = {
		...describeNode('declarative', [
			{ displayName: 'Jobs', name: 'jobs', type: 'string', default: '' },
			{
				displayName: 'Job',
				name: 'job',
				type: 'string',
				default: '',
				routing: { request: { method: 'GET', url: '=/{{ $value }}' } },
			},
		]),
		requestDefaults: { baseURL: '={{ $parameter["jobs"] }}', json: true },
	};
}
