import type { INodeProperties } from 'n8n-workflow';
import { connectionModel, type Connection } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import { byDisplayName } from '../../operation/description';
import { readForm, requireWhole } from '../../operation/form';
import type { Item } from '../../operation/item';
import { connectionField, gatewayField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { domainControllersField, domainField, nameField, probableFields } from './fields';
import { passwordNotice, readServiceAccount, serviceAccountFields } from './serviceAccount';

const updateFields = [
	domainField,
	domainControllersField,
	gatewayField,
	nameField,
	...probableFields,
].sort(byDisplayName);

const plainPutOption: INodeProperties = {
	displayName: 'Send Only What Is Set',
	name: 'sendOnlyWhatIsSet',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a plain PUT of the fields above without reading the connection first',
};

/** Endpoint 4: reads a connection, changes what the user set, and sends all of it back. */
export const update: Operation = {
	entry: {
		name: 'Update',
		value: 'update',
		action: 'Update connection',
		description: 'Update an AD connection and keep what you do not set',
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
	options: [plainPutOption],
	async read(item) {
		const id = item.locator(connectionField).value;
		const changes = {
			...readForm(item, connectionModel, updateFields, item.collection('updateFields')),
			...(await readServiceAccount(item)),
		};
		const isPlain = item.option(plainPutOption);
		if (isPlain) requireWhole(item, connectionModel, changes);
		const run = async () =>
			isPlain ? await replace(item, id, changes) : await change(item, id, changes);
		return { serializeBy: id, run };
	},
};

async function change(item: Item, id: string, changes: Values): Promise<Values> {
	const current = await item.client.connections.get(id);
	return altersConnection(current, changes)
		? await sendChanges(item, current, changes)
		: { ...current };
}

async function replace(item: Item, id: string, values: Values): Promise<Values> {
	await item.client.connections.replace(id, values);
	return { id, ...answered(values) };
}

/** Whether changes would alter anything of a connection. What can't be read back to compare counts as a change. */
export function altersConnection(current: Connection, changes: Values): boolean {
	const before = { ...current };
	const isSecret = Object.keys(changes).some((name) => connectionModel.fields[name].isWriteOnly);
	return isSecret || connectionModel.differences(before, { ...before, ...changes }).length > 0;
}

/**
 * Sends a connection with the changes in it, and all else as it was.
 *
 * @returns the connection as it is now (the API answers nothing)
 */
export async function sendChanges(
	item: Item,
	current: Connection,
	changes: Values,
): Promise<Values> {
	await item.client.connections.replace(current.id, { ...current, ...changes });
	return { ...current, ...answered(changes) };
}

/** What of the changes the API answers again: password and use_passwordless never come back. */
export function answered(changes: Values): Values {
	const { fields } = connectionModel;
	return Object.fromEntries(
		Object.entries(changes).filter(([name, value]) => !fields[name].isWriteOnly && value !== null),
	);
}
