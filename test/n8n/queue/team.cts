import type { HistoryEvent } from '../../../sandbox/history.cts';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import type { JobState, State } from '../../../sandbox/state.cts';
import { untilPolls } from '../../../support/sandbox/polls.cts';
import type { SandboxControl } from '../../../support/sandbox/sandboxControl.cts';
import { sandboxSpeed } from '../../../support/sandbox/sandboxProcess.cts';
import { pause, waitUntil } from '../../../support/system/wait.cts';

const hourSeconds = 3_600;

/** Twelve jobs: eleven run every hour, the twelfth on demand. */
const dataset = {
	connections: 4,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 2,
	frequencies: { 1: 11, 24: 1 },
};

/** How many of the runs fail while n8n is observed. */
const failProbability = 0.2;

/** The simulated team: its jobs keep running whatever happens to n8n. */
export class Team {
	constructor(private readonly sandbox: SandboxControl) {}

	/**
	 * Starts over, with the clock stopped.
	 *
	 * @returns a team token to paste, valid for the whole suite; of one seed it is always the same
	 */
	async reset(seed: number): Promise<string> {
		// A token holds the time, so the clock must not go on after the reset.
		await this.stop();
		await this.sandbox.reset({ seed, dataset });
		return await this.sandbox.mintToken(100 * hourSeconds);
	}

	/** Makes all jobs healthy, with the clock stopped: earlier runs don't matter any more. */
	async makeHealthy(): Promise<void> {
		await this.sandbox.setSwitches({ failProbability: 0 });
		await this.sandbox.advance(2 * hourSeconds);
	}

	/** Lets time pass; some runs fail from now on. */
	async go(): Promise<void> {
		await this.sandbox.setSwitches({ failProbability });
		await this.sandbox.setSpeed(sandboxSpeed);
	}

	/** Lets that much time pass at once. */
	async advance(seconds: number): Promise<void> {
		await this.sandbox.advance(seconds);
	}

	/** Stops the clock: no run ends any more. */
	async stop(): Promise<void> {
		await this.sandbox.setSpeed(0);
	}

	async state(): Promise<State> {
		return await this.sandbox.state();
	}

	/**
	 * Starts a run of the job that only runs on demand, which succeeds half a second later.
	 *
	 * @returns the result's id
	 */
	async startProbe(): Promise<string> {
		const { id } = await this.probeJob();
		const plan = { outcome: 'succeed', durationSeconds: sandboxSpeed / 2 } as const;
		return await this.sandbox.runWith(id, plan);
	}

	/** Does the same and waits for its end: the next poll sees it. */
	async runProbe(signal: AbortSignal): Promise<string> {
		const resultId = await this.startProbe();
		const hasEnded = async () => !(await this.probeJob()).running.includes(resultId);
		await waitUntil(hasEnded, 50, signal);
		return resultId;
	}

	/** What happened after the event with that index. */
	async history(after: number): Promise<HistoryEvent[]> {
		return await this.sandbox.history(after);
	}

	/** The index of the last event so far. */
	async lastEvent(): Promise<number> {
		return (await this.sandbox.history()).at(-1)?.index ?? -1;
	}

	/** The API requests after the one with that index. */
	async requests(after: number): Promise<LoggedRequest[]> {
		return await this.sandbox.requests(after);
	}

	/** The index of the last request so far. */
	async lastRequest(): Promise<number> {
		return (await this.sandbox.requests()).at(-1)?.index ?? -1;
	}

	/**
	 * Waits until that many polls have begun after now.
	 *
	 * @returns when the last of them began, in milliseconds of the virtual clock: it sees every run that
	 * ended before
	 */
	async untilPolls(count: number, signal: AbortSignal): Promise<number> {
		return await untilPolls(this.sandbox, count, signal);
	}

	/**
	 * Waits until its API has received no request for some time.
	 *
	 * @returns when the last one came, in milliseconds of the virtual clock
	 */
	async untilIdle(milliseconds: number, signal: AbortSignal): Promise<number> {
		for (let known = -1; ; ) {
			const last = (await this.requests(-1)).at(-1);
			if (last && last.index === known) return Date.parse(last.at);
			known = last?.index ?? -1;
			await pause(milliseconds, signal);
		}
	}

	/** Makes its API slow. */
	async slowDown(milliseconds: number): Promise<void> {
		await this.sandbox.setFaults([{ match: {}, effect: { type: 'latency', milliseconds } }]);
	}

	/** Makes its API fail for the jobs of one connection. */
	async breakConnection(): Promise<void> {
		const path = `/${(await this.state()).connections[0]?.id}/`;
		await this.sandbox.setFaults([{ match: { path }, effect: { type: 'status', status: 500 } }]);
	}

	/** Ends all faults of its API. */
	async repair(): Promise<void> {
		await this.sandbox.setFaults([]);
	}

	/** Whether this is the service account password of a connection. */
	async isPassword(connectionId: string, password: string): Promise<boolean> {
		return await this.sandbox.isPassword(connectionId, password);
	}

	private async probeJob(): Promise<JobState> {
		const { connections } = await this.state();
		const jobs = connections.flatMap((each) => [...each.serverSyncJobs, ...each.userSyncJobs]);
		const probe = jobs.find(({ settings }) => settings.frequency === 24);
		if (!probe) throw new Error('The team has no daily job');
		return probe;
	}
}
