import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { startSandbox } from '../../../sandbox/sandbox.cts';

const repositoryRoot = path.resolve(__dirname, '../../..');

/** Starts the command as `npm run sandbox` does. */
function run(...flags: string[]): ChildProcessWithoutNullStreams {
	return spawn(process.execPath, ['--require', 'tsx/cjs', 'sandbox/main.cts', ...flags], {
		cwd: repositoryRoot,
	});
}

/** @returns what the process wrote to an output until its end */
async function textOf(output: NodeJS.ReadableStream): Promise<string> {
	let text = '';
	for await (const chunk of output) text += String(chunk);
	return text;
}

/** @returns what it wrote up to the line that matches */
async function textUntil(output: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
	let text = '';
	return new Promise((resolve) => {
		output.on('data', (chunk) => {
			text += String(chunk);
			if (pattern.test(text)) resolve(text);
		});
	});
}

test.each(['SIGINT', 'SIGTERM'] as const)(
	'it says how to reach it and ends cleanly on %s',
	async (signal) => {
		const sandbox = run(
			'--port',
			'0',
			'--team',
			'my-team',
			'--speed',
			'0',
			'--start',
			'2026-03-01T00:00:00Z',
			'--switch',
			'pageSize=7',
			'--switch',
			'dialect=page',
		);
		const exit = once(sandbox, 'exit');
		const text = await textUntil(sandbox.stdout, /Ctrl-C/);
		expect(text).toMatch(/Team name +my-team/);
		expect(text).toMatch(/Key ID +[0-9a-f-]{36}/);
		expect(text).toMatch(/Key secret +\w{40}/);
		const url = /Base URL +(\S+)/.exec(text)?.[1];
		const switches = await (await fetch(`${url}/sandbox/switches`)).json();
		expect(switches).toMatchObject({ pageSize: 7, dialect: 'page' });
		const state = await (await fetch(`${url}/sandbox/state`)).json();
		expect(state).toMatchObject({ now: '2026-03-01T00:00:00Z', speed: 0, liveConnections: 2 });
		sandbox.kill(signal);
		expect(await exit).toEqual([0, null]);
	},
);

test('it speaks JSON to programs', async () => {
	const dataset = JSON.stringify({ connections: 1 });
	const sandbox = run('--port', '0', '--json', '--dataset', dataset, '--key-secret', 'given');
	const exit = once(sandbox, 'exit');
	const address = JSON.parse(await textUntil(sandbox.stdout, /\n/));
	expect(address).toEqual({
		url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
		team: 'demo-team',
		keyId: expect.any(String),
		keySecret: 'given',
	});
	sandbox.kill();
	await exit;
});

test('a port that is taken is said in one line', async () => {
	const other = await startSandbox();
	const { port } = new URL(other.url);
	const sandbox = run('--port', port);
	const [text, [code]] = await Promise.all([textOf(sandbox.stderr), once(sandbox, 'exit')]);
	await other.close();
	expect(code).toBe(1);
	expect(text).toContain(`Port ${port} is taken.`);
});

test.each([
	['--switch', 'pageSize=0', 'pageSize'],
	['--switch', 'nonsense', 'name=json'],
	['--dataset', 'demi', 'demi'],
	['--start', 'tomorrow', 'RFC 3339'],
	['--speed', 'fast', '--speed'],
	['--dialect', 'french', 'dialect'],
])('%s %s is refused with its name', async (flag, value, name) => {
	const sandbox = run('--port', '0', flag, value);
	const [text, [code]] = await Promise.all([textOf(sandbox.stderr), once(sandbox, 'exit')]);
	expect(code).toBe(1);
	expect(text).toContain(name);
});
