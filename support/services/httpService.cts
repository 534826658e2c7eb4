import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';

const LARGEST_BODY = 1_000_000;

/** What the stand-ins that speak HTTP have in common: they listen on this machine only. */
export abstract class HttpService {
	protected readonly server: FastifyInstance = fastify({
		bodyLimit: LARGEST_BODY,
		forceCloseConnections: true,
	});

	/** Starts to listen; port 0 takes any free one. */
	async open(port = 0): Promise<void> {
		await this.server.listen({ host: '127.0.0.1', port });
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
