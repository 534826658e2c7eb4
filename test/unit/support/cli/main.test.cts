import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { CliError, Interrupted } from '../../../../support/cli/errors.cts';
import { type CliCommand, runCommand } from '../../../../support/cli/main.cts';
import { repositoryRoot } from '../../../../support/system/folders.cts';

const never = new AbortController().signal;

/** Runs a command; its exit code with what it printed. */
async function outcomeOf(command: Partial<CliCommand>, signal = never) {
	const lines: string[] = [];
	const errors = jest.spyOn(console, 'error').mockImplementation((line) => lines.push(line));
	const run = async () => 0;
	const log = (line: string) => void lines.push(line);
	const code = await runCommand({ name: 'test', run, log, ...command }, ['--flag'], signal);
	errors.mockRestore();
	return { code, lines };
}

const failing = (error: unknown) => ({ run: () => Promise.reject(error) });

describe('runCommand', () => {
	it('gives the exit code of the command, which gets the arguments', async () => {
		const run = async (args: string[]) => (args[0] === '--flag' ? 3 : 0);
		expect(await outcomeOf({ run })).toEqual({ code: 3, lines: [] });
	});

	it('prints a CliError in one line, and any other error with its stack', async () => {
		const one = await outcomeOf({ ...failing(new CliError('no network')), errorCode: 2 });
		expect(one).toEqual({ code: 2, lines: ['test: no network'] });
		const other = await outcomeOf(failing(new Error('bug')));
		expect(other.code).toBe(1);
		expect(other.lines[0]).toMatch(/^Error: bug\n +at /);
	});

	it('prints no more than the stack: errors of requests hold credentials', async () => {
		const error = Object.assign(new Error('bug'), { config: { authorization: 'secret' } });
		expect((await outcomeOf(failing(error))).lines.join()).not.toContain('secret');
	});

	it('prints a last line after an error', async () => {
		const command = { ...failing(new CliError('x')), afterError: () => '0 passed, 1 failed' };
		expect((await outcomeOf(command)).lines).toEqual(['test: x', '0 passed, 1 failed']);
	});

	it('takes whatever fails after an interruption as its consequence', async () => {
		const signal = AbortSignal.abort(new Interrupted(143));
		const { code, lines } = await outcomeOf(failing(new Error('page closed')), signal);
		expect({ code, lines }).toEqual({
			code: 143,
			lines: ['Interrupted; everything is stopped.'],
		});
	});
});

it('Ctrl-C lets a command stop what it has started, once', async () => {
	const program = `
		const { main } = require('./support/cli/main.cts');
		const { pause } = require('./support/system/wait.cts');
		void main({ name: 'test', async run(args, signal) {
			console.log('started');
			try { await pause(60_000, signal); } finally { await pause(50); console.log('stopped'); }
		} });`;
	const child = spawn(process.execPath, ['--require', 'tsx/cjs', '-e', program], {
		cwd: repositoryRoot,
	});
	child.stdout.once('data', () => {
		child.kill('SIGINT');
		// npm sends it again.
		child.kill('SIGINT');
	});
	const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
	expect(output).toBe('started\nstopped\nInterrupted; everything is stopped.\n');
	expect(code).toBe(130);
});
