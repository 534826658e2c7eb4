import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors.cts';
import type { ListQuery } from '../paging.cts';
import { containsQuery, listQuery, tokenBody } from '../schemas.cts';
import { liveConnections, type NamedObject } from '../team.cts';
import { addOtherEndpoint, answerList, type Call } from './call.cts';

interface ContainsQuery extends ListQuery {
	contains?: string;
}

/** Minting, gateways, projects, and what only an OPA team has. */
export function addTeamRoutes(app: FastifyInstance): void {
	addOtherEndpoint(app, 'token', { body: tokenBody }, mint);
	addOtherEndpoint(
		app,
		'gateways',
		{ query: containsQuery },
		(call: Call<undefined, ContainsQuery>) => answerNamed(call, call.world.team.gateways),
	);
	addOtherEndpoint(
		app,
		'projects',
		{ query: containsQuery },
		(call: Call<undefined, ContainsQuery>) => answerNamed(call, call.world.team.projects),
	);
	addOtherEndpoint(app, 'opaConnections', { query: listQuery() }, listOpaConnections);
}

function mint({ world, body }: Call<{ key_id: string; key_secret: string }>) {
	if (!world.tokens.isKey(body.key_id, body.key_secret)) {
		throw new ApiError('authentication_error', 'The key is not valid');
	}
	return world.tokens.mint(world.switches.tokenLifetimeSeconds);
}

function answerNamed(call: Call<undefined, ContainsQuery>, objects: NamedObject[]) {
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
