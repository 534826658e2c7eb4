import type { INodeProperties } from 'n8n-workflow';
import { connectionModel, type Connection } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import { enteredValues, readForm, requireWhole, withoutEmpty } from '../../operation/form';
import type { Item } from '../../operation/item';
import { gatewayField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import {
	additionalFieldsField,
	domainControllersField,
	domainField,
	nameField,
	probableFields,
} from './fields';
import { passwordNotice, readServiceAccount, serviceAccountFields } from './serviceAccount';
import { altersConnection, answered, sendChanges } from './update';

const alwaysOption: INodeProperties = {
	displayName: 'Send Even If Unchanged',
	name: 'sendEvenIfUnchanged',
	type: 'boolean',
	default: false,
	description:
		"Whether to update a connection in which nothing differs. Needed where only the password is new, which can't be read back to compare.",
};

const wantedFields: INodeProperties[] = [
	{ ...nameField, required: true },
	{
		...domainField,
		description:
			'Domain of the directory, looked for first. Empty looks for the name alone and keeps the domain.',
	},
	{ ...gatewayField, description: 'The gateway; needed to create, kept where it is empty' },
	{
		...domainControllersField,
		description: 'Host names or addresses separated by commas; kept where it is empty',
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
	options: [alwaysOption],
	async read(item) {
		const always = item.option(alwaysOption);
		const wanted = { ...readWanted(item), ...(await readServiceAccount(item)) };
		return {
			// What one item creates or renames, the next may match by domain or by name.
			serializeBy: 'all connections',
			run: async () => await createOrUpdate(item, wanted, always),
		};
	},
};

/** What the user set; fields left empty are absent. */
function readWanted(item: Item): Values {
	const { name } = connectionModel.fields;
	const entered = withoutEmpty(enteredValues(item, wantedFields));
	return {
		...readForm(item, connectionModel, wantedFields, entered),
		...readForm(item, connectionModel, probableFields, item.collection('additionalFields')),
		name: item.check(() => name.parse(item.parameter('name'))),
	};
}

async function createOrUpdate(item: Item, wanted: Values, always: boolean): Promise<Values> {
	const { connections } = item.client;
	const match = findMatch(item, await connections.list(), wanted);
	if (!match) {
		requireWhole(item, connectionModel, wanted);
		const created = await connections.create({ domain_controllers: [], ...wanted });
		return { ...created, action: 'created' };
	}
	const current = await connections.get(match.id);
	if (!always && !altersConnection(current, answered(wanted))) {
		return { ...current, action: 'unchanged' };
	}
	return { ...(await sendChanges(item, current, wanted)), action: 'updated' };
}

/**
 * The one connection with that domain (case ignored) or that name.
 *
 * @throws NodeOperationError listing the matches if there are several
 */
function findMatch(
	item: Item,
	connections: Connection[],
	{ domain, name }: Values,
): Connection | undefined {
	const wantedDomain = domain === undefined ? undefined : String(domain).toLowerCase();
	const matches = connections.filter(
		(connection) => connection.name === name || connection.domain.toLowerCase() === wantedDomain,
	);
	if (matches.length <= 1) return matches[0];
	const listed = matches.map((match) => `"${match.name}" (${match.domain}, ID ${match.id})`);
	throw item.error(
		`"Name" and "Domain" match ${matches.length} connections: ${listed.join('; ')}`,
		'Use the operation Update with the ID of the one you mean, or correct "Name" or "Domain"',
	);
}
