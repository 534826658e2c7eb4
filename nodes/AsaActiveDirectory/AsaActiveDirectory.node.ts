import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { listSearch } from './methods/listSearch';
import { loadOptions } from './methods/loadOptions';
import { describe, subtitle } from './operation/description';
import { runOperation } from './operation/run';
import { resources } from './resources';

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
		description:
			'Manage AD connections and sync jobs of Okta Advanced Server Access, and read their status',
		defaults: { name: 'ASA Active Directory' },
		usableAsTool: true,
		hints: [
			{
				message: 'Deleting an AD connection in ASA deletes its sync jobs and their results too',
				type: 'warning',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
				displayCondition:
					'={{ $parameter["resource"] === "connection" && $parameter["operation"] === "delete" }}',
			},
			{
				message: 'Deleting a sync job in ASA stops its scheduled runs and deletes its results too',
				type: 'warning',
				location: 'ndv',
				whenToDisplay: 'beforeExecution',
				displayCondition:
					'={{ ["serverSyncJob", "userSyncJob"].includes($parameter["resource"]) && $parameter["operation"] === "delete" }}',
			},
		],
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'oktaAsaApi', required: true }],
		properties: describe(resources),
	};

	methods = { listSearch, loadOptions };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this, resources)];
	}
}
