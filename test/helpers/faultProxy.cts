import { once } from 'node:events';
import {
	createServer,
	request as sendRequest,
	type ClientRequest,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request on its way to the sandbox. */
export interface ProxiedRequest {
	request: IncomingMessage;
	body: Buffer;
	response: ServerResponse;
}

/** What the proxy does to requests, counted from 0 since the fault was set. */
export interface ProxyFault {
	at: number;
	/** Whether it affects all requests from there on, or only that one. */
	lasts: boolean;
	/** `refuse` closes the port; a function runs before the request is forwarded, and returns true if it responded. */
	act: 'refuse' | ((proxied: ProxiedRequest) => Promise<boolean>);
}

/** How long a port that refuses once is closed: one or two attempts of a client that retries. */
const closedMs = 2_000;

const forwarded = new WeakSet<ClientRequest>();

/** Whether a proxy sent a request. */
export function isForwarded(request: ClientRequest): boolean {
	return forwarded.has(request);
}

/**
 * A proxy of the sandbox that can do what a server can't: refuse a connection, or run code between two requests.
 * Everything else is forwarded as it is, cut connections included.
 */
export class FaultProxy {
	/** How many requests the fault has affected. */
	faultedRequests = 0;

	/** Tokens in responses to a mint, whether or not the client received them. */
	readonly minted = new Set<string>();

	private readonly server: Server = createServer((request, response) => {
		void this.handle(request, response);
	});

	private port = 0;

	private fault: ProxyFault | undefined;

	private arrived = 0;

	/** @param target origin of the sandbox */
	constructor(private readonly target: string) {}

	/** Origin of the proxy, once it is open. */
	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	async open(): Promise<void> {
		this.server.listen(this.port, '127.0.0.1');
		await once(this.server, 'listening');
		this.port = (this.server.address() as AddressInfo).port;
	}

	setFault(fault: ProxyFault): void {
		Object.assign(this, { fault, arrived: 0, faultedRequests: 0 });
		if (fault.act === 'refuse' && fault.at === 0) this.refuse();
	}

	/** Forwards everything again. */
	async clearFault(): Promise<void> {
		this.fault = undefined;
		if (!this.server.listening) await this.open();
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
	}

	private refuse(): void {
		this.faultedRequests++;
		this.server.close();
		const { fault } = this;
		if (fault?.lasts) return;
		setTimeout(() => {
			if (this.fault === fault && !this.server.listening) void this.open();
		}, closedMs);
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const number = this.arrived++;
		const { fault } = this;
		const proxied = { request, body: await buffer(request), response };
		if (fault && fault.act !== 'refuse' && matches(fault, number)) {
			this.faultedRequests++;
			if (await fault.act(proxied)) return;
		}
		const isLast = fault?.act === 'refuse' && number === fault.at - 1;
		this.forward(proxied, () => isLast && this.refuse());
	}

	/** @param beforeEnd called when the response has arrived, before its end is forwarded */
	private forward({ request, body, response }: ProxiedRequest, beforeEnd: () => void): void {
		// The client has given up: nothing would end a response that never ends.
		if (response.destroyed) return;
		const { method, url, headers } = request;
		const onward = sendRequest(this.target + url, { method, headers });
		forwarded.add(onward);
		onward.once('response', (answer) => {
			beforeEnd();
			response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
			answer.once('error', () => request.socket.destroy());
			if (url?.endsWith('/service_token')) this.readToken(answer);
			answer.pipe(response);
		});
		onward.once('error', () => request.socket.resetAndDestroy());
		response.once('close', () => onward.destroy());
		onward.end(body);
	}

	/** Also of a response that is cut off, as far as it goes. */
	private readToken(response: IncomingMessage): void {
		let text = '';
		response.on('data', (chunk: Buffer) => (text += chunk.toString()));
		response.once('close', () => {
			const token = /"bearer_token":"([^"]+)/.exec(text);
			if (token) this.minted.add(token[1]);
		});
	}
}

function matches({ at, lasts }: ProxyFault, number: number): boolean {
	return lasts ? number >= at : number === at;
}
