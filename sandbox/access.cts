import type { FastifyRequest } from 'fastify';
import { isAdEndpoint } from './endpoints.cts';
import { ApiError } from './errors.cts';
import type { Switches } from './switches.cts';
import type { World } from './world.cts';

/** What an OPA team lacks, on any ASA route (docs/api-contract.md, "Okta Privileged Access"). */
const opaMissingCapability = 'ad_connection.list';

/** Whether a name is the simulated team's; case doesn't matter, as in Okta's client. */
function isOwnName(asked: string | undefined, own: string): boolean {
	return asked?.toLowerCase() === own.toLowerCase();
}

/** @throws ApiError 404 or 401 (by the switch wrongTeam) when another team is asked for */
export function checkTeam(request: FastifyRequest): void {
	const { team: asked } = request.params as { team?: string };
	const { team, switches } = request.visit.world;
	if (asked === undefined || isOwnName(asked, team.name)) return;

	const isMinting = request.routeOptions.config.endpoint === 'token';
	if (switches.wrongTeam === 'otherName' && isMinting) return;
	if (switches.wrongTeam === '401') {
		throw new ApiError('authentication_error', 'The credentials are not valid for this team');
	}
	throw new ApiError('resource_does_not_exist', `Team ${asked} does not exist`);
}

/** @throws ApiError 401 without a valid token or a role that the route needs; 404 if the team has no such route */
export function checkAccess(request: FastifyRequest): void {
	const { endpoint, capability } = request.routeOptions.config;
	if (endpoint === undefined || capability === undefined) return;
	const { authorization } = request.headers;
	if (capability === null) {
		checkNoAuthorization(authorization);
		return;
	}
	const { world } = request.visit;
	checkToken(world, authorization);
	if (endpoint === 'opaConnections') checkOpaRoute(request, capability);
	else checkRole(request, capability);
	if (world.switches.opaTeam && isAdEndpoint(endpoint)) throw missing(opaMissingCapability);
}

function checkToken({ tokens, switches }: World, authorization: string | undefined): void {
	const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
	const state = token === undefined ? 'missing' : tokens.stateOf(token);
	if (state === 'valid') return;
	const { expiredToken, missingToken } = switches;
	if (state === 'expired') throw refused(expiredToken, 'has expired');
	if (state === 'missing') throw refused(missingToken, 'is missing');
	throw refused('401', 'is not valid');
}

function refused(status: Switches['expiredToken'], why: string): ApiError {
	const names = {
		401: 'authentication_error',
		403: 'forbidden_error',
		400: 'invalid_request',
	} as const;
	return new ApiError(names[status], `The bearer token ${why}`);
}

function checkRole(request: FastifyRequest, capability: string): void {
	const { roles = [] } = request.routeOptions.config;
	const { switches } = request.visit.world;
	if (!roles.some((role) => switches.roles.includes(role))) throw missing(capability);
}

/** The list of Okta Privileged Access: an ASA team doesn't have it. */
function checkOpaRoute(request: FastifyRequest, capability: string): void {
	const { switches } = request.visit.world;
	if (switches.opaTeam || switches.missingRole === 'everyRoute') checkRole(request, capability);
	if (switches.opaTeam) return;
	if (switches.opaRoute === '401') throw missing(opaMissingCapability);
	throw new ApiError('resource_does_not_exist', 'This team has no Okta Privileged Access');
}

function checkNoAuthorization(authorization: string | undefined): void {
	if (authorization !== undefined) {
		throw new ApiError('invalid_request', 'service_token takes no Authorization header');
	}
}

function missing(capability: string): ApiError {
	return new ApiError('authorization_error', `Missing capability: ${capability}`);
}
