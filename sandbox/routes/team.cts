import type { FastifyInstance } from 'fastify';
import { ApiError, notFound } from '../errors.cts';
import type { ListQuery } from '../paging.cts';
import { containsQuery, listQuery, tokenBody } from '../schemas.cts';
import { liveConnections, type NamedObject } from '../team.cts';
import { addEndpoint, addOtherEndpoint, answerList, type Call } from './call.cts';

interface ContainsQuery extends ListQuery {
	contains?: string;
}

type ContainsCall = Call<undefined, ContainsQuery>;

/** Minting, endpoints 26 to 29, and the one route that only an OPA team has. */
export function addTeamRoutes(app: FastifyInstance): void {
	addOtherEndpoint(app, 'token', { body: tokenBody }, mint);
	addEndpoint(app, 26, { query: containsQuery }, (call: ContainsCall) =>
		answerNamed(call, call.world.team.gateways),
	);
	addEndpoint(app, 27, {}, gatewayStatus);
	addEndpoint(app, 28, { query: containsQuery }, (call: ContainsCall) =>
		answerNamed(call, call.world.team.projects),
	);
	addEndpoint(app, 29, { query: listQuery() }, (call) => answerList(call, [], () => null));
	addOtherEndpoint(app, 'opaConnections', { query: listQuery() }, listOpaConnections);
}

function gatewayStatus({ world, params }: Call) {
	const gateway = world.team.gateways.find(({ id }) => id === params.gateway);
	if (!gateway) throw notFound('Gateway', params.gateway);
	return { gateway_id: gateway.id, status: 'ONLINE' };
}

function mint({ world, body }: Call<{ key_id: string; key_secret: string }>) {
	if (!world.tokens.isKey(body.key_id, body.key_secret)) {
		throw new ApiError('authentication_error', 'The key is not valid');
	}
	return world.tokens.mint(world.switches.tokenLifetimeSeconds);
}

function answerNamed(call: ContainsCall, objects: NamedObject[]) {
	const part = call.query.contains?.toLowerCase() ?? '';
	const wanted = objects.filter(({ name }) => name.toLowerCase().includes(part));
	return answerList(call, wanted, ({ id, name }) => ({ id, name }));
}

function listOpaConnections(call: Call) {
	return answerList(call, liveConnections(call.world.team), ({ id, domain }) => ({
		id,
		domain,
		okta_app_instance_id: `app-of-${domain}`,
		status: 'connected',
	}));
}
