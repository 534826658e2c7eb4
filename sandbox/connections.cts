import { ApiError, notFound } from './errors.cts';
import { storedExtra } from './extraFields.cts';
import { deleteJob } from './jobs.cts';
import { liveConnections, type Connection, type ConnectionRequest } from './team.cts';
import { toRfc3339 } from './time.cts';
import type { World } from './world.cts';

/** @returns the connection, also a deleted one. @throws ApiError 404 */
export function getAnyConnection({ team }: World, id: string): Connection {
	const connection = team.connections.get(id);
	if (!connection) throw notFound('AD connection', id);
	return connection;
}

/** @throws ApiError 404 for one that was deleted or never existed */
export function getConnection(world: World, id: string): Connection {
	const connection = getAnyConnection(world, id);
	if (connection.deleted_at !== null) throw notFound('AD connection', id);
	return connection;
}

/** @throws ApiError 400 for an unknown gateway, 409 for a domain that has a connection */
export function createConnection(world: World, request: ConnectionRequest): Connection {
	checkConnection(world, request);
	const connection: Connection = {
		sequence: world.team.nextSequence(),
		id: world.random.uuid(),
		...storedFields(request),
		deleted_at: null,
		extra: storedExtra('connection', request, world.switches, false),
		jobs: { server: new Map(), user: new Map() },
	};
	world.team.connections.set(connection.id, connection);
	world.history.ofConnection('connection_created', connection);
	return connection;
}

/**
 * Updates a connection; switches say what becomes of the fields that aren't sent.
 * @throws ApiError 400 for an unknown gateway, 409 for a domain that has a connection
 */
export function updateConnection(
	world: World,
	connection: Connection,
	request: ConnectionRequest,
): void {
	checkConnection(world, request, connection);
	const before = { previousName: connection.name, previousDomain: connection.domain };
	const { extra } = connection;
	Object.assign(connection, storedFields(withOmitted(world, connection, request)), {
		extra: storedExtra('connection', request, world.switches, true) ?? extra,
	});
	world.history.ofConnection('connection_updated', connection, before);
}

/** Adds what an update doesn't send and what the switches keep. */
function withOmitted(
	{ switches }: World,
	connection: Connection,
	request: ConnectionRequest,
): ConnectionRequest {
	const { service_account_password, use_passwordless } = connection;
	const { service_account_username, domain_controllers, certificate_id } = connection;
	const others = { service_account_username, domain_controllers, certificate_id };
	return {
		...(switches.omittedOnPut === 'keep' ? others : {}),
		...(switches.passwordOnPut === 'keep' ? { service_account_password } : {}),
		...(switches.passwordlessOnPut === 'keep' ? { use_passwordless } : {}),
		...request,
	};
}

/** Deletes a connection with all its jobs. */
export function deleteConnection(world: World, connection: Connection): void {
	for (const job of [...connection.jobs.server.values(), ...connection.jobs.user.values()]) {
		deleteJob(world, job);
	}
	connection.deleted_at = toRfc3339(world.clock.now());
	world.history.ofConnection('connection_deleted', connection);
}

function checkConnection(world: World, request: ConnectionRequest, itself?: Connection): void {
	if (!world.team.gateways.some(({ id }) => id === request.gateway_id)) {
		throw new ApiError('invalid_request', `gateway_id ${request.gateway_id} does not exist`);
	}
	const domain = request.domain.toLowerCase();
	const other = liveConnections(world.team).find(
		(connection) => connection !== itself && connection.domain.toLowerCase() === domain,
	);
	if (other) {
		throw new ApiError(
			'resource_already_exists',
			`AD connection ${other.id} already has the domain ${other.domain}`,
		);
	}
}

function storedFields(request: ConnectionRequest) {
	return {
		name: request.name,
		gateway_id: request.gateway_id,
		domain: request.domain,
		domain_controllers: request.domain_controllers ?? null,
		service_account_username: request.service_account_username ?? null,
		service_account_password: request.service_account_password ?? null,
		use_passwordless: request.use_passwordless ?? false,
		certificate_id: request.certificate_id ?? null,
	};
}
