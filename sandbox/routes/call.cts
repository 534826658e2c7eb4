import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
	endpointByNumber,
	endpointsBesides,
	routerPath,
	type Endpoint,
	type EndpointKey,
	type OtherEndpointName,
} from '../endpoints.cts';
import { ApiError } from '../errors.cts';
import { isKnownExtra } from '../extraFields.cts';
import { withIdForm } from '../idForms.cts';
import { linksOf, pageOf, type ListQuery, type Order } from '../paging.cts';
import { noQuery, unknownFields, type ObjectSchema } from '../schemas.cts';
import { requestUrl } from '../server.cts';
import type { World } from '../world.cts';

/** A request whose form is checked, on its way to an answer. */
export interface Call<Body = undefined, Query = object> {
	world: World;
	params: { connection: string; job: string; result: string; gateway: string };
	body: Body;
	query: Query;
	request: FastifyRequest;
	reply: FastifyReply;
}

interface Form {
	/** JSON schema of the body; without it no body is taken. */
	body?: ObjectSchema;
	/** JSON schema of the query. */
	query?: ObjectSchema;
}

/** Adds one endpoint of the contract's table; the table knows method, path and success code. */
export function addEndpoint<Body = undefined, Query = object>(
	app: FastifyInstance,
	number: number,
	form: Form,
	answer: (call: Call<Body, Query>) => unknown,
): void {
	const endpoint = endpointByNumber(number);
	addRoute(app, number, endpoint, form, (call: Call<Body, Query>) => {
		const body = answer(call);
		const code = successCode(endpoint, call.world);
		call.reply.code(code);
		return code === 204 ? undefined : body;
	});
}

/** Adds an endpoint beside the contract's table. Its success code is 200. */
export function addOtherEndpoint<Body = undefined, Query = object>(
	app: FastifyInstance,
	name: OtherEndpointName,
	form: Form,
	answer: (call: Call<Body, Query>) => unknown,
): void {
	addRoute(app, name, endpointsBesides[name], form, answer);
}

function addRoute<Body, Query>(
	app: FastifyInstance,
	key: EndpointKey,
	{ method, path, capability, roles }: Endpoint | (typeof endpointsBesides)[OtherEndpointName],
	form: Form,
	answer: (call: Call<Body, Query>) => unknown,
): void {
	app.route({
		method,
		url: routerPath(path),
		exposeHeadRoute: false,
		config: { endpoint: key, capability, roles, takesBody: form.body !== undefined },
		schema: {
			querystring: form.query ?? noQuery,
			...(form.body === undefined ? {} : { body: form.body }),
		},
		handler: async (request, reply) => {
			const { world } = request.visit;
			checkFields(request, form);
			const body = answer({
				world,
				params: request.params as Call['params'],
				body: request.body as Body,
				query: request.query as Query,
				request,
				reply,
			});
			return reply.send(withIdForm(body, world.switches.idForm, world.numericIds));
		},
	});
}

/** @throws ApiError 400 naming the fields that the team doesn't know */
function checkFields({ body, query, visit }: FastifyRequest, form: Form): void {
	const { switches } = visit.world;
	const inBody =
		form.body && switches.unknownFields === 'refuse'
			? unknownFields(form.body, body, 'body').filter(
					(path) => !isKnownExtra(lastOf(path), switches),
				)
			: [];
	const unknown = [
		...inBody,
		...(switches.strictQueries ? unknownFields(form.query ?? noQuery, query, 'querystring') : []),
	];
	if (unknown.length === 0) return;
	throw new ApiError('invalid_request', `Unknown: ${unknown.join(', ')}`);
}

function lastOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

function successCode({ success }: Endpoint, { switches }: World): number {
	if (typeof success === 'number') return success;
	const { putAnswer, dialect } = switches;
	if (putAnswer === 'byDialect') return success[dialect];
	return putAnswer === 'job' ? success.page : success.client;
}

/** The lists whose reference documents `descending` and `count` (docs/api-contract.md, "Endpoints"). */
const listsWithDocumentedQuery: EndpointKey[] = [1, 29];

/**
 * Answers one page of a list and sets its Link headers.
 * @param items oldest first
 * @param naturalOrder their order when the request doesn't ask for one
 */
export function answerList<Item extends { sequence: number }>(
	{ world, query, request, reply }: Call<undefined, ListQuery>,
	items: Item[],
	toAnswer: (item: Item) => unknown,
	naturalOrder: Order = 'oldestFirst',
): { list: unknown[] } {
	const { switches } = world;
	const { endpoint } = request.routeOptions.config;
	const isDocumented = endpoint !== undefined && listsWithDocumentedQuery.includes(endpoint);
	const honours = (name: 'descending' | 'count') => isDocumented || switches[name] === 'honoured';
	const isDescending = query.descending === 'true' && honours('descending');
	const page = pageOf(
		items,
		isDescending ? 'newestFirst' : naturalOrder,
		honours('count') ? query : { ...query, count: undefined },
		switches.pageSize,
	);
	const links = linksOf(page, requestUrl(request), switches.lastPageLink);
	if (links.length > 0) {
		reply.header('link', switches.linkHeaders === 'several' ? links : links.join(', '));
	}
	return { list: page.items.map(toAnswer) };
}
