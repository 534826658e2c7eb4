import type { EndpointName } from './endpoints';
import type { Requests } from './http/requests';
import { readField, toInteger, toText } from './model/json';

/** A gateway or a project, as far as it is chosen from a list. */
export interface NamedObject {
	id: string;
	/** Its id if ASA answers no name. */
	name: string;
}

/** The status of a gateway. */
export interface GatewayStatus {
	gateway_id: string;
	/** ONLINE is the only one ever shown. */
	status: string | null;
	active_connections: number | null;
	total_storage_bytes: number | null;
	used_storage_bytes: number | null;
	/** RFC 3339 UTC; probable. */
	updated_at: string | null;
}

/** A list of objects with names: the gateways or the projects of a team. */
export class NamedObjects {
	constructor(
		protected readonly requests: Requests,
		private readonly endpoint: EndpointName,
	) {}

	/**
	 * Endpoints 26 and 28.
	 *
	 * @param contains a part of the name; the API searches by itself (certain)
	 */
	async list(contains?: string): Promise<NamedObject[]> {
		const query = contains ? { contains } : {};
		return await this.requests.list(
			(json) => {
				const id = toText(readField(json, 'id')) ?? '';
				return { id, name: toText(readField(json, 'name')) ?? id };
			},
			this.endpoint,
			{},
			{ query },
		);
	}
}

/** The gateways of a team. */
export class Gateways extends NamedObjects {
	constructor(requests: Requests) {
		super(requests, 'listGateways');
	}

	/** Endpoint 27. */
	async status(gateway: string): Promise<GatewayStatus> {
		const json = await this.requests.sendForObject(
			'getGatewayStatus',
			{ gateway },
			{},
			'gateway_id',
		);
		return {
			gateway_id: toText(readField(json, 'gateway_id')) ?? gateway,
			status: toText(readField(json, 'status')),
			active_connections: toInteger(readField(json, 'active_connections')),
			total_storage_bytes: toInteger(readField(json, 'total_storage_bytes')),
			used_storage_bytes: toInteger(readField(json, 'used_storage_bytes')),
			updated_at: toText(readField(json, 'updated_at')),
		};
	}
}
