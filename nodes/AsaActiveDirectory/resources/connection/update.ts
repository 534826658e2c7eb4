import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { connectionModel } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import { changeOptions, readChangeSettings, type ChangeSettings } from '../../operation/changes';
import { byDisplayName } from '../../operation/description';
import { readFields, requireWhole } from '../../operation/fields';
import type { Item } from '../../operation/item';
import {
	connectionField,
	findConnection,
	forgetConnections,
	connectionGatewayField,
} from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { answeredFields, applyChanges, previewReplacement, withGatewayId } from './changes';
import { domainControllersField, domainField, nameField, probableFields } from './fields';
import { passwordNotice, readServiceAccount, serviceAccountFields } from './serviceAccount';

const updateFields = [
	domainField,
	domainControllersField,
	connectionGatewayField,
	nameField,
	...probableFields,
].sort(byDisplayName);

const plainPutOption: INodeProperties = {
	displayName: 'Send Only What Is Set',
	name: 'sendOnlyWhatIsSet',
	type: 'boolean',
	default: false,
	description:
		'Whether to send only the fields above, without reading the connection first. Fields that are not set are lost, and Use Passwordless is required.',
};

/** Endpoint 4: reads a connection, changes what the user set, and sends all of it back. */
export const update: Operation = {
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update connection',
		description: 'Update an AD connection and keep the fields that are not set',
	},
	fields: [
		connectionField,
		...serviceAccountFields,
		passwordNotice,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: updateFields,
		},
	],
	options: [plainPutOption, ...changeOptions],
	async read(item) {
		const locator = item.locator(connectionField);
		const entered = {
			...readFields(item, connectionModel, updateFields, item.collection('updateFields')),
			...(await readServiceAccount(item)),
		};
		const isPlain = item.option(plainPutOption);
		const settings = readChangeSettings(item);
		if (isPlain) requireWholePut(item, entered);
		return {
			serializeBy: locator.value,
			async run() {
				const id = await findConnection(item, locator);
				const changes = await withGatewayId(item, entered);
				if (!isPlain) return await change(item, id, changes, settings);
				return settings.isPreview
					? await previewReplacement(item, id, changes)
					: await replace(item, id, changes);
			},
		};
	},
};

/**
 * Checks that a plain PUT holds what it can't be without. Okta's own client sends `use_passwordless` in every PUT.
 * Source: docs/api-contract.md, "Connection".
 *
 * @throws NodeOperationError naming the field
 */
function requireWholePut(item: Item, values: Values): void {
	requireWhole(item, connectionModel, values);
	if (values.use_passwordless !== undefined) return;
	const { label } = connectionModel.fields.use_passwordless;
	throw item.error(
		`'${label}' is not set`,
		`Set '${label}': '${plainPutOption.displayName}' reads nothing, and an update without it probably turns passwordless access off`,
	);
}

async function change(
	item: Item,
	id: string,
	set: Values,
	settings: ChangeSettings,
): Promise<IDataObject> {
	const reading = await item.client.connections.read(id);
	return (await applyChanges(item, reading, set, settings)).output;
}

async function replace(item: Item, id: string, values: Values): Promise<IDataObject> {
	await item.client.connections.replace(id, values);
	forgetConnections(item);
	return { id, ...answeredFields(values) };
}
