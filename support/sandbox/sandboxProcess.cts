import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import axios from 'axios';
import type { RunPlanInput } from '../../sandbox/runPlans.cts';
import type { JobState, State } from '../../sandbox/state.cts';
import { toolEnvironment } from '../system/npm.cts';
import { pollUntil } from '../system/wait.cts';
import { ProcessGroup } from '../system/processGroup.cts';
import { Trouble } from '../cli/errors.cts';

const CLONE = join(__dirname, '../..');

/** Virtual seconds per real second: an hourly job runs every minute. */
const SPEED = 60;

/** The simulated ASA team, in a process of its own, and its control. */
export class Sandbox {
	readonly url: string;
	readonly team = 'demo-team';
	/** The service user's key, made for this run. */
	readonly key = { id: randomUUID(), secret: randomBytes(24).toString('base64url') };
	private group: ProcessGroup | undefined;

	constructor(private readonly port: number) {
		this.url = `http://127.0.0.1:${port}`;
	}

	/** @throws Trouble when it ends instead of answering */
	async start(signal?: AbortSignal): Promise<void> {
		const { port, team, key } = this;
		const flags = { port, team, speed: SPEED, 'key-id': key.id, 'key-secret': key.secret };
		const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
		const group = new ProcessGroup({
			command: process.execPath,
			args: ['--require', 'tsx/cjs', join('sandbox', 'main.cts'), ...args],
			cwd: CLONE,
			env: toolEnvironment(),
		});
		this.group = group;
		let output = '';
		group.onOutput((text) => (output += text));
		const answered = async () => {
			if (!group.isRunning) throw new Trouble(`the sandbox ended: ${output.trim()}`);
			return await this.state().catch(() => undefined);
		};
		await pollUntil(answered, 100, signal);
	}

	async stop(): Promise<void> {
		await this.group?.stop();
	}

	/** Everything in the team, with what its API hides. */
	async state(): Promise<State> {
		return await this.control('GET', '/state');
	}

	/** @throws Error when the team has no such job */
	async serverSyncJob(connectionName: string, jobName: string): Promise<JobState> {
		const { connections } = await this.state();
		const connection = connections.find(({ name }) => name === connectionName);
		const job = connection?.serverSyncJobs.find(({ settings }) => settings.name === jobName);
		if (!job) throw new Error(`The sandbox has no job ${jobName} in ${connectionName}`);
		return job;
	}

	/** Says what the next runs of a job will come to. */
	async planRuns(jobId: string, plan: RunPlanInput): Promise<void> {
		await this.control('POST', `/jobs/${jobId}/plan`, plan);
	}

	/** Starts a run of a job now. */
	async runJob(jobId: string): Promise<void> {
		await this.control('POST', `/jobs/${jobId}/run`, {});
	}

	/** Moves the clock on by so many virtual seconds; what is due runs. */
	async advance(seconds: number): Promise<void> {
		await this.control('POST', '/clock', { advanceSeconds: seconds });
	}

	/** Stops the clock, so that nothing runs but what is asked for. */
	async standStill(): Promise<void> {
		await this.control('POST', '/clock', { speed: 0 });
	}

	private async control<T>(method: string, path: string, data?: unknown): Promise<T> {
		const url = `${this.url}/sandbox${path}`;
		return (await axios.request<T>({ method, url, data, proxy: false, timeout: 10_000 })).data;
	}
}
