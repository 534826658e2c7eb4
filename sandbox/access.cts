import type { FastifyRequest } from 'fastify';
import { ApiError } from './errors.cts';

/** The role that a service user needs for Active Directory (contract, "Host, team, authentication"). */
const NEEDED_ROLE = 'access_admin';

/** What an OPA team lacks, whatever ASA route is asked (contract, last section). */
const OPA_MISSING_CAPABILITY = 'ad_connection.list';

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

/** @throws ApiError 401 without a valid token or without the role; 404 where ASA has no such route */
export function checkAccess(request: FastifyRequest): void {
	const { endpoint, capability } = request.routeOptions.config;
	if (endpoint === undefined || capability === undefined) return;
	const { authorization } = request.headers;
	if (capability === null) {
		checkNoAuthorization(authorization);
		return;
	}

	const { tokens, switches } = request.visit.world;
	if (endpoint === 'opaConnections' && !switches.opaTeam) {
		throw new ApiError('resource_does_not_exist', 'This team has no Okta Privileged Access');
	}
	const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
	const state = token === undefined ? 'missing' : tokens.stateOf(token);
	if (state !== 'valid') {
		const what = { missing: 'is missing', unknown: 'is not valid', expired: 'has expired' }[state];
		throw new ApiError('authentication_error', `The bearer token ${what}`);
	}
	if (!switches.roles.includes(NEEDED_ROLE)) throw missing(capability);
	if (switches.opaTeam && typeof endpoint === 'number') throw missing(OPA_MISSING_CAPABILITY);
}

function checkNoAuthorization(authorization: string | undefined): void {
	if (authorization !== undefined) {
		throw new ApiError('invalid_request', 'service_token is asked without Authorization');
	}
}

function missing(capability: string): ApiError {
	return new ApiError('authorization_error', `Missing capability: ${capability}`);
}
