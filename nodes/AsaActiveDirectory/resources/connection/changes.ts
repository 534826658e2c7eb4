import type { IDataObject } from 'n8n-workflow';
import type { ConnectionReading } from '../../asa/connections';
import { endpointOf } from '../../asa/endpoints';
import { connectionModel, type Connection } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import {
	previewOf,
	requireReadable,
	sendWhole,
	type ChangeSettings,
} from '../../operation/changes';
import type { Item } from '../../operation/item';
import { forgetConnections } from '../../operation/locators';

/** A connection after an update. */
export interface UpdatedConnection {
	output: IDataObject;
	/** Whether anything was sent. */
	isChanged: boolean;
}

/**
 * Endpoint 4: changes what the user set of a connection and sends the rest of it back as it came; nothing if nothing
 * differs.
 *
 * @throws NodeOperationError if the update would lose something of the connection
 */
export async function applyChanges(
	item: Item,
	reading: ConnectionReading,
	set: Values,
	{ isPreview, dropsUnknown }: ChangeSettings,
): Promise<UpdatedConnection> {
	const { connection } = reading;
	const differing = differingFields(connection, set);
	if (differing.length > 0) {
		requireReadable(item, 'connection', connectionModel, reading, set);
		await requirePasswordless(item, reading, set);
	}
	if (isPreview) {
		const requests = differing.length > 0 ? [endpointOf('updateConnection').what] : [];
		const after = { ...connection, ...set };
		const sent = { requests, changes_id: false };
		const preview = previewOf(connectionModel, { ...connection }, after, differing, sent);
		return { output: { id: connection.id, ...preview }, isChanged: false };
	}
	if (differing.length === 0) return { output: { ...connection }, isChanged: false };
	const kept: Values = dropsUnknown ? { ...connection } : reading.withUnknown;
	const unknown = dropsUnknown ? [] : reading.unknown;
	await sendWhole(unknown, async () => {
		await item.client.connections.replace(connection.id, { ...kept, ...set });
		forgetConnections(item);
	});
	return { output: { ...connection, ...answeredFields(set) }, isChanged: true };
}

/** The fields in which a connection would change. What is never answered can't be compared and counts as a change. */
function differingFields(connection: Connection, set: Values): string[] {
	const { fields } = connectionModel;
	const secret = Object.keys(set).filter((name) => fields[name].isWriteOnly);
	const before = { ...connection };
	return [...connectionModel.differences(before, { ...before, ...set }), ...secret];
}

/** What of the user's values the API answers again. */
export function answeredFields(set: Values): Values {
	const { fields } = connectionModel;
	return Object.fromEntries(
		Object.entries(set).filter(([name, value]) => !fields[name].isWriteOnly && value !== null),
	);
}

/**
 * Checks that an update doesn't switch passwordless access off by leaving it out.
 * Source: docs/api-contract.md, "Connection" (use_passwordless; assumed).
 *
 * @throws NodeOperationError if the connection has a certificate and 'Use Passwordless' isn't set
 */
async function requirePasswordless(
	item: Item,
	{ connection, hasCertificate }: ConnectionReading,
	set: Values,
): Promise<void> {
	if (set.use_passwordless !== undefined) return;
	const isKnown = hasCertificate || Boolean(set.certificate_id);
	if (!isKnown && !(await item.client.connections.hasCertificate(connection.id))) return;
	const label = `'${connectionModel.fields.use_passwordless.label}'`;
	throw item.error(
		`The connection was not updated: it has a certificate, and ${label} is not set`,
		`Set ${label}: Okta never returns it, and an update without it probably turns passwordless access off`,
	);
}
