import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { connectionModel } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import { changeOptions, readChangeSettings, type ChangeSettings } from '../../operation/changes';
import { byDisplayName } from '../../operation/description';
import { readForm, requireWhole } from '../../operation/form';
import type { Item } from '../../operation/item';
import {
	connectionField,
	findConnection,
	forgetConnections,
	connectionGatewayField,
} from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { answeredFields, applyChanges, previewReplacement } from './changes';
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
		'Whether to send only the fields above, without reading the connection first. Fields that are not set are lost.',
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
		const changes = {
			...readForm(item, connectionModel, updateFields, item.collection('updateFields')),
			...(await readServiceAccount(item)),
		};
		const isPlain = item.option(plainPutOption);
		const settings = readChangeSettings(item);
		if (isPlain) requireWhole(item, connectionModel, changes);
		return {
			serializeBy: locator.value,
			async run() {
				const id = await findConnection(item, locator);
				if (!isPlain) return await change(item, id, changes, settings);
				return settings.isPreview
					? await previewReplacement(item, id, changes)
					: await replace(item, id, changes);
			},
		};
	},
};

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
