import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { connectionRequests } from '../../asa/connections';
import { connectionModel, type Connection } from '../../asa/model/connection';
import { hostKey } from '../../asa/model/field';
import type { Values } from '../../asa/model/model';
import {
	changeOptions,
	previewOf,
	readChangeSettings,
	type ChangeSettings,
} from '../../operation/changes';
import { enteredValues, readFields, requireWhole, withoutEmpty } from '../../operation/fields';
import type { Item } from '../../operation/item';
import { forgetConnections, connectionGatewayField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { applyChanges, withGatewayId } from './changes';
import {
	additionalFieldsField,
	domainControllersField,
	domainField,
	nameField,
	probableFields,
} from './fields';
import { passwordNotice, readServiceAccount, serviceAccountFields } from './serviceAccount';

const wantedFields: INodeProperties[] = [
	{ ...nameField, required: true },
	{
		...domainField,
		description:
			'Domain to match first. If empty, only the name is matched and the domain is kept.',
	},
	{
		...connectionGatewayField,
		description: 'Required when creating. Leave empty to keep the current value.',
	},
	{
		...domainControllersField,
		description:
			'Host names or addresses, separated by commas. Leave empty to keep the current values.',
	},
];

/** Endpoints 1 to 4: updates the connection of a domain or name, or creates it. */
export const upsert: Operation = {
	entry: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update connection',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	fields: [...wantedFields, ...serviceAccountFields, passwordNotice, additionalFieldsField],
	options: changeOptions,
	async read(item) {
		const settings = readChangeSettings(item);
		const entered = { ...readWanted(item), ...(await readServiceAccount(item)) };
		return {
			// What one item creates or renames, the next may match by domain or by name.
			serializeBy: 'all connections',
			async run() {
				return await createOrUpdate(item, await withGatewayId(item, entered), settings);
			},
		};
	},
};

/** What the user set; fields left empty are absent. */
function readWanted(item: Item): Values {
	const { name } = connectionModel.fields;
	const entered = withoutEmpty(enteredValues(item, wantedFields));
	return {
		...readFields(item, connectionModel, wantedFields, entered),
		...readFields(item, connectionModel, probableFields, item.collection('additionalFields')),
		name: item.check(() => name.parse(item.parameter('name'))),
	};
}

async function createOrUpdate(
	item: Item,
	wanted: Values,
	settings: ChangeSettings,
): Promise<IDataObject> {
	const { connections } = item.client;
	const match = findMatch(item, await connections.list(), wanted);
	if (!match) return await create(item, wanted, settings);
	const reading = await connections.read(match.id);
	const { output, isChanged } = await applyChanges(item, reading, wanted, settings);
	return { action: isChanged ? 'updated' : 'unchanged', ...output };
}

async function create(
	item: Item,
	wanted: Values,
	{ isPreview }: ChangeSettings,
): Promise<IDataObject> {
	requireWhole(item, connectionModel, wanted);
	const values = { domain_controllers: [], ...wanted };
	if (isPreview) {
		const sent = { requests: [connectionRequests.create.what], id_would_change: false };
		const preview = previewOf(connectionModel, undefined, values, Object.keys(values), sent);
		return { id: null, ...preview };
	}
	const created = await item.client.connections.create(values);
	forgetConnections(item);
	return { action: 'created', ...created };
}

/**
 * The one connection with that domain, however it is written, or that name.
 *
 * @throws NodeOperationError listing the matches if there are several
 */
function findMatch(
	item: Item,
	connections: Connection[],
	{ domain, name }: Values,
): Connection | undefined {
	const wantedDomain = domain === undefined ? undefined : hostKey(String(domain));
	const matches = connections.filter(
		(connection) => connection.name === name || hostKey(connection.domain) === wantedDomain,
	);
	if (matches.length <= 1) return matches[0];
	const listed = matches.map((match) => `"${match.name}" (${match.domain}, ID ${match.id})`);
	throw item.error(
		`'Name' and 'Domain' match ${matches.length} connections: ${listed.join('; ')}`,
		"Use the operation Update with the ID of the connection you mean, or correct 'Name' or 'Domain'",
	);
}
