import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EventEmitter, once } from 'node:events';

/** A message as it was delivered. */
export interface InboxMessage {
	receivedAt: Date;
	path: string;
	/** The body: parsed where it is JSON, else the text. */
	body: unknown;
}

/** What a chat would show of a message: its `text`, else the whole body as JSON. */
export function shownText({ body }: InboxMessage): string {
	const { text } = (body ?? {}) as { text?: unknown };
	return typeof text === 'string' ? text : JSON.stringify(body, undefined, 2);
}

const LARGEST_BODY = 1_000_000;

/**
 * A small stand-in for a chat service: it takes what is posted to any path, keeps it, and answers
 * `ok` as incoming webhooks do. It refuses other methods with 405 and bodies over 1 MB with 413.
 */
export class Inbox {
	readonly messages: InboxMessage[] = [];
	private readonly arrivals = new EventEmitter();
	private readonly server: Server = createServer((request, response) => {
		void this.take(request, response);
	});

	/** Starts to listen on this machine only; port 0 takes any free one. */
	async open(port: number): Promise<void> {
		this.server.listen(port, '127.0.0.1');
		await once(this.server, 'listening');
	}

	get url(): string {
		const address = this.server.address();
		if (typeof address !== 'object' || !address) throw new Error('The inbox is not open');
		return `http://127.0.0.1:${address.port}`;
	}

	onMessage(read: (message: InboxMessage) => void): void {
		this.arrivals.on('message', read);
	}

	/**
	 * Waits for the next message that `suits`; what came before counts too.
	 *
	 * @throws the reason of `signal` once it is aborted
	 */
	async waitFor(
		suits: (message: InboxMessage) => boolean,
		signal: AbortSignal,
	): Promise<InboxMessage> {
		for (let seen = 0; ; ) {
			const found = this.messages.slice(seen).find(suits);
			if (found) return found;
			seen = this.messages.length;
			await once(this.arrivals, 'message', { signal }).catch(() => signal.throwIfAborted());
		}
	}

	async close(): Promise<void> {
		if (!this.server.listening) return;
		this.server.close();
		this.server.closeAllConnections();
		await once(this.server, 'close');
	}

	private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
		const text = await bodyOf(request).catch(() => undefined);
		if (text === undefined) return void response.writeHead(413, { connection: 'close' }).end();
		const message = { receivedAt: new Date(), path: request.url ?? '/', body: parsed(text) };
		this.messages.push(message);
		response.end('ok');
		this.arrivals.emit('message', message);
	}
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > LARGEST_BODY) throw new Error('The body is too large');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
