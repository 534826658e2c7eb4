import { createRequire } from 'node:module';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EndpointKey } from './endpoints.cts';
import { applyAfter } from './answerEffects.cts';
import { ApiError, errorBody } from './errors.cts';
import type { Effect } from './effectTable.cts';
import { applyBefore } from './faultEffects.cts';
import { knownId, withKnownIds } from './idForms.cts';
import { routedUrl } from './movedPaths.cts';
import { withoutSecrets, type LoggedRequest } from './requestLog.cts';
import { checkAccess, checkTeam } from './access.cts';
import { secondMs, toRfc3339 } from './time.cts';
import { buildValidator } from './validators.cts';
import type { World } from './world.cts';

/**
 * Under tsx, Node 20 loads what a .cts file imports through its ESM loader, which can't require the
 * JSON files that fastify's schema compiler needs. A require of our own goes around it.
 */
const { fastify } = createRequire(__filename)('fastify') as typeof import('fastify');

/** What the hooks know about a request to the simulated API. */
export interface Visit {
	/** Stays the same for the whole request, even when a reset makes a new world meanwhile. */
	world: World;
	logged: LoggedRequest;
	effects: Effect[];
}

declare module 'fastify' {
	interface FastifyContextConfig {
		endpoint?: EndpointKey;
		/** What the service user must be allowed to do; null for minting. */
		capability?: string | null;
		/** Roles of which the service user needs one. */
		roles?: readonly string[];
		takesBody?: boolean;
	}
	interface FastifyRequest {
		visit: Visit;
	}
}

/** @returns a server without routes that refuses every form the contract doesn't know */
export function createServer(currentWorld: () => World): FastifyInstance {
	const app = fastify({
		forceCloseConnections: true,
		routerOptions: { maxParamLength: 2000 },
		rewriteUrl: (request) =>
			routedUrl(request.method ?? '', request.url ?? '', currentWorld().switches.movedPaths),
		frameworkErrors: (error, _request, reply) => {
			reply.header('date', httpDate(currentWorld()));
			sendError(error, reply);
		},
		schemaController: { compilersFactory: { buildValidator } },
		ajv: {
			customOptions: {
				coerceTypes: false,
				removeAdditional: false,
				useDefaults: false,
				allErrors: true,
				allowUnionTypes: true,
			},
		},
		schemaErrorFormatter: (errors, dataVar) =>
			new Error(
				errors
					.map(({ instancePath, message, params }) =>
						[`${dataVar}${instancePath}`, message, params.additionalProperty]
							.filter((part) => part !== undefined)
							.join(' '),
					)
					.join('; '),
			),
	});
	acceptOnlyJson(app);
	app.addHook('onSend', async (_request, reply) => {
		reply.header('date', httpDate(currentWorld()));
	});
	app.setErrorHandler((error: FastifyError | ApiError, _request, reply) => sendError(error, reply));
	app.setNotFoundHandler(answerNotFound);
	return app;
}

/** An empty body has no type to refuse: HTTP libraries send odd ones with it. */
function acceptOnlyJson(app: FastifyInstance): void {
	const parseJson = app.getDefaultJsonParser('error', 'error');
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
		if (body === '') done(null, undefined);
		else parseJson(request, String(body), done);
	});
	app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
		done(body === '' ? null : unsupportedContentType(), undefined);
	});
}

function unsupportedContentType(): ApiError {
	return new ApiError('unsupported_content_type', 'The content type must be application/json');
}

/**
 * Gives a part of the server the behaviour of the simulated API: virtual Date, request log,
 * rate limit, faults, team and token checks, error bodies.
 * @param closing ends waiting answers when the server closes
 */
export function behaveLikeTheApi(
	app: FastifyInstance,
	currentWorld: () => World,
	closing: AbortSignal,
): void {
	app.decorateRequest('visit');
	app.addHook('onRequest', async (request, reply) => {
		const world = currentWorld();
		world.clock.catchUp();
		request.visit = { world, logged: logRequest(world, request), effects: [] };
		reply.raw.once('close', () => world.rateLimit.end());
		world.rateLimit.begin(world.switches);
	});
	app.addHook('onRequest', async (request, reply) => applyFaults(request, reply, closing));
	app.addHook('onRequest', async (request) => {
		checkTeam(request);
		checkAccess(request);
		checkNoBodyOnGet(request);
	});
	app.addHook('preValidation', async (request) => {
		request.visit.logged.body = withoutSecrets(request.body);
		useKnownIds(request);
		if (request.body !== undefined && !request.routeOptions.config.takesBody) {
			throw new ApiError('invalid_request', 'This request takes no body');
		}
	});
	app.addHook('onSend', async (request, reply, payload) =>
		finishAnswer(request, reply, payload, closing),
	);
	// A second time, so that the hooks see the requests that find nothing below their prefix.
	app.setNotFoundHandler(answerNotFound);
}

/** The ids of path, query and body as the team knows them, however an answer spelled them. */
function useKnownIds(request: FastifyRequest): void {
	const { switches, numericIds } = request.visit.world;
	const { idForm } = switches;
	if (idForm === 'uuid') return;
	request.params = Object.fromEntries(
		Object.entries(request.params as object).map(([name, id]) => [
			name,
			knownId(id, idForm, numericIds),
		]),
	);
	request.query = withKnownIds(request.query, idForm, numericIds);
	request.body = withKnownIds(request.body, idForm, numericIds);
}

function answerNotFound({ method, originalUrl }: FastifyRequest, reply: FastifyReply): void {
	const message = `There is nothing at ${method} ${originalUrl}`;
	sendError(new ApiError('resource_does_not_exist', message), reply);
}

function logRequest(world: World, request: FastifyRequest): LoggedRequest {
	const { authorization } = request.headers;
	const token = /^Bearer (.*)$/i.exec(authorization ?? '')?.[1];
	return world.requests.add(
		{
			at: toRfc3339(world.clock.now()),
			method: request.method,
			path: request.originalUrl.split('?')[0],
			query: { ...(request.query as Record<string, unknown>) },
			endpoint: request.routeOptions.config.endpoint ?? null,
			token: token === undefined ? null : world.tokens.numberOf(token),
			authorization:
				authorization === undefined ? 'none' : token === undefined ? 'other' : 'bearer',
			body: undefined,
			status: null,
			faults: [],
		},
		world.switches.keepRequests,
	);
}

async function applyFaults(
	request: FastifyRequest,
	reply: FastifyReply,
	closing: AbortSignal,
): Promise<FastifyReply | undefined> {
	const { visit } = request;
	visit.effects = visit.world.faults.effectsOn({
		method: request.method,
		url: request.originalUrl,
		endpoint: visit.logged.endpoint,
	});
	visit.logged.faults = visit.effects.map(({ type }) => type);
	for (const effect of visit.effects) {
		if (await applyBefore(visit.world, effect, request, reply, closing)) return reply;
	}
	return undefined;
}

/** Node's HTTP server doesn't hand the body of a GET on, so its headers must say. */
function checkNoBodyOnGet({ method, headers }: FastifyRequest): void {
	const hasBody =
		Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
	if (method === 'GET' && hasBody) {
		throw new ApiError('invalid_request', 'This request takes no body');
	}
}

function finishAnswer(
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
	closing: AbortSignal,
): unknown {
	const { world, effects, logged } = request.visit;
	logged.status = effects.some(({ type }) => type === 'reset') ? null : reply.statusCode;
	for (const [name, value] of Object.entries(world.rateLimit.headers(world.switches))) {
		// A fault may have set one of its own.
		if (!reply.hasHeader(name)) reply.header(name, value);
	}
	if (effects.length === 0) return payload;
	const outgoing = { request, reply, url: requestUrl(request), closing };
	return effects.reduce((body, effect) => applyAfter(effect, outgoing, body), payload);
}

function httpDate(world: World): string {
	const { clock, switches } = world;
	return new Date(clock.now() + switches.dateOffsetSeconds * secondMs).toUTCString();
}

/** The absolute URL of a request, by the host that the caller knows. */
export function requestUrl(request: FastifyRequest): URL {
	return new URL(request.originalUrl, `http://${request.host}`);
}

function sendError(error: FastifyError | ApiError, reply: FastifyReply): void {
	const refusal = error instanceof ApiError ? error : refusalOf(error);
	reply
		.code(refusal.status)
		.headers(refusal.headers)
		.send(errorBody(refusal.status, refusal.nottype, refusal.message));
}

/** What fastify itself refuses, in the contract's words. */
function refusalOf(error: FastifyError): ApiError {
	if (error.statusCode === 415) return unsupportedContentType();
	if (error.validation || (error.statusCode ?? 500) < 500) {
		return new ApiError('invalid_request', error.message);
	}
	console.error(error);
	return new ApiError('unknown_error', 'The sandbox itself failed; its error output says where');
}
