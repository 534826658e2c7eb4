import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CliError } from '../cli/errors.cts';
import { repositoryRoot } from '../system/folders.cts';
import { toolEnvironment } from '../system/npm.cts';
import { ProcessGroup } from '../system/processGroup.cts';
import { pollUntil } from '../system/wait.cts';
import { SandboxControl } from './sandboxControl.cts';

/** Virtual seconds per real second: an hourly job runs every minute. */
export const sandboxSpeed = 60;

/** The simulated ASA team in a process of its own. */
export class SandboxProcess extends SandboxControl {
	readonly team = 'demo-team';
	/** The service user's key, made for this run. */
	readonly key: { id: string; secret: string } = {
		id: randomUUID(),
		secret: randomBytes(24).toString('base64url'),
	};
	private group: ProcessGroup | undefined;
	private errorOutput = '';

	constructor(private readonly port: number) {
		super(`http://127.0.0.1:${port}`);
	}

	/** @throws CliError when it ends instead of answering */
	async start(signal?: AbortSignal): Promise<void> {
		const { port, team, key } = this;
		const flags = { port, team, speed: sandboxSpeed, 'key-id': key.id, 'key-secret': key.secret };
		const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
		const group = new ProcessGroup({
			command: process.execPath,
			args: ['--require', 'tsx/cjs', join('sandbox', 'main.cts'), ...args],
			cwd: repositoryRoot,
			env: toolEnvironment(),
		});
		this.group = group;
		group.onOutput((text, stream) => {
			if (stream === 'stderr') this.errorOutput += text;
		});
		const answer = async () => {
			if (!group.isRunning) return await this.untilEnded();
			return await this.state().catch(() => undefined);
		};
		await pollUntil(answer, 100, signal);
	}

	/** @throws CliError when it ends, with what it wrote to its standard error */
	async untilEnded(): Promise<never> {
		const outcome = await this.group?.ended;
		const reason = this.errorOutput && `: ${this.errorOutput.trim()}`;
		throw new CliError(`the sandbox ended with ${outcome}${reason}`);
	}

	async stop(): Promise<void> {
		await this.group?.stop();
	}
}
