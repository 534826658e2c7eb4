import { requestInWords } from './endpoints';
import { catchNotFound, deletedObject } from './http/errors';
import type { Requests } from './http/requests';
import { connectionModel, type Connection } from './model/connection';
import { isSameId, nilUuid } from '../util/text';
import { isSet, readField, toText, type JsonObject } from './model/json';
import type { Reading, Values } from './model/model';

/** Which connections are wanted; all of them if nothing is said. */
export interface ConnectionsWanted {
	limit?: number;
	certificateId?: string;
	/** Which of them count. */
	keep?: (connection: Connection) => boolean;
}

/** A connection as it was read to be changed: also what an update sends back although this package doesn't know it. */
export interface ConnectionReading extends Pick<Reading, 'unreadable' | 'withUnknown' | 'unknown'> {
	connection: Connection;
	/** Whether the answer shows a certificate. */
	hasCertificate: boolean;
}

/** The requests that change connections, in words. */
export const connectionRequests = {
	create: requestInWords('createConnection'),
	update: requestInWords('updateConnection'),
};

/** The AD connections of a team. Each method throws NodeApiError if ASA doesn't do what is asked. */
export class Connections {
	constructor(private readonly requests: Requests) {}

	/** Endpoint 1: the connections that exist. */
	async list(wanted: ConnectionsWanted = {}): Promise<Connection[]> {
		const { limit, certificateId, keep } = wanted;
		return await this.requests.list(
			(json) => readConnection(json).connection,
			'listConnections',
			{},
			{
				limit,
				query: certificateId ? { certificate_id: certificateId } : {},
				keep: (json) => !isDeleted(json) && (!keep || keep(readConnection(json).connection)),
			},
		);
	}

	/** Endpoint 3. */
	async get(id: string): Promise<Connection> {
		return (await this.read(id)).connection;
	}

	/**
	 * As `get`, for a connection that is to be changed.
	 *
	 * @throws NodeApiError for which `isObjectMissing` holds, if ASA has none or says that it was deleted
	 */
	async read(id: string): Promise<ConnectionReading> {
		const json = await this.requests.sendForObject('getConnection', { connection: id });
		if (isDeleted(json)) throw deletedObject(this.requests.node, 'getConnection');
		return readConnection(json);
	}

	/** As `get`; undefined if there is none. */
	async find(id: string): Promise<Connection | undefined> {
		return await catchNotFound(this.get(id));
	}

	/**
	 * Whether a connection has a certificate, as far as endpoint 1 tells (the query is certain, what it answers
	 * assumed).
	 */
	async hasCertificate(id: string): Promise<boolean> {
		const query = { include_certificate_details: true };
		const keep = (json: JsonObject) => isSameId(toText(readField(json, 'id')) ?? '', id);
		const answers = await this.requests.list(
			(json) => json,
			'listConnections',
			{},
			{ query, keep },
		);
		return answers.some((json) => Object.entries(json).some(showsCertificate));
	}

	/** Whether there is a connection; `deleted` if ASA still knows that there was one. */
	async state(id: string): Promise<'exists' | 'deleted' | 'unknown'> {
		const request = this.requests.sendForObject('getConnection', { connection: id });
		const json = await catchNotFound(request);
		if (!json) return 'unknown';
		return isDeleted(json) ? 'deleted' : 'exists';
	}

	/** Endpoint 2. */
	async create(values: Values): Promise<Connection> {
		const body = connectionModel.write(values);
		return readConnection(await this.requests.sendForObject('createConnection', {}, { body }))
			.connection;
	}

	/**
	 * Endpoint 4: replaces a connection. ASA answers nothing.
	 *
	 * @param values what it consists of from now on
	 */
	async replace(id: string, values: Values): Promise<void> {
		const body = connectionModel.write(values);
		await this.requests.send('updateConnection', { connection: id }, { body });
	}

	/** Endpoint 5: deletes a connection with its jobs. */
	async delete(id: string): Promise<void> {
		await this.requests.send('deleteConnection', { connection: id });
	}
}

function readConnection(json: JsonObject): ConnectionReading {
	const { values, ...others } = connectionModel.read(json);
	const id = toText(readField(json, 'id')) ?? '';
	const hasCertificate = Object.entries(json).some(showsCertificate);
	return { connection: { id, ...values } as Connection, hasCertificate, ...others };
}

/**
 * Whether the server says that the connection is gone although it still answers it.
 * Source: docs/api-contract.md, "Endpoints".
 */
function isDeleted(json: JsonObject): boolean {
	return isSet(readField(json, 'deleted_at'));
}

/** Whether a field of an answer is about a certificate and says that there is one. */
function showsCertificate([name, value]: [string, unknown]): boolean {
	return name.toLowerCase().includes('certificate') && !isZero(value);
}

/** Whether a value stands for none, as Go's zero values do. Source: docs/api-contract.md, "Behaviour that shapes the product". */
function isZero(value: unknown): boolean {
	if (typeof value === 'string')
		return value === '' || value === nilUuid || value.startsWith('0001-01-01T');
	if (typeof value !== 'object' || value === null) return !value;
	return Object.values(value).every(isZero);
}
