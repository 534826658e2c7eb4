import { connectionModel } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import { enteredValues, readFields, readCompleteFields } from '../../operation/fields';
import { connectionGatewayField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { retryNotice } from '../../operation/sharedOptions';
import { withGatewayId } from './changes';
import {
	additionalFieldsField,
	domainControllersField,
	domainField,
	nameField,
	probableFields,
} from './fields';
import { readServiceAccount, serviceAccountFields } from './serviceAccount';

const requiredFields = [nameField, domainField, connectionGatewayField].map((field) => ({
	...field,
	required: true,
}));

/** Endpoint 2: creates a connection. */
export const create: Operation = {
	entry: {
		name: 'Create',
		value: 'create',
		action: 'Create connection',
		description: 'Create an AD connection',
	},
	fields: [
		retryNotice('tries to create the others again'),
		...requiredFields,
		domainControllersField,
		...serviceAccountFields,
		additionalFieldsField,
	],
	async read(item) {
		const asked = [...requiredFields, domainControllersField];
		const values: Values = {
			domain_controllers: [],
			...readCompleteFields(item, connectionModel, asked, enteredValues(item, asked)),
			...readFields(item, connectionModel, probableFields, item.collection('additionalFields')),
			...(await readServiceAccount(item)),
		};
		return {
			// A team has one connection for each domain.
			serializeBy: String(values.domain).toLowerCase(),
			async run() {
				const complete = await withGatewayId(item, values);
				return { ...(await item.client.connections.create(complete)) };
			},
		};
	},
};
