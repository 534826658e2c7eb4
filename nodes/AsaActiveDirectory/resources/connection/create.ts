import type { ConnectionBody } from '../../api/connection';
import { readConnection } from '../../api/connection';
import { gatewayField } from '../fields/gateway';
import type { Operation } from '../operation';
import {
	domainControllersField,
	domainField,
	nameField,
	probableFields,
	readDomainControllers,
	readProbableFields,
} from './fields';
import { readServiceAccount, serviceAccountFields } from './serviceAccount';

/** Endpoint 2: creates a connection. */
export const create: Operation = {
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create connection',
		description: 'Create an AD connection',
	},
	fields: [
		{ ...nameField, required: true },
		{ ...domainField, required: true },
		{ ...gatewayField, required: true },
		domainControllersField,
		...serviceAccountFields('The connection gets no service account, as for passwordless access'),
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: probableFields,
		},
	],
	// A team has one connection for each domain.
	lane: (item) => item.text('domain').toLowerCase(),
	async execute(item) {
		const body: ConnectionBody = {
			name: item.requiredText('name', 'Name'),
			domain: item.requiredText('domain', 'Domain'),
			gateway_id: item.locator('gateway', 'Gateway').value,
			domain_controllers: readDomainControllers(item.parameter('domainControllers', '')),
			...(await readServiceAccount(item)),
			...readProbableFields(item, item.collection('additionalFields')),
		};
		return { ...readConnection(await item.client.sendForObject('createConnection', {}, { body })) };
	},
};
