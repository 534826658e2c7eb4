import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import certificateOptions from 'smtp-server/lib/tls-options';

/**
 * A stand-in for the internet: an HTTP proxy that brings what n8n sends to the https address of a
 * service to the stand-in of that service on this machine, and refuses every other address with 403.
 * So examples can be run with the addresses that they have.
 *
 * Its certificate is the one that smtp-server brings for tests: an n8n that uses it must not check.
 */
export class Internet {
	/** Hosts that were asked for and aren't there. */
	readonly refused: string[] = [];
	private readonly server = createServer();
	private readonly sockets = new Set<Duplex>();

	/** @param stands the address of the stand-in, by the host it stands for */
	constructor(private readonly stands: Record<string, () => string>) {
		this.server.on('connect', (request, socket) => this.take(request, socket));
	}

	/** Starts to listen, on this machine only. */
	async open(): Promise<void> {
		this.server.listen(0, '127.0.0.1');
		await once(this.server, 'listening');
	}

	/** What n8n has to be started with. */
	get variables(): Record<string, string> {
		const { port } = this.server.address() as AddressInfo;
		return {
			HTTPS_PROXY: `http://127.0.0.1:${port}`,
			NO_PROXY: '127.0.0.1,localhost',
			NODE_TLS_REJECT_UNAUTHORIZED: '0',
		};
	}

	async close(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		if (!this.server.listening) return;
		this.server.close();
		await once(this.server, 'close');
	}

	private take({ url = '' }: IncomingMessage, socket: Duplex): void {
		this.keep(socket);
		const [host] = url.split(':');
		const stand = this.stands[host]?.();
		if (!stand) {
			this.refused.push(host);
			return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
		}
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		const plain = this.keep(
			new TLSSocket(socket as TLSSocket, { isServer: true, ...certificateOptions() }),
		);
		const { hostname, port } = new URL(stand);
		plain.pipe(this.keep(connect(Number(port), hostname))).pipe(plain);
	}

	/** A connection that breaks off is the other side's business. */
	private keep<T extends Duplex>(socket: T): T {
		this.sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => this.sockets.delete(socket));
		return socket;
	}
}
