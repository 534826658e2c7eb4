import type { Connection } from '../../asa/model/connection';
import { connectionModel } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import type { Item } from '../../operation/item';

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
