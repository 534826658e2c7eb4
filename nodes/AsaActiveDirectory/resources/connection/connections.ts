import type { AsaClient } from '../../api/client';
import {
	connectionBody,
	isDeleted,
	readConnection,
	type Connection,
	type ConnectionBody,
} from '../../api/connection';
import type { Item } from '../item';

/**
 * Reads one connection.
 *
 * @throws NodeApiError where the API has none, NodeOperationError where it says that it was deleted
 */
export async function fetchConnection(item: Item, id: string): Promise<Connection> {
	const wire = await item.client.sendForObject('getConnection', { connection: id });
	if (!isDeleted(wire)) return readConnection(wire);
	throw item.error(
		'Get an AD connection: it was deleted',
		'Check the parameter "Connection": pick it from the list again',
	);
}

/** All connections that exist. */
export async function listConnections(client: AsaClient): Promise<Connection[]> {
	const { items } = await client.list('listConnections');
	return items.filter((wire) => !isDeleted(wire)).map(readConnection);
}

/** Whether changes would alter anything of a connection. */
export function altersConnection(current: Connection, changes: Partial<ConnectionBody>): boolean {
	const kept = connectionBody(current);
	return JSON.stringify({ ...kept, ...changes }) !== JSON.stringify(kept);
}

/**
 * Sends a connection with the changes in it, and all else as it was.
 *
 * @returns the connection as it is now (the API answers nothing)
 */
export async function sendUpdate(
	item: Item,
	current: Connection,
	changes: Partial<ConnectionBody>,
): Promise<Connection> {
	const body: ConnectionBody = { ...connectionBody(current), ...changes };
	await item.client.send('updateConnection', { connection: current.id }, { body });
	return { ...current, ...readable(body) };
}

/** What of a body the API answers again: password and use_passwordless never come back. */
export function readable(body: Partial<ConnectionBody>): Partial<Connection> {
	const answered = { ...body };
	delete answered.service_account_password;
	delete answered.use_passwordless;
	return answered;
}
