import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pollUntil } from '../../../support/system/wait.cts';
import { freePort } from '../../../support/system/ports.cts';
import { ProcessGroup, run } from '../../../support/system/processGroup.cts';
import type { ServerPrograms } from '../../../support/system/debianPackages.cts';

/** A Redis of its own: it keeps its data over a restart, and all that is said to it is written down. */
export class Redis {
	/** Every command that anybody sent. */
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
		await pollUntil(async () => (await this.say('PING').catch(() => '')) || undefined, 50, signal);
		const monitor = { command: redisCli, args: ['-p', String(this.port), 'MONITOR'], env };
		this.listener = new ProcessGroup(monitor, this.trafficFile);
	}

	/** Ends it in good order: what it knows is there when it starts again. */
	async stop(): Promise<void> {
		await this.server?.stop();
		await this.listener?.stop();
	}

	/** Lets nobody write, for some seconds or until `letWrite`. */
	async pauseWrites(seconds: number): Promise<void> {
		await this.say('CLIENT', 'PAUSE', String(seconds * 1_000), 'WRITE');
	}

	async letWrite(): Promise<void> {
		await this.say('CLIENT', 'UNPAUSE');
	}

	private async say(...words: string[]): Promise<string> {
		const args = ['-p', String(this.port), ...words];
		const env = { PATH: process.env.PATH };
		return (await run({ command: this.programs.redisCli, args, env })).trim();
	}
}
