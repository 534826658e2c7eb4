import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
	endpointByNumber,
	OTHER_ENDPOINTS,
	routerPath,
	type Endpoint,
	type EndpointKey,
	type OtherEndpointName,
} from '../endpoints.cts';
import { linksOf, pageOf, type ListQuery } from '../paging.cts';
import { noQuery } from '../schemas.cts';
import { requestUrl } from '../server.cts';
import type { World } from '../world.cts';

/** A request whose form is checked, on its way to an answer. */
export interface Call<Body = undefined, Query = object> {
	world: World;
	params: { connection: string; job: string; result: string };
	body: Body;
	query: Query;
	request: FastifyRequest;
	reply: FastifyReply;
}

interface Form {
	/** JSON schema of the body; without it no body is taken. */
	body?: object;
	/** JSON schema of the query; without it no query is taken. */
	query?: object;
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
	addRoute(app, name, OTHER_ENDPOINTS[name], form, answer);
}

function addRoute<Body, Query>(
	app: FastifyInstance,
	key: EndpointKey,
	{ method, path, capability }: { method: string; path: string; capability: string | null },
	form: Form,
	answer: (call: Call<Body, Query>) => unknown,
): void {
	app.route({
		method,
		url: routerPath(path),
		exposeHeadRoute: false,
		config: { endpoint: key, capability, takesBody: form.body !== undefined },
		schema: {
			querystring: form.query ?? noQuery,
			...(form.body === undefined ? {} : { body: form.body }),
		},
		handler: async (request, reply) => {
			const body = answer({
				world: request.visit.world,
				params: request.params as Call['params'],
				body: request.body as Body,
				query: request.query as Query,
				request,
				reply,
			});
			return reply.send(body);
		},
	});
}

function successCode({ success }: Endpoint, { switches }: World): number {
	return typeof success === 'number' ? success : success[switches.dialect];
}

/** Answers one page of a list and sets its Link headers. */
export function answerList<Item extends { sequence: number }>(
	{ world, query, request, reply }: Call<undefined, ListQuery>,
	items: Item[],
	toAnswer: (item: Item) => unknown,
): { list: unknown[] } {
	const { pageSize, linkHeaders } = world.switches;
	const page = pageOf(items, query, pageSize);
	const links = linksOf(page, requestUrl(request));
	if (links.length > 0) {
		reply.header('link', linkHeaders === 'several' ? links : links.join(', '));
	}
	return { list: page.items.map(toAnswer) };
}
