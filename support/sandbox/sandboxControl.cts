import axios from 'axios';
import type { ClockState, ResetOptions } from '../../sandbox/control.cts';
import type { ResultChanges } from '../../sandbox/controlActions.cts';
import type { FaultRule } from '../../sandbox/faults.cts';
import type { HistoryEvent } from '../../sandbox/history.cts';
import type { LoggedRequest } from '../../sandbox/requestLog.cts';
import type { RunPlanInput } from '../../sandbox/runPlans.cts';
import type { JobState, State } from '../../sandbox/state.cts';
import type { SwitchChanges } from '../../sandbox/switches.cts';

type Method = 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';

/** The sandbox's control routes, see sandbox/README.md. All times are virtual. */
export class SandboxControl {
	/** @param url of the sandbox */
	constructor(readonly url: string) {}

	/** Everything in the team, including what its API hides. */
	async state(): Promise<State> {
		return await this.send('GET', '/state');
	}

	/** @throws Error when the team has no such job */
	async serverSyncJob(connectionName: string, jobName: string): Promise<JobState> {
		const { connections } = await this.state();
		const connection = connections.find(({ name }) => name === connectionName);
		const job = connection?.serverSyncJobs.find(({ settings }) => settings.name === jobName);
		if (!job) throw new Error(`The sandbox has no job ${jobName} in ${connectionName}`);
		return job;
	}

	/** Sets the outcomes of a job's next runs. */
	async planRuns(jobId: string, plan: RunPlanInput): Promise<void> {
		await this.send('POST', `/jobs/${jobId}/plan`, plan);
	}

	/**
	 * Starts a run of a job now.
	 *
	 * @returns the result's id
	 */
	async runJob(jobId: string): Promise<string> {
		return (await this.send<{ resultId: string }>('POST', `/jobs/${jobId}/run`, {})).resultId;
	}

	/**
	 * Starts a run of a job now, with a planned outcome.
	 *
	 * @returns the result's id
	 */
	async runWith(jobId: string, plan: RunPlanInput): Promise<string> {
		await this.planRuns(jobId, plan);
		return await this.runJob(jobId);
	}

	/** Ends the run of a job that is under way. */
	async endRun(jobId: string, resultId: string, outcome: 'succeed' | 'fail'): Promise<void> {
		await this.send('POST', `/jobs/${jobId}/end`, { outcome, resultId });
	}

	/** Changes a result after the fact. */
	async amendResult(resultId: string, changes: ResultChanges): Promise<void> {
		await this.send('PATCH', `/results/${resultId}`, changes);
	}

	/** Moves the clock on; what is due in between runs. */
	async advance(seconds: number): Promise<ClockState> {
		return await this.send('POST', '/clock', { advanceSeconds: seconds });
	}

	/** @param speed virtual seconds per real second; with 0 only what is asked for runs */
	async setSpeed(speed: number): Promise<void> {
		await this.send('POST', '/clock', { speed });
	}

	async setSwitches(changes: SwitchChanges): Promise<void> {
		await this.send('PATCH', '/switches', changes);
	}

	/** Replaces all faults. */
	async setFaults(rules: FaultRule[]): Promise<void> {
		await this.send('PUT', '/faults', rules);
	}

	/** Begins a new team; key, speed and address stay. */
	async reset(options: ResetOptions): Promise<void> {
		await this.send('POST', '/reset', options);
	}

	/** A team token, like those that are minted. */
	async mintToken(lifetimeSeconds?: number): Promise<string> {
		const body = { lifetimeSeconds };
		return (await this.send<{ bearer_token: string }>('POST', '/tokens', body)).bearer_token;
	}

	/** Whether this is the service account password of a connection. */
	async isPassword(connectionId: string, password: string): Promise<boolean> {
		const path = `/connections/${connectionId}/is-password`;
		return (await this.send<{ matches: boolean }>('POST', path, { password })).matches;
	}

	/** @param after index of the last event known */
	async history(after = -1): Promise<HistoryEvent[]> {
		const text = await this.send<string>('GET', `/history?after=${after}`);
		const lines = text.split('\n').filter((line) => line !== '');
		return lines.map((line) => JSON.parse(line) as HistoryEvent);
	}

	/** @param after index of the last request known */
	async requests(after = -1): Promise<LoggedRequest[]> {
		const path = `/requests?after=${after}`;
		return (await this.send<{ requests: LoggedRequest[] }>('GET', path)).requests;
	}

	async clearRequests(): Promise<void> {
		await this.send('DELETE', '/requests');
	}

	private async send<T>(method: Method, path: string, body?: unknown): Promise<T> {
		const { status, headers, data } = await axios.request<string>({
			method,
			url: `${this.url}/sandbox${path}`,
			data: body,
			proxy: false,
			timeout: 10_000,
			validateStatus: () => true,
			// axios would take one line of the history for JSON.
			transformResponse: (text: string) => text,
		});
		if (status >= 400) throw new Error(`The sandbox answered ${status} to ${path}: ${data}`);
		const isJson = String(headers['content-type']).startsWith('application/json');
		return (isJson ? JSON.parse(data) : data) as T;
	}
}
