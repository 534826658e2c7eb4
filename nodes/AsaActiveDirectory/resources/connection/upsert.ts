import type { INodeProperties } from 'n8n-workflow';
import { readConnection, type Connection, type ConnectionBody } from '../../api/connection';
import { gatewayField } from '../fields/gateway';
import type { Item } from '../item';
import type { Operation } from '../operation';
import {
	altersConnection,
	fetchConnection,
	listConnections,
	readable,
	sendUpdate,
} from './connections';
import {
	domainControllersField,
	domainField,
	nameField,
	probableFields,
	readDomainControllers,
	readProbableFields,
} from './fields';
import { passwordNotice, readServiceAccount, serviceAccountFields } from './serviceAccount';

const alwaysOption: INodeProperties = {
	displayName: 'Send Even If Unchanged',
	name: 'sendEvenIfUnchanged',
	type: 'boolean',
	default: false,
	description:
		"Whether to update a connection in which nothing differs. Needed where only the password is new, which can't be read back to compare.",
};

/** Endpoints 1 to 4: updates the connection of a domain or name, or creates it. */
export const upsert: Operation = {
	entry: {
		name: 'Create or Update',
		value: 'upsert',
		action: 'Create or update connection',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
	},
	fields: [
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
		...serviceAccountFields('No password is sent, and ASA may or may not keep the one it has'),
		passwordNotice,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: probableFields,
		},
	],
	options: [alwaysOption],
	// What one item creates or renames, the next may match by domain or by name.
	lane: () => 'all connections',
	async execute(item) {
		const always = item.option(alwaysOption);
		const wanted = { ...readWanted(item), ...(await readServiceAccount(item)) };
		const match = findMatch(item, await listConnections(item.client), wanted);
		if (!match) return { ...(await createWanted(item, wanted)), action: 'created' };
		const current = await fetchConnection(item, match.id);
		if (!always && !altersConnection(current, readable(wanted))) {
			return { ...current, action: 'unchanged' };
		}
		return { ...(await sendUpdate(item, current, wanted)), action: 'updated' };
	},
};

type Wanted = Partial<ConnectionBody> & { name: string };

/** What the user set; fields left empty are absent. */
function readWanted(item: Item): Wanted {
	const wanted: Wanted = {
		name: item.requiredText('name', 'Name'),
		...readProbableFields(item, item.collection('additionalFields')),
	};
	if (item.text('domain')) wanted.domain = item.requiredText('domain', 'Domain');
	const controllers = readDomainControllers(item.parameter('domainControllers', ''));
	if (controllers.length > 0) wanted.domain_controllers = controllers;
	const gateway = item.parameter('gateway', {});
	if (isChosen(gateway)) wanted.gateway_id = item.readLocator(gateway, 'Gateway').value;
	return wanted;
}

function isChosen(locator: unknown): boolean {
	const value = typeof locator === 'object' ? (locator as { value?: unknown })?.value : locator;
	return value !== undefined && value !== null && value !== '';
}

/**
 * The one connection with that domain (case ignored) or that name.
 *
 * @throws NodeOperationError listing the matches where there are several
 */
function findMatch(
	item: Item,
	connections: Connection[],
	{ domain, name }: Wanted,
): Connection | undefined {
	const matches = connections.filter(
		(connection) =>
			connection.name === name || connection.domain.toLowerCase() === domain?.toLowerCase(),
	);
	if (matches.length <= 1) return matches[0];
	const listed = matches.map((match) => `"${match.name}" (${match.domain}, ID ${match.id})`);
	throw item.error(
		`"Name" and "Domain" match ${matches.length} connections: ${listed.join('; ')}`,
		'Use the operation Update with the ID of the one you mean, or correct "Name" or "Domain"',
	);
}

async function createWanted(item: Item, wanted: Wanted): Promise<Connection> {
	const body: ConnectionBody = {
		domain_controllers: [],
		...wanted,
		domain: item.checkText(wanted.domain, 'Domain'),
		gateway_id: item.checkText(wanted.gateway_id, 'Gateway'),
	};
	return readConnection(await item.client.sendForObject('createConnection', {}, { body }));
}
