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
export interface Passing {
	request: IncomingMessage;
	body: Buffer;
	response: ServerResponse;
}

/** What the gate does to requests, counted from 0 since it was armed. */
export interface Ambush {
	at: number;
	/** Whether it strikes all from there on, or one. */
	lasts: boolean;
	/** `refuse` closes the port; a function acts before the request goes on, and answers true where it answered. */
	act: 'refuse' | ((passing: Passing) => Promise<boolean>);
}

/** For how long a port that refuses once is closed: one or two tries of a client that comes again. */
const closedMs = 2_000;

const relayed = new WeakSet<ClientRequest>();

/** Whether a request is one that a gate passed on. */
export function isRelayed(request: ClientRequest): boolean {
	return relayed.has(request);
}

/**
 * A way to the sandbox that can do what a server can't: refuse a connection, or let something happen between two
 * requests. Everything else passes as it is, cuts included.
 */
export class Gate {
	/** How often it struck since it was armed. */
	struck = 0;

	/** Tokens in answers to a mint, whether or not whoever asked for them got them. */
	readonly minted = new Set<string>();

	private readonly server: Server = createServer((request, response) => {
		void this.pass(request, response);
	});

	private port = 0;

	private ambush: Ambush | undefined;

	private arrived = 0;

	/** @param target origin of the sandbox */
	constructor(private readonly target: string) {}

	/** Origin of the gate, once it is open. */
	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	async open(): Promise<void> {
		this.server.listen(this.port, '127.0.0.1');
		await once(this.server, 'listening');
		this.port = (this.server.address() as AddressInfo).port;
	}

	/** Lies in wait for requests to come. */
	arm(ambush: Ambush): void {
		Object.assign(this, { ambush, arrived: 0, struck: 0 });
		if (ambush.act === 'refuse' && ambush.at === 0) this.refuse();
	}

	/** Lets everything pass. */
	async disarm(): Promise<void> {
		this.ambush = undefined;
		if (!this.server.listening) await this.open();
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
	}

	private refuse(): void {
		this.struck++;
		this.server.close();
		const { ambush } = this;
		if (ambush?.lasts) return;
		setTimeout(() => {
			if (this.ambush === ambush && !this.server.listening) void this.open();
		}, closedMs);
	}

	private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const number = this.arrived++;
		const { ambush } = this;
		const passing = { request, body: await buffer(request), response };
		if (ambush && ambush.act !== 'refuse' && strikes(ambush, number)) {
			this.struck++;
			if (await ambush.act(passing)) return;
		}
		const isLast = ambush?.act === 'refuse' && number === ambush.at - 1;
		this.forward(passing, () => isLast && this.refuse());
	}

	/** @param beforeEnd is called when the answer is there, and before its end is passed on */
	private forward({ request, body, response }: Passing, beforeEnd: () => void): void {
		// Whoever asked has given up already: nobody would end an answer that never ends.
		if (response.destroyed) return;
		const { method, url, headers } = request;
		const onward = sendRequest(this.target + url, { method, headers });
		relayed.add(onward);
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

	/** Of an answer that is cut off, too, as far as it goes. */
	private readToken(answer: IncomingMessage): void {
		let text = '';
		answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
		answer.once('close', () => {
			const token = /"bearer_token":"([^"]+)/.exec(text);
			if (token) this.minted.add(token[1]);
		});
	}
}

function strikes({ at, lasts }: Ambush, number: number): boolean {
	return lasts ? number >= at : number === at;
}
