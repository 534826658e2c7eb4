import { parentPort, workerData } from 'node:worker_threads';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/sandbox.cts';

/** A simulated team in a thread of its own: it handles calls of its controls, one at a time. */
export interface Call {
	number: number;
	method: string;
	args: unknown[];
}

export interface Reply {
	number: number;
	value?: unknown;
	error?: string;
}

async function main(): Promise<void> {
	const port = parentPort!;
	const sandbox = await startSandbox(workerData as SandboxOptions);
	const { url, team, keyId, keySecret } = sandbox;
	port.on('message', ({ number, method, args }: Call) => {
		port.postMessage(reply(sandbox, number, method, args));
	});
	port.postMessage({ url, team, keyId, keySecret });
}

function reply(sandbox: Sandbox, number: number, method: string, args: unknown[]): Reply {
	try {
		const action = sandbox[method as keyof Sandbox] as (...values: unknown[]) => unknown;
		return { number, value: action(...args) };
	} catch (error) {
		return { number, error: error instanceof Error ? error.message : String(error) };
	}
}

void main();
