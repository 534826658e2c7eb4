import type { Requests } from './http/requests';
import { isSet, readField, toInteger, toText, toTime, type JsonObject } from './model/json';

/** A gateway or a project, as far as it is chosen from a list. */
export interface NamedObject {
	id: string;
	/** Its id if ASA answers no name. */
	name: string;
}

/** A gateway. Source: docs/api-contract.md, "Gateway". */
export interface Gateway extends NamedObject {
	description: string | null;
	access_address: string | null;
	default_address: string | null;
	cloud_provider: string | null;
	refuse_connections: boolean | null;
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

/** A server that Active Directory discovered. Source: docs/api-contract.md, "Server". */
export interface AdServer {
	id: string;
	hostname: string | null;
	project_name: string | null;
	/** ACTIVE or INACTIVE. */
	state: string | null;
	/** RFC 3339 UTC; that a sync renews it is assumed. */
	last_seen: string | null;
	registered_at: string | null;
	canonical_name: string | null;
	os: string | null;
	os_type: string | null;
	access_address: string | null;
	bastion: string | null;
}

/** Which AD servers are wanted. The API compares all of these itself (certain). */
export interface ServersWanted {
	limit?: number;
	project?: string;
	hostname?: string;
	state?: string;
	/** Leaves servers out that the API can't tell apart. */
	keep?: (server: AdServer) => boolean;
}

/** The projects of a team. */
export class Projects {
	constructor(private readonly requests: Requests) {}

	/** Endpoint 28. */
	async list(): Promise<NamedObject[]> {
		return await this.requests.list(readNamed, 'listProjects', {});
	}
}

/** The gateways of a team. */
export class Gateways {
	constructor(private readonly requests: Requests) {}

	/**
	 * Endpoint 26.
	 *
	 * @param contains a part of the name; the API searches itself (certain)
	 */
	async list({ contains, limit }: { contains?: string; limit?: number } = {}): Promise<Gateway[]> {
		const query = contains ? { contains } : {};
		return await this.requests.list(readGateway, 'listGateways', {}, { query, limit });
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
			status: textOf(json, 'status'),
			active_connections: toInteger(readField(json, 'active_connections')),
			total_storage_bytes: toInteger(readField(json, 'total_storage_bytes')),
			used_storage_bytes: toInteger(readField(json, 'used_storage_bytes')),
			updated_at: timeOf(json, 'updated_at'),
		};
	}
}

/** The servers that Active Directory discovered, as far as the service user may see them. */
export class AdServers {
	constructor(private readonly requests: Requests) {}

	/** Endpoint 29 with AdServers: those that were not deleted. */
	async list({ limit, project, hostname, state, keep }: ServersWanted = {}): Promise<AdServer[]> {
		const filters = { project_name: project, hostname, state };
		const set = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '');
		return await this.requests.list(
			readServer,
			'listServers',
			{},
			{
				limit,
				query: { AdServers: 'true', ...Object.fromEntries(set) },
				keep: (json) => !isSet(readField(json, 'deleted_at')) && (keep?.(readServer(json)) ?? true),
			},
		);
	}
}

function readNamed(json: JsonObject): NamedObject {
	const id = toText(readField(json, 'id')) ?? '';
	return { id, name: textOf(json, 'name') ?? id };
}

function readGateway(json: JsonObject): Gateway {
	const refuses = readField(json, 'refuse_connections');
	return {
		...readNamed(json),
		description: textOf(json, 'description'),
		access_address: textOf(json, 'access_address'),
		default_address: textOf(json, 'default_address'),
		cloud_provider: textOf(json, 'cloud_provider'),
		refuse_connections: typeof refuses === 'boolean' ? refuses : null,
	};
}

function readServer(json: JsonObject): AdServer {
	return {
		id: toText(readField(json, 'id')) ?? '',
		hostname: textOf(json, 'hostname'),
		project_name: textOf(json, 'project_name'),
		state: textOf(json, 'state'),
		last_seen: timeOf(json, 'last_seen'),
		registered_at: timeOf(json, 'registered_at'),
		canonical_name: textOf(json, 'canonical_name'),
		os: textOf(json, 'os'),
		os_type: textOf(json, 'os_type'),
		access_address: textOf(json, 'access_address'),
		bastion: textOf(json, 'bastion'),
	};
}

/** A text, null if it is missing or empty. */
function textOf(json: JsonObject, name: string): string | null {
	return toText(readField(json, name)) || null;
}

function timeOf(json: JsonObject, name: string): string | null {
	return toTime(readField(json, name));
}
