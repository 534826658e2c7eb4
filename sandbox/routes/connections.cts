import type { FastifyInstance } from 'fastify';
import {
	createConnection,
	deleteConnection,
	getAnyConnection,
	getConnection,
	updateConnection,
} from '../connections.cts';
import { certificateOf, connectionItem, createdConnection, wholeConnection } from '../dialects.cts';
import type { ListQuery } from '../paging.cts';
import { connectionBody, connectionListQuery } from '../schemas.cts';
import { liveConnections, type Connection, type ConnectionRequest } from '../team.cts';
import { addEndpoint, answerList, type Call } from './call.cts';

interface ConnectionListQuery extends ListQuery {
	certificate_id?: string;
	gateway_id?: string;
	include_certificate_details?: 'true' | 'false';
}

/** Endpoints 1 to 5. */
export function addConnectionRoutes(app: FastifyInstance): void {
	addEndpoint(app, 1, { query: connectionListQuery }, listConnections);
	addEndpoint<ConnectionRequest>(app, 2, { body: connectionBody }, ({ world, body }) =>
		createdConnection(createConnection(world, body), world.switches),
	);
	addEndpoint(app, 3, {}, ({ world, params }) =>
		wholeConnection(world, connectionToShow(world, params.connection)),
	);
	addEndpoint<ConnectionRequest>(app, 4, { body: connectionBody }, ({ world, params, body }) =>
		updateConnection(world, getConnection(world, params.connection), body),
	);
	addEndpoint(app, 5, {}, ({ world, params }) =>
		deleteConnection(world, getConnection(world, params.connection)),
	);
}

function listConnections(call: Call<undefined, ConnectionListQuery>) {
	const { certificate_id, gateway_id, include_certificate_details } = call.query;
	const { team, switches } = call.world;
	const wanted = liveConnections(team).filter(
		(connection) =>
			isAsked(certificate_id, connection.certificate_id) &&
			isAsked(gateway_id, connection.gateway_id),
	);
	return answerList(call, wanted, (connection) => ({
		...connectionItem(connection, switches),
		...(include_certificate_details === 'true' ? certificateOf(connection, switches) : {}),
	}));
}

/** An empty parameter asks for nothing: a client may always send it. */
function isAsked(wanted: string | undefined, value: string | null): boolean {
	return wanted === undefined || wanted === '' || wanted === value;
}

function connectionToShow(world: Call['world'], id: string): Connection {
	const { deletedAt } = world.switches;
	return deletedAt === 'deleted_at' ? getAnyConnection(world, id) : getConnection(world, id);
}
