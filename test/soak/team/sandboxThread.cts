import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Control } from '../../../sandbox/control.cts';
import type { SandboxOptions } from '../../../sandbox/sandbox.cts';
import type { Call, Reply } from './sandboxWorker.cts';

/** How a client reaches the simulated team. */
export interface Access {
	url: string;
	team: string;
	keyId: string;
	keySecret: string;
}

/** A simulated team in a thread of its own, which ends with the process. */
export interface SandboxThread extends Access {
	/** Calls one of the sandbox's controls. */
	control: <Method extends keyof Control>(
		method: Method,
		...args: Parameters<Control[Method]>
	) => Promise<ReturnType<Control[Method]>>;
	/** Sends a request to the simulated API with a token of its own; the path begins behind the team. */
	api: (method: string, path: string, body?: unknown) => Promise<void>;
	close: () => Promise<void>;
}

/** Starts a sandbox whose clock stands still until it is moved. */
export async function startSandboxThread(options: SandboxOptions): Promise<SandboxThread> {
	const worker = new Worker(join(__dirname, 'sandboxWorker.cts'), {
		workerData: options,
		execArgv: ['--require', 'tsx/cjs'],
	});
	const [access] = (await once(worker, 'message')) as [Access];
	const waiting = new Map<number, (reply: Reply) => void>();
	let calls = 0;
	worker.on('message', (reply: Reply) => waiting.get(reply.number)?.(reply));

	const call = async (method: string, args: unknown[]): Promise<unknown> => {
		const number = calls++;
		const reply = await new Promise<Reply>((resolve) => {
			waiting.set(number, resolve);
			worker.postMessage({ number, method, args } satisfies Call);
		});
		waiting.delete(number);
		if (reply.error !== undefined) throw new Error(`Sandbox: ${method}: ${reply.error}`);
		return reply.value;
	};
	const control: SandboxThread['control'] = async (method, ...args) =>
		(await call(method, args)) as never;
	return {
		...access,
		control,
		async api(method, path, body) {
			const { bearer_token } = await control('mintToken');
			await send(`${access.url}/v1/teams/${access.team}/${path}`, method, body, bearer_token);
		},
		async close() {
			await worker.terminate();
		},
	};
}

async function send(url: string, method: string, body: unknown, token: string): Promise<void> {
	const response = await fetch(url, {
		method,
		headers: {
			authorization: `Bearer ${token}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
}
