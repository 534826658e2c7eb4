import type { IDataObject } from 'n8n-workflow';
import type { ConnectionBody } from '../../api/connection';
import { byDisplayName } from '../byDisplayName';
import { connectionLane } from '../connectionLane';
import { connectionField } from '../fields/connection';
import { gatewayField } from '../fields/gateway';
import type { Item } from '../item';
import type { Operation } from '../operation';
import { altersConnection, fetchConnection, readable, sendUpdate } from './connections';
import {
	domainControllersField,
	domainField,
	nameField,
	probableFields,
	readDomainControllers,
	readProbableFields,
} from './fields';
import { passwordNotice, readServiceAccount, serviceAccountFields } from './serviceAccount';

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
		...serviceAccountFields('No password is sent, and ASA may or may not keep the one it has'),
		passwordNotice,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			options: [
				domainField,
				domainControllersField,
				gatewayField,
				nameField,
				...probableFields,
			].sort(byDisplayName),
		},
	],
	options: [
		{
			displayName: 'Send Only What Is Set',
			name: 'sendOnlyWhatIsSet',
			type: 'boolean',
			default: false,
			description:
				'Whether to send a plain PUT of the fields above without reading the connection first',
		},
	],
	lane: connectionLane,
	async execute(item) {
		const id = item.locator('connection', 'Connection').value;
		const changes: Partial<ConnectionBody> = {
			...readUpdateFields(item, item.collection('updateFields')),
			...(await readServiceAccount(item)),
		};
		const { sendOnlyWhatIsSet = false } = item.collection('options');
		if (item.checkFlag(sendOnlyWhatIsSet, 'Send Only What Is Set')) {
			await item.client.send(
				'updateConnection',
				{ connection: id },
				{ body: checkWhole(item, changes) },
			);
			return { id, ...readable(changes) };
		}
		const current = await fetchConnection(item, id);
		return altersConnection(current, changes)
			? { ...(await sendUpdate(item, current, changes)) }
			: { ...current };
	},
};

function readUpdateFields(item: Item, fields: IDataObject): Partial<ConnectionBody> {
	const changes = readProbableFields(item, fields);
	if (fields.name !== undefined) changes.name = item.checkText(fields.name, 'Name');
	if (fields.domain !== undefined) changes.domain = item.checkText(fields.domain, 'Domain');
	if (fields.gateway !== undefined) {
		changes.gateway_id = item.readLocator(fields.gateway, 'Gateway').value;
	}
	if (fields.domainControllers !== undefined) {
		changes.domain_controllers = readDomainControllers(fields.domainControllers);
	}
	return changes;
}

/** A plain PUT replaces the connection: what the API requires must be set. */
function checkWhole(item: Item, changes: Partial<ConnectionBody>): Partial<ConnectionBody> {
	item.checkText(changes.name, 'Name');
	item.checkText(changes.domain, 'Domain');
	item.checkText(changes.gateway_id, 'Gateway');
	return changes;
}
