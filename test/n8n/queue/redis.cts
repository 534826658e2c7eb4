import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../support/system/ports.cts';
import { ProcessGroup, run } from '../../../support/system/processGroup.cts';
import { waitUntil } from '../../../support/system/wait.cts';
import type { ServerPrograms } from './serverPrograms.cts';

/** A Redis server that keeps its data over a restart, and whose traffic is recorded. */
export class Redis {
	/** Every command that a client sent. */
	readonly trafficFile: string;
	port = 0;
	private server: ProcessGroup | undefined;
	private listener: ProcessGroup | undefined;

	/** @param folder for its data; made when it starts */
	constructor(
		private readonly programs: ServerPrograms,
		private readonly folder: string,
	) {
		this.trafficFile = join(folder, 'traffic.log');
	}

	async start(signal: AbortSignal): Promise<void> {
		await mkdir(this.folder, { recursive: true });
		this.port ||= await freePort();
		const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
		const { redisServer: command, redisCli } = this.programs;
		const env = { PATH: process.env.PATH };
		const saves = ['--save', '3600 1'];
		this.server = new ProcessGroup(
			{ command, args: [...args, ...saves], env },
			join(this.folder, 'redis.log'),
		);
		await waitUntil(() => this.answers(), 50, signal);
		const monitor = { command: redisCli, args: ['-p', String(this.port), 'MONITOR'], env };
		this.listener = new ProcessGroup(monitor, this.trafficFile);
	}

	/** Stops it gracefully: its data is there when it starts again. */
	async stop(): Promise<void> {
		await this.server?.stop();
		await this.listener?.stop();
	}

	/** Blocks writes, for some seconds or until `resumeWrites`. */
	async pauseWrites(seconds: number): Promise<void> {
		await this.send('CLIENT', 'PAUSE', String(seconds * 1_000), 'WRITE');
	}

	async resumeWrites(): Promise<void> {
		await this.send('CLIENT', 'UNPAUSE');
	}

	private async answers(): Promise<boolean> {
		return await this.send('PING').then(
			() => true,
			() => false,
		);
	}

	private async send(...command: string[]): Promise<void> {
		const args = ['-p', String(this.port), ...command];
		const env = { PATH: process.env.PATH };
		await run({ command: this.programs.redisCli, args, env });
	}
}
