import type { IDataObject } from 'n8n-workflow';
import type { ConnectionReading } from '../../asa/connections';
import { connectionRequests } from '../../asa/connections';
import { connectionModel, type Connection } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import {
	changedFields,
	droppedFields,
	previewOf,
	requireReadable,
	sendWhole,
	type ChangeSettings,
	type FieldChange,
} from '../../operation/changes';
import type { Item } from '../../operation/item';
import { findGateway, forgetConnections } from '../../operation/locators';

/**
 * The values with the ID of the gateway, if it was entered by its name.
 *
 * @throws NodeOperationError if no gateway or several have the name
 */
export async function withGatewayId(item: Item, values: Values): Promise<Values> {
	const { gateway_id: value } = values;
	if (!item.mayBeName(value)) return values;
	return { ...values, gateway_id: await findGateway(item, { mode: 'text', value }) };
}

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
	const kept: Values = dropsUnknown ? { ...connection } : reading.withUnknown;
	const after = { ...kept, ...connectionModel.keepAnswered(kept, set) };
	const differing = [
		...changedFields(connectionModel, { ...connection }, after, reading, set),
		...writeOnlyFields(set),
	];
	if (differing.length > 0) {
		requireReadable(item, 'connection', connectionModel, reading, set);
		await requirePasswordless(item, reading, set);
	}
	if (isPreview) {
		const dropped = differing.length > 0 && dropsUnknown ? droppedFields(reading) : [];
		const output = previewConnection(connection, after, differing, dropped);
		return { output, isChanged: false };
	}
	if (differing.length === 0) return { output: { ...connection }, isChanged: false };
	const unknown = dropsUnknown ? [] : reading.unknown;
	await sendWhole(unknown, async () => {
		await item.client.connections.replace(connection.id, after);
		forgetConnections(item);
	});
	const changed = Object.fromEntries(differing.map((name) => [name, after[name]]));
	return { output: { ...connection, ...answeredFields(changed) }, isChanged: true };
}

/**
 * What a plain PUT of these values would change.
 *
 * @param values what the connection would consist of
 */
export async function previewReplacement(
	item: Item,
	id: string,
	values: Values,
): Promise<IDataObject> {
	const reading = await item.client.connections.read(id);
	const { connection } = reading;
	const differing = [
		...connectionModel.differences({ ...connection }, values),
		...writeOnlyFields(values),
	];
	return previewConnection(connection, values, differing, droppedFields(reading), true);
}

function previewConnection(
	connection: Connection,
	after: Values,
	differing: string[],
	dropped: FieldChange[],
	isSent = differing.length > 0,
): IDataObject {
	const requests = isSent ? [connectionRequests.update.what] : [];
	const sent = { requests, id_would_change: false };
	const preview = previewOf(connectionModel, { ...connection }, after, differing, sent, dropped);
	return { id: connection.id, ...preview };
}

/** What is never answered can't be compared and counts as a change. */
function writeOnlyFields(values: Values): string[] {
	const { fields } = connectionModel;
	return Object.keys(values).filter((name) => fields[name]?.isWriteOnly);
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
