import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Command {
	command: string;
	args: string[];
	cwd?: string;
	env: NodeJS.ProcessEnv;
}

/** Characters that are kept of a command's output: enough for a result, not enough to fill the memory. */
const outputLimit = 4_000_000;

const running = new Set<ProcessGroup>();

// The last resort when this process ends without stopping what it started.
process.on('exit', () => {
	for (const group of running) group.kill('SIGKILL');
});

/**
 * A process with everything that it starts in turn: it leads a process group of its own, so that
 * the whole group can be ended by one number, and Ctrl-C at the terminal reaches this process only.
 */
export class ProcessGroup {
	/** Fulfilled with the exit code (or the signal's name) when the leader has ended; never rejected. */
	readonly ended: Promise<number | NodeJS.Signals>;
	private readonly child: ChildProcess;
	private alive = true;

	/**
	 * @param logFile where output is appended; without it, output can be read by `onOutput`
	 */
	constructor({ command, args, cwd, env }: Command, logFile?: string) {
		const log = logFile === undefined ? 'pipe' : openSync(logFile, 'a', 0o600);
		this.child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
		if (typeof log === 'number') closeSync(log);
		running.add(this);
		this.ended = new Promise((resolve) => {
			const end = (outcome: number | NodeJS.Signals) => {
				this.alive = false;
				resolve(outcome);
			};
			this.child.once('error', () => end(127));
			this.child.once('close', (code, signal) => end(code ?? signal ?? 1));
		});
	}

	get isRunning(): boolean {
		return this.alive;
	}

	get pid(): number | undefined {
		return this.child.pid;
	}

	onOutput(read: (text: string, stream: 'stdout' | 'stderr') => void): void {
		this.child.stdout?.setEncoding('utf8').on('data', (text: string) => read(text, 'stdout'));
		this.child.stderr?.setEncoding('utf8').on('data', (text: string) => read(text, 'stderr'));
	}

	/** Sends a signal to the whole group; a group that is gone is no error. */
	kill(signal: NodeJS.Signals): void {
		if (this.child.pid === undefined) return;
		try {
			process.kill(-this.child.pid, signal);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}

	/**
	 * Ends the group: asks all of it, waits for the leader, then kills what is left.
	 *
	 * @param graceMs milliseconds that the leader has to end before it is killed
	 */
	async stop(graceMs = 10_000): Promise<void> {
		if (this.alive) {
			this.kill('SIGTERM');
			const timer = setTimeout(() => this.kill('SIGKILL'), graceMs);
			await this.ended;
			clearTimeout(timer);
		}
		this.kill('SIGKILL');
		running.delete(this);
	}
}

/** A command that didn't end with exit code 0. */
export class CommandFailed extends Error {
	override name = 'CommandFailed';

	constructor(
		readonly command: Command,
		readonly outcome: number | NodeJS.Signals,
		readonly output: string,
	) {
		super(`${command.command} ${command.args.join(' ')} ended with ${outcome}`);
	}
}

/**
 * Runs a command to its end.
 *
 * @param signal ends the command, with everything it started
 * @param onError is given what it writes to its standard error, as it does
 * @returns what it wrote to its standard output
 * @throws CommandFailed on any exit code but 0; the reason of `signal` once it is aborted
 */
export async function run(
	command: Command,
	signal?: AbortSignal,
	onError?: (text: string) => void,
): Promise<string> {
	signal?.throwIfAborted();
	const group = new ProcessGroup(command);
	let stdout = '';
	let output = '';
	group.onOutput((text, stream) => {
		if (stream === 'stdout') stdout = (stdout + text).slice(-outputLimit);
		else onError?.(text);
		output = (output + text).slice(-outputLimit);
	});
	const interrupt = () => void group.stop(2_000);
	signal?.addEventListener('abort', interrupt, { once: true });
	const outcome = await group.ended;
	signal?.removeEventListener('abort', interrupt);
	await group.stop();
	signal?.throwIfAborted();
	if (outcome !== 0) throw new CommandFailed(command, outcome, output);
	return stdout;
}

/** The last line that isn't empty, for a reason shown to people. */
export function lastLineOf(output: string): string {
	const lines = output.split('\n').map((line) => line.trim());
	return lines.filter((line) => line !== '').at(-1) ?? 'no output';
}
