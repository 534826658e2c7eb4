import { ClientRequest, OutgoingMessage, type IncomingMessage } from 'node:http';
import { elapsedMs } from '../../helpers/fastTime.cts';

/** One request that left this process, as Node.js sent it. */
export interface SentRequest {
	method: string;
	/** Scheme, host and port that it went to. */
	origin: string;
	/** Path and query. */
	path: string;
	headers: Record<string, unknown>;
	body: string;
	/** Status of the response; null if there was none. */
	status: number | null;
	/** Whether the whole response was received. */
	isComplete: boolean;
	/** When it was sent (`elapsedMs`), and how many milliseconds it took; undefined while it is in flight. */
	sentAt: number;
	durationMs?: number;
	/** Code of the network error, such as ECONNREFUSED; null if there was none. */
	fault: string | null;
}

/**
 * Records every request that node:http and node:https send from this process, to any host. Knows neither the nodes
 * nor the sandbox.
 */
export class NetworkLog {
	/** By origin. */
	private readonly requests = new Map<string, SentRequest[]>();

	/** @param isOwn whether a request is one of the suite's own, which aren't recorded */
	constructor(private readonly isOwn: (request: ClientRequest) => boolean) {}

	/**
	 * Starts recording.
	 *
	 * @returns a function that stops it
	 */
	start(): () => void {
		const write = (request: ClientRequest, chunk: unknown) => this.addBody(request, chunk);
		const end = (request: ClientRequest) => this.add(request);
		const { write: plainWrite, end: plainEnd } = OutgoingMessage.prototype;
		const prototype = ClientRequest.prototype as Pick<ClientRequest, 'write' | 'end'>;
		prototype.write = function (this: ClientRequest, ...args: unknown[]) {
			write(this, args[0]);
			return Reflect.apply(plainWrite, this, args) as boolean;
		};
		prototype.end = function (this: ClientRequest, ...args: unknown[]) {
			write(this, args[0]);
			end(this);
			return Reflect.apply(plainEnd, this, args) as ClientRequest;
		};
		return () => {
			Reflect.deleteProperty(prototype, 'write');
			Reflect.deleteProperty(prototype, 'end');
		};
	}

	/** The requests to an origin since the last call. */
	take(origin: string): SentRequest[] {
		const taken = this.requests.get(origin) ?? [];
		this.requests.delete(origin);
		return taken;
	}

	/** The requests to all other origins that were not taken. */
	elsewhere(origins: ReadonlySet<string>): SentRequest[] {
		const others = [...this.requests].filter(([origin]) => !origins.has(origin));
		return others.flatMap(([, sent]) => sent);
	}

	private readonly bodies = new WeakMap<ClientRequest, string>();

	private addBody(request: ClientRequest, chunk: unknown): void {
		if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
		const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
		this.bodies.set(request, (this.bodies.get(request) ?? '') + text);
	}

	private add(request: ClientRequest): void {
		if (this.isOwn(request)) return;
		const origin = `${request.protocol}//${String(request.getHeader('host') ?? request.host)}`;
		const sent: SentRequest = {
			method: request.method,
			origin,
			path: request.path,
			headers: { ...request.getHeaders() },
			body: this.bodies.get(request) ?? '',
			status: null,
			isComplete: false,
			sentAt: elapsedMs(),
			fault: null,
		};
		const known = this.requests.get(origin);
		if (known) known.push(sent);
		else this.requests.set(origin, [sent]);
		request.once('close', () => (sent.durationMs = elapsedMs() - sent.sentAt));
		request.once('error', ({ code }: NodeJS.ErrnoException) => (sent.fault = code ?? 'no code'));
		request.once('response', (response: IncomingMessage) => {
			sent.status = response.statusCode ?? null;
			response.once('end', () => (sent.isComplete = response.complete));
		});
	}
}
