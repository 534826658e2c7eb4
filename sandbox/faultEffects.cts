import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, errorNameOf } from './errors.cts';
import type { Effect, EffectOf } from './effectTable.cts';
import { retryHeaders } from './rateLimit.cts';
import { secondMs } from './time.cts';
import type { World } from './world.cts';

/**
 * Applies one effect before the request is carried out.
 * @param closing ends every wait when the server closes
 * @returns true when the request is dealt with and nothing else may happen
 */
export async function applyBefore(
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
				.send(`<html><body><h1>${effect.status}</h1><p>The proxy failed.</p></body></html>`);
			return true;
		case 'bigBody':
			await reply.code(effect.status).type(effect.contentType).send(textOf(effect.bytes));
			return true;
		case 'redirect':
			await reply.code(effect.status).header('location', effect.location).send();
			return true;
		default:
			return false;
	}
}

function sendStatus(
	{ clock, switches }: World,
	{ status, retryAfterSeconds, retryForm, headers }: EffectOf<'status'>,
	reply: FastifyReply,
): FastifyReply {
	if (retryAfterSeconds !== undefined) {
		// The server's clock, the one of its Date header, decides what a date means.
		const now = clock.now() + switches.dateOffsetSeconds * secondMs;
		reply.headers(retryHeaders(retryForm, now, retryAfterSeconds));
	}
	return reply
		.headers(headers)
		.code(status)
		.send(errorBody(status, errorNameOf(status), `The simulated fault ${status}`));
}

const proxyText = Buffer.alloc(65_536, 'The proxy failed. ');

/** A long text in pieces: as one it would cost memory. */
function textOf(bytes: number): Readable {
	function* pieces() {
		for (let left = bytes; left > 0; left -= proxyText.length) yield proxyText.subarray(0, left);
	}
	return Readable.from(pieces());
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.resetAndDestroy();
}
