import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Effect, EffectOf } from './effectTable.cts';
import { endlessCursor } from './paging.cts';

/** How long, in real milliseconds, the first half of an answer has to arrive before the cut. */
const halfAnswerHeadStart = 20;

/** An answer on its way out. */
export interface Outgoing {
	request: FastifyRequest;
	reply: FastifyReply;
	/** Of the request, absolute. */
	url: URL;
	/** Ends every wait when the server closes. */
	closing: AbortSignal;
}

/**
 * Applies one effect to the answer of a request that was carried out.
 * @param payload the answer's body so far
 * @returns the body to send
 */
export function applyAfter(effect: Effect, outgoing: Outgoing, payload: unknown): unknown {
	const { request, reply } = outgoing;
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
			return changedJson(payload, (body) => wrongTypes(effect.variant, body));
		case 'replaceBody':
			return JSON.stringify(effect.body ?? null);
		case 'drip':
			return dripping(effect, outgoing, payload);
		case 'emptyList':
			if (isList(parsed(payload))) reply.removeHeader('link');
			return changedList(payload, () => false);
		case 'listWithout':
			return changedList(payload, (item) => (item as { id?: unknown } | null)?.id !== effect.id);
		case 'repeatedCursor':
		case 'foreignNext':
		case 'endlessPaging':
			if (isList(parsed(payload))) setNext(effect, outgoing);
			return payload;
		default:
			return payload;
	}
}

function halfThenCut(request: FastifyRequest, reply: FastifyReply, payload: string): Readable {
	const whole = Buffer.from(payload);
	reply.header('content-length', whole.length);
	async function* half() {
		yield whole.subarray(0, whole.length / 2);
		await wait(halfAnswerHeadStart);
		request.raw.socket.destroy();
	}
	return Readable.from(half());
}

function dripping(
	{ bytes, everyMilliseconds, endless }: EffectOf<'drip'>,
	{ reply, closing }: Outgoing,
	payload: string,
): Readable {
	const whole = Buffer.from(payload);
	// A body that may have no end has no length.
	reply.removeHeader('content-length');
	async function* pieces() {
		for (let at = 0; at < whole.length; at += bytes) {
			yield whole.subarray(at, at + bytes);
			await pause();
		}
		while (endless && !closing.aborted) {
			yield Buffer.alloc(bytes, ' ');
			await pause();
		}
	}
	const pause = () =>
		wait(everyMilliseconds, undefined, { signal: closing }).catch(() => undefined);
	return Readable.from(pieces(), { highWaterMark: 1 });
}

interface List {
	list: unknown[];
}

function isList(body: unknown): body is List {
	return Array.isArray((body as Partial<List> | null | undefined)?.list);
}

/** Leaves in a list what `stays` says; other answers stay as they are. */
function changedList(payload: string, stays: (item: unknown) => boolean): string {
	return changedJson(payload, (body) =>
		isList(body) ? { ...body, list: body.list.filter(stays) } : body,
	);
}

function setNext(
	effect: EffectOf<'repeatedCursor' | 'foreignNext' | 'endlessPaging'>,
	{ url, reply }: Outgoing,
): void {
	const next = new URL(url);
	if (effect.type === 'foreignNext') {
		const foreign = new URL(effect.origin);
		next.protocol = foreign.protocol;
		next.host = foreign.host;
	}
	if (effect.type === 'endlessPaging') {
		next.searchParams.set('offset', endlessCursor(next.searchParams.get('offset')));
	}
	reply.header('link', `<${next.href}>; rel="next"`);
}

/** A body that isn't JSON (a page in HTML, or one that another effect has cut) stays as it is. */
function changedJson(payload: string, change: (body: unknown) => unknown): string {
	const body = parsed(payload);
	return body === undefined ? payload : JSON.stringify(change(body));
}

/** The value of a JSON text; undefined if the text isn't JSON. */
function parsed(payload: string): unknown {
	try {
		return JSON.parse(payload);
	} catch {
		return undefined;
	}
}

function wrongTypes(variant: EffectOf<'wrongTypes'>['variant'], value: unknown): unknown {
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
	// A number would be an ID like any other.
	if (typeof value === 'string') return { text: value };
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	if (Array.isArray(value))
		return Object.fromEntries(value.map((item, index) => [index, swapped(item)]));
	if (value === null) return [];
	return Object.fromEntries(
		Object.entries(value as object).map(([name, field]) => [name, swapped(field)]),
	);
}
