import { setTimeout as wait } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, errorNameOf } from './errors.cts';
import type { Effect } from './faults.cts';
import { endlessCursor } from './paging.cts';
import { retryAtHeader } from './rateLimit.cts';
import { SECOND } from './time.cts';
import type { World } from './world.cts';

/** How long, in real milliseconds, the first half of an answer has to arrive before the cut. */
const HALF_ANSWER_HEAD_START = 20;

/**
 * Carries out one effect before the request is.
 * @param closing ends every wait when the server closes
 * @returns true when the request is dealt with and nothing else may happen
 */
export async function strikeBefore(
	world: World,
	effect: Effect,
	request: FastifyRequest,
	reply: FastifyReply,
	closing: AbortSignal,
): Promise<boolean> {
	switch (effect.type) {
		case 'latency':
			// A server that closes cuts the waiting short; the connection is gone by then.
			await wait(effect.milliseconds, undefined, { signal: closing }).catch(() => undefined);
			return false;
		case 'expireTokens':
			world.tokens.expireAll();
			return false;
		case 'reset':
			if (effect.when !== 'before') return false;
			cut(request, reply);
			return true;
		case 'noAnswer':
			reply.hijack();
			return true;
		case 'status':
			await sendStatus(world, effect, reply);
			return true;
		case 'html':
			await reply
				.code(effect.status)
				.type('text/html; charset=utf-8')
				.send(`<html><body><h1>${effect.status}</h1><p>The proxy has a bad day.</p></body></html>`);
			return true;
		case 'redirect':
			await reply.code(effect.status).header('location', effect.location).send();
			return true;
		default:
			return false;
	}
}

function sendStatus(
	world: World,
	{ status, retryAfterSeconds }: Extract<Effect, { type: 'status' }>,
	reply: FastifyReply,
): FastifyReply {
	if (retryAfterSeconds !== undefined) {
		reply.headers(retryAtHeader(world.clock.now() + retryAfterSeconds * SECOND));
	}
	return reply
		.code(status)
		.send(errorBody(status, errorNameOf(status), `The simulated fault ${status}`));
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.resetAndDestroy();
}

/**
 * Changes the answer of a request that was carried out.
 * @param url of the request, absolute
 * @param payload the answer's body so far
 * @returns the body to send
 */
export function strikeAfter(
	effect: Effect,
	url: URL,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): unknown {
	if (effect.type === 'reset') {
		if (effect.when === 'middle' && typeof payload === 'string') {
			return halfThenCut(request, reply, payload);
		}
		// An answer without a body has no middle to cut.
		request.raw.socket.resetAndDestroy();
		return payload;
	}
	if (typeof payload !== 'string') return payload;
	switch (effect.type) {
		case 'truncatedBody':
			return payload.slice(0, payload.length / 2);
		case 'emptyBody':
			return '';
		case 'contentType':
			reply.type(effect.value);
			return payload;
		case 'wrongTypes':
			return withWrongTypes(effect.variant, payload);
		case 'replaceBody':
			return JSON.stringify(effect.body ?? null);
		case 'repeatedCursor':
		case 'foreignNext':
		case 'endlessPaging':
			return withOtherNext(effect, url, reply, payload);
		default:
			return payload;
	}
}

function halfThenCut(request: FastifyRequest, reply: FastifyReply, payload: string): Readable {
	const whole = Buffer.from(payload);
	reply.header('content-length', whole.length);
	async function* half() {
		yield whole.subarray(0, whole.length / 2);
		await wait(HALF_ANSWER_HEAD_START);
		request.raw.socket.destroy();
	}
	return Readable.from(half());
}

function withOtherNext(
	{
		type,
		...settings
	}: Extract<Effect, { type: 'repeatedCursor' | 'foreignNext' | 'endlessPaging' }>,
	url: URL,
	reply: FastifyReply,
	payload: string,
): string {
	const body = parsed(payload) as { list?: unknown } | null | undefined;
	if (!Array.isArray(body?.list)) return payload;
	const next = new URL(url);
	if (type === 'foreignNext' && 'origin' in settings) {
		const foreign = new URL(settings.origin);
		next.protocol = foreign.protocol;
		next.host = foreign.host;
	}
	if (type === 'endlessPaging') {
		next.searchParams.set('offset', endlessCursor(next.searchParams.get('offset')));
	}
	reply.header('link', `<${next.href}>; rel="next"`);
	return payload;
}

/** A body that isn't JSON (a page in HTML, or one that another effect has cut) has no types. */
function withWrongTypes(
	variant: Extract<Effect, { type: 'wrongTypes' }>['variant'],
	payload: string,
): string {
	const body = parsed(payload);
	return body === undefined ? payload : JSON.stringify(wrongTypes(variant, body));
}

/** The value of a JSON text, or undefined where it is none. */
function parsed(payload: string): unknown {
	try {
		return JSON.parse(payload);
	} catch {
		return undefined;
	}
}

function wrongTypes(
	variant: Extract<Effect, { type: 'wrongTypes' }>['variant'],
	value: unknown,
): unknown {
	switch (variant) {
		case 'text':
			return 'not an object';
		case 'number':
			return 42;
		case 'null':
			return null;
		case 'list':
			return [value];
		case 'swap':
			return swapped(value);
	}
}

function swapped(value: unknown): unknown {
	if (typeof value === 'string') return value.length;
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (Array.isArray(value))
		return Object.fromEntries(value.map((item, index) => [index, swapped(item)]));
	if (value === null) return [];
	return Object.fromEntries(
		Object.entries(value as object).map(([name, field]) => [name, swapped(field)]),
	);
}
