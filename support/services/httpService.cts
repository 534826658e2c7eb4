import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';

const largestBody = 1_000_000;

/** A stand-in of a web service, which listens on this machine only. */
export abstract class HttpService {
	protected readonly server: FastifyInstance = fastify({
		bodyLimit: largestBody,
		forceCloseConnections: true,
	});

	/** @param port 0 takes any free one */
	constructor(private readonly port = 0) {}

	/** Starts to listen. */
	async open(): Promise<void> {
		await this.server.listen({ host: '127.0.0.1', port: this.port });
	}

	get url(): string {
		const address = this.server.server.address() as AddressInfo | null;
		if (!address) throw new Error(`${this.constructor.name} is not open`);
		return `http://127.0.0.1:${address.port}`;
	}

	async close(): Promise<void> {
		await this.server.close();
	}
}
