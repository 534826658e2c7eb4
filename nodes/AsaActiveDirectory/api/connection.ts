import { isWire, text, texts, field, type Wire } from './wire';

/** An AD connection as this package puts it out. Source: docs/api-contract.md, "Connection" (certain). */
export interface Connection {
	id: string;
	name: string;
	domain: string;
	gateway_id: string;
	/** Answered by Get alone. */
	gateway_name?: string;
	domain_controllers: string[];
	/** Answered by Create and Get, not by a list. */
	service_account_username?: string;
	/** Id of the active server sync job; answered by Get alone. */
	active_task_settings_id?: string;
	/** Probable. */
	certificate_id?: string;
}

/** What endpoints 2 and 4 take. Source: docs/api-contract.md, "Connection". */
export interface ConnectionBody {
	name: string;
	domain: string;
	gateway_id: string;
	domain_controllers: string[];
	service_account_username?: string;
	service_account_password?: string;
	use_passwordless?: boolean;
	certificate_id?: string;
}

const optionalTexts = [
	'gateway_name',
	'service_account_username',
	'active_task_settings_id',
	'certificate_id',
] as const;

/** The normal form of a connection from either spelling of the contract. */
export function readConnection(wire: Wire): Connection {
	const connection: Connection = {
		id: text(field(wire, 'id')) ?? '',
		name: text(field(wire, 'name')) ?? '',
		domain: text(field(wire, 'domain')) ?? '',
		gateway_id: text(field(wire, 'gateway_id')) ?? '',
		domain_controllers: texts(field(wire, 'domain_controllers')),
	};
	for (const name of optionalTexts) {
		const value = text(field(wire, name));
		if (value) connection[name] = value;
	}
	return connection;
}

/**
 * Whether the server says that the connection is gone although it still answers it.
 * Source: docs/api-contract.md, "Endpoints".
 */
export function isDeleted(wire: unknown): boolean {
	return isWire(wire) && isRealTime(field(wire, 'deleted_at'));
}

/** Go's zero time lies in year 1 and stands for none; what can't be read as a time counts. */
function isRealTime(value: unknown): boolean {
	return Boolean(value) && !(Date.parse(String(value)) < 0);
}

/** The body that keeps a connection as it is: every field of it that the server answers and also takes. */
export function connectionBody(connection: Connection): ConnectionBody {
	const { name, domain, gateway_id, domain_controllers } = connection;
	const body: ConnectionBody = { name, domain, gateway_id, domain_controllers };
	const { service_account_username, certificate_id } = connection;
	if (service_account_username) body.service_account_username = service_account_username;
	if (certificate_id) body.certificate_id = certificate_id;
	return body;
}
