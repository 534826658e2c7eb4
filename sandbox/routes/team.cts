import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors.cts';
import { listQuery, tokenBody } from '../schemas.cts';
import { liveConnections } from '../team.cts';
import { addOtherEndpoint, answerList, type Call } from './call.cts';

/** Minting, and the one route that only an OPA team has. */
export function addTeamRoutes(app: FastifyInstance): void {
	addOtherEndpoint(app, 'token', { body: tokenBody }, mint);
	addOtherEndpoint(app, 'opaConnections', { query: listQuery() }, listOpaConnections);
}

function mint({ world, body }: Call<{ key_id: string; key_secret: string }>) {
	if (!world.tokens.isKey(body.key_id, body.key_secret)) {
		throw new ApiError('authentication_error', 'The key is not valid');
	}
	return world.tokens.mint(world.switches.tokenLifetimeSeconds);
}

function listOpaConnections(call: Call) {
	return answerList(call, liveConnections(call.world.team), ({ id, domain }) => ({
		id,
		domain,
		okta_app_instance_id: `app-of-${domain}`,
		status: 'connected',
	}));
}
