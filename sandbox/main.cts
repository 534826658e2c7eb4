import { Command, InvalidArgumentError } from 'commander';
import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.cts';
import type { SwitchChanges } from './switches.cts';

interface Flags {
	port: number;
	team: string;
	speed: number;
	dialect?: 'client' | 'page';
	dataset: SandboxOptions['dataset'];
	seed: number;
	start: string;
	keyId?: string;
	keySecret?: string;
	switch?: Record<string, unknown>;
	json?: true;
}

function wholeNumber(text: string): number {
	if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number is needed.');
	return Number(text);
}

function speedOf(text: string): number {
	const speed = Number(text);
	if (text.trim() === '' || !(speed >= 0)) throw new InvalidArgumentError('0 or more is needed.');
	return speed;
}

function jsonOrText(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function addSwitch(text: string, switches: Record<string, unknown> = {}): Record<string, unknown> {
	const equals = text.indexOf('=');
	if (equals < 1) throw new InvalidArgumentError('Write it as name=json.');
	return { ...switches, [text.slice(0, equals)]: jsonOrText(text.slice(equals + 1)) };
}

function readFlags(): Flags {
	return new Command('npm run sandbox --')
		.description('Starts a simulated ASA team on this machine.')
		.option('--port <number>', 'port, 0 for any free one', wholeNumber, 8920)
		.option('--team <name>', 'team name', 'demo-team')
		.option('--speed <factor>', 'virtual seconds per real second, 0 stands still', speedOf, 60)
		.option('--dialect <name>', 'how the server answers: client or page')
		.option(
			'--dataset <name or json>',
			'empty, demo, or JSON for the generator',
			jsonOrText,
			'demo',
		)
		.option('--seed <number>', 'seed of ids and random minutes', wholeNumber, 1)
		.option('--start <time>', 'virtual start, RFC 3339', new Date().toISOString())
		.option('--key-id <id>', 'key id of the service user')
		.option('--key-secret <secret>', 'key secret of the service user')
		.option('--switch <name=json>', 'a switch, may be repeated', addSwitch)
		.option('--json', 'print one line of JSON instead of text')
		.parse()
		.opts<Flags>();
}

function describeAsJson({ url, team, keyId, keySecret }: Sandbox): string {
	return JSON.stringify({ url, team, keyId, keySecret });
}

function describe(sandbox: Sandbox): string {
	const { url, team, keyId, keySecret } = sandbox;
	const { now, speed } = sandbox.getState();
	return [
		'A simulated ASA team is running. Nothing in it is real.',
		'',
		`  Base URL    ${url}`,
		`  Team name   ${team}`,
		`  Key ID      ${keyId}`,
		`  Key secret  ${keySecret}`,
		'',
		`  Its time    ${now}, ${speed} virtual seconds per second`,
		`  Control     ${url}/sandbox/state (and switches, faults, clock, jobs, history, requests, reset)`,
		'  Stop        Ctrl-C',
	].join('\n');
}

function describeFailure(error: unknown, { port }: Flags): string {
	if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
		return `Port ${port} is taken. Choose another with --port, or --port 0 for any free one.`;
	}
	return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
	const flags = readFlags();
	try {
		const { start, switch: switches, json, ...options } = flags;
		const sandbox = await startSandbox({
			...options,
			startTime: start,
			switches: switches as SwitchChanges | undefined,
		});
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
		}
		console.log(json ? describeAsJson(sandbox) : describe(sandbox));
	} catch (error) {
		console.error(describeFailure(error, flags));
		process.exitCode = 1;
	}
}

void main();
