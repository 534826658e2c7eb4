import { type AddressInfo, createServer } from 'node:net';
import { CliError } from '../cli/errors.cts';

export interface WantedPort {
	port: number;
	/** What listens there, e.g. "n8n". */
	owner: string;
	/** The option that chooses another, e.g. "--n8n-port". */
	flag: string;
}

/** @throws CliError for the first port that is wanted twice, in use, or not allowed */
export async function assertPortsFree(wanted: WantedPort[]): Promise<void> {
	for (const [index, { port, owner, flag }] of wanted.entries()) {
		const twin = wanted.slice(0, index).find((other) => other.port === port);
		if (twin) {
			throw new CliError(`${twin.flag} and ${flag} are both ${port}; they must differ`);
		}
		const code = await codeOfListening(port);
		if (code === 'EADDRINUSE') {
			throw new CliError(`Port ${port} for ${owner} is in use; choose another with ${flag}`);
		}
		if (code) {
			throw new CliError(
				`Port ${port} for ${owner} can't be used (${code}); choose another with ${flag}`,
			);
		}
	}
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});
}

async function codeOfListening(port: number): Promise<string | undefined> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
	});
}
