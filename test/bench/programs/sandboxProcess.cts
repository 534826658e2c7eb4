import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { HistoryEvent } from '../../../sandbox/history.cts';
import type { SandboxOptions } from '../../../sandbox/sandbox.cts';
import type { State } from '../../../sandbox/state.cts';

const root = join(__dirname, '../../..');

/** A simulated team in a process of its own. */
export interface SandboxProcess {
	url: string;
	team: string;
	keyId: string;
	keySecret: string;
	/** Sends a request to the sandbox's own addresses below /sandbox. */
	control: (method: string, path: string, body?: unknown) => Promise<unknown>;
	/** Sends a request to the simulated API, with a token of its own; the path begins behind the team. */
	api: (method: string, path: string, body?: unknown) => Promise<void>;
	state: () => Promise<State>;
	/** What happened since the last call. */
	readHistory: () => Promise<HistoryEvent[]>;
	close: () => Promise<void>;
}

interface StartOptions extends Pick<SandboxOptions, 'dataset' | 'startTime' | 'switches' | 'seed'> {
	startTime: string;
}

/** Starts a sandbox whose clock stands still until it is moved. */
export async function startSandboxProcess(options: StartOptions): Promise<SandboxProcess> {
	const child = spawn(process.execPath, [require.resolve('tsx/cli'), ...argumentsOf(options)], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
	const access = JSON.parse(line) as Pick<SandboxProcess, 'url' | 'team' | 'keyId' | 'keySecret'>;
	const control = async (method: string, path: string, body?: unknown) =>
		await send(`${access.url}/sandbox/${path}`, method, body);
	let seen = -1;
	return {
		...access,
		control,
		async api(method, path, body) {
			const { bearer_token } = (await control('POST', 'tokens', {})) as { bearer_token: string };
			await send(`${access.url}/v1/teams/${access.team}/${path}`, method, body, bearer_token);
		},
		state: async () => (await control('GET', 'state')) as State,
		async readHistory() {
			const text = String(await control('GET', `history?after=${seen}`));
			const lines = text.split('\n').filter((entry) => entry !== '');
			const events = lines.map((entry) => JSON.parse(entry) as HistoryEvent);
			seen = events.at(-1)?.index ?? seen;
			return events;
		},
		async close() {
			child.kill('SIGTERM');
			if (child.exitCode === null) await once(child, 'exit');
		},
	};
}

function argumentsOf({ dataset, startTime, switches = {}, seed = 1 }: StartOptions): string[] {
	return [
		'sandbox/main.cts',
		...['--port', '0', '--speed', '0', '--json', '--start', startTime, '--seed', String(seed)],
		...['--dataset', JSON.stringify(dataset)],
		...Object.entries(switches).flatMap(([name, value]) => [
			'--switch',
			`${name}=${JSON.stringify(value)}`,
		]),
	];
}

async function send(url: string, method: string, body?: unknown, token?: string): Promise<unknown> {
	const response = await fetch(url, {
		method,
		headers: {
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
	const isJson = response.headers.get('content-type')?.includes('application/json') ?? false;
	return isJson ? JSON.parse(text) : text;
}
