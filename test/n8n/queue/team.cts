import { Sandbox } from '../../../support/sandbox/sandboxProcess.cts';
import type { FaultRule } from '../../../sandbox/faults.cts';
import type { HistoryEvent } from '../../../sandbox/history.cts';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import type { JobState, State } from '../../../sandbox/state.cts';
import { pause, pollUntil } from '../../../support/system/wait.cts';

/** Virtual seconds per real one: an hourly job runs every minute. */
const SPEED = 60;

const HOUR_SECONDS = 3_600;

/** Twelve jobs: eleven run every hour, the twelfth when it is told to. */
const DATASET = {
	connections: 4,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 2,
	frequencies: { 1: 11, 24: 1 },
};

/** The name of a connection in the data set: what the search for secrets has to find. */
export const CONNECTION_NAME = 'Directory 001';

/** How many of the runs fail while n8n is watched. */
const FAIL_PROBABILITY = 0.2;

/** The simulated team: its jobs run and end whatever happens to n8n. */
export class Team {
	constructor(private readonly sandbox: Sandbox) {}

	/** Begins anew, with the clock standing still. */
	async begin(seed: number): Promise<void> {
		await this.send('POST', '/reset', { seed, dataset: DATASET });
		await this.stop();
	}

	/** Makes all jobs healthy, then stands still: what happened before concerns nobody. */
	async calmDown(): Promise<void> {
		await this.send('PATCH', '/switches', { failProbability: 0 });
		await this.send('POST', '/clock', { advanceSeconds: 2 * HOUR_SECONDS });
	}

	/** Lets time pass; some runs fail from now on. */
	async go(): Promise<void> {
		await this.send('PATCH', '/switches', { failProbability: FAIL_PROBABILITY });
		await this.send('POST', '/clock', { speed: SPEED });
	}

	/** Lets time stand still: no run ends any more. */
	async stop(): Promise<void> {
		await this.send('POST', '/clock', { speed: 0 });
	}

	async state(): Promise<State> {
		return await this.sandbox.state();
	}

	/** A team token to paste, valid for the whole campaign. */
	async mintToken(): Promise<string> {
		const body = { lifetimeSeconds: 100 * HOUR_SECONDS };
		return (await this.send<{ bearer_token: string }>('POST', '/tokens', body)).bearer_token;
	}

	/**
	 * Starts a run of the job that runs on command only, which succeeds half a second later.
	 *
	 * @returns the result's id
	 */
	async startProbe(): Promise<string> {
		const { id } = await this.probeJob();
		await this.send('POST', `/jobs/${id}/plan`, {
			outcome: 'succeed',
			durationSeconds: SPEED / 2,
		});
		return (await this.send<{ resultId: string }>('POST', `/jobs/${id}/run`, {})).resultId;
	}

	/** Does the same and waits for its end: the next poll sees it. */
	async runProbe(signal: AbortSignal): Promise<string> {
		const resultId = await this.startProbe();
		const hasEnded = async () => !(await this.probeJob()).running.includes(resultId) || undefined;
		await pollUntil(hasEnded, 50, signal);
		return resultId;
	}

	/** What happened after the event with that index. */
	async history(after: number): Promise<HistoryEvent[]> {
		const text = await this.text('GET', `/history?after=${after}`);
		const lines = text.split('\n').filter((line) => line !== '');
		return lines.map((line) => JSON.parse(line) as HistoryEvent);
	}

	/** The index of the last event so far. */
	async lastEvent(): Promise<number> {
		return (await this.history(-1)).at(-1)?.index ?? -1;
	}

	/** What was asked of its API after the request with that index. */
	async requests(after: number): Promise<LoggedRequest[]> {
		const path = `/requests?after=${after}`;
		return (await this.send<{ requests: LoggedRequest[] }>('GET', path)).requests;
	}

	/** The index of the last request so far. */
	async lastRequest(): Promise<number> {
		return (await this.requests(-1)).at(-1)?.index ?? -1;
	}

	/**
	 * Waits until so many polls have begun after now.
	 *
	 * @returns when the last of them began, in milliseconds of the virtual clock: it sees every run that
	 * ended before
	 */
	async untilPolls(count: number, signal: AbortSignal): Promise<number> {
		const before = await this.lastRequest();
		const poll = await pollUntil(
			async () => (await this.requests(before)).filter(isPoll)[count - 1],
			200,
			signal,
		);
		return Date.parse(poll.at);
	}

	/**
	 * Waits until nothing was asked of its API for some time.
	 *
	 * @returns when something was asked last, in milliseconds of the virtual clock
	 */
	async untilQuiet(milliseconds: number, signal: AbortSignal): Promise<number> {
		for (let known = -1; ; ) {
			const last = (await this.requests(-1)).at(-1);
			if (last && last.index === known) return Date.parse(last.at);
			known = last?.index ?? -1;
			await pause(milliseconds, signal);
		}
	}

	/** Makes its API slow. */
	async slowDown(milliseconds: number): Promise<void> {
		await this.setFaults([{ match: {}, effect: { type: 'latency', milliseconds } }]);
	}

	/** Lets its API fail on the jobs of one connection. */
	async hideConnection(): Promise<void> {
		const path = `/${(await this.state()).connections[0]?.id}/`;
		await this.setFaults([{ match: { path }, effect: { type: 'status', status: 500 } }]);
	}

	/** Makes its API well again. */
	async mend(): Promise<void> {
		await this.setFaults([]);
	}

	/** Whether this is the password that a connection's service account got. */
	async isPassword(connectionId: string, password: string): Promise<boolean> {
		const path = `/connections/${connectionId}/is-password`;
		return (await this.send<{ matches: boolean }>('POST', path, { password })).matches;
	}

	private async setFaults(rules: FaultRule[]): Promise<void> {
		await this.send('PUT', '/faults', rules);
	}

	private async probeJob(): Promise<JobState> {
		const jobs = (await this.state()).connections.flatMap(({ serverSyncJobs, userSyncJobs }) => [
			...serverSyncJobs,
			...userSyncJobs,
		]);
		const probe = jobs.find(({ settings }) => settings.frequency === 24);
		if (!probe) throw new Error('The team has no daily job');
		return probe;
	}

	private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
		const text = await this.text(method, path, body);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	}

	private async text(method: string, path: string, body?: unknown): Promise<string> {
		const response = await fetch(`${this.sandbox.url}/sandbox${path}`, {
			method,
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
		return text;
	}
}

/** A poll asks for all connections first; the probe of a new token asks for one. */
export function isPoll({ endpoint, query }: LoggedRequest): boolean {
	return endpoint === 1 && query.count !== '1';
}
