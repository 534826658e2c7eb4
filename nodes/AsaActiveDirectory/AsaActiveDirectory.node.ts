import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { listSearch } from './listSearch';
import { resources } from './resources';
import { describe, subtitle } from './resources/description';
import { execute } from './resources/execute';
import { hints } from './resources/hints';
import { testServiceAccount } from './resources/connection/testServiceAccount';

/** The action node: every endpoint of ASA's AD connections as an operation. */
export class AsaActiveDirectory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ASA Active Directory',
		name: 'asaActiveDirectory',
		icon: {
			light: 'file:../../icons/asaActiveDirectory.svg',
			dark: 'file:../../icons/asaActiveDirectory.dark.svg',
		},
		group: ['transform'],
		version: [1],
		subtitle: subtitle(resources),
		description: 'Manage the AD connections and sync jobs of Okta Advanced Server Access',
		defaults: { name: 'ASA Active Directory' },
		usableAsTool: true,
		hints,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'oktaAsaApi', required: true },
			{
				name: 'oktaAsaServiceAccountApi',
				required: true,
				testedBy: 'testServiceAccount',
				displayOptions: {
					show: {
						resource: ['connection'],
						operation: ['create', 'update', 'upsert'],
						serviceAccount: ['credential'],
					},
				},
			},
		],
		properties: describe(resources),
	};

	methods = { listSearch, credentialTest: { testServiceAccount } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await execute(this)];
	}
}
