import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { loadOptions } from './methods/loadOptions';
import { properties, subtitle } from './trigger/parameters';
import { poll } from './trigger/poll';
import { fetchSamples, takeSnapshot } from './trigger/snapshot';

/** The trigger node: starts a workflow when a directory sync fails, recovers, or has a new result. */
export class AsaActiveDirectoryTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ASA Active Directory Trigger',
		name: 'asaActiveDirectoryTrigger',
		icon: {
			light: 'file:../../icons/asaActiveDirectory.svg',
			dark: 'file:../../icons/asaActiveDirectory.dark.svg',
		},
		group: ['trigger'],
		version: [1],
		subtitle,
		// n8n's search has one entry for both nodes, with this description.
		description:
			'Starts the workflow when a directory sync of Okta ASA fails, recovers, is overdue or stops; the actions manage connections and sync jobs',
		defaults: { name: 'ASA Active Directory Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'oktaAsaApi', required: true }],
		properties,
	};

	methods = { loadOptions };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return this.getMode() === 'manual' ? await fetchSamples(this) : await poll(this, takeSnapshot);
	}
}
