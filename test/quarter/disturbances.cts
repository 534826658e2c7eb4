import { createRandom, type Random } from '../../sandbox/random.cts';
import type { JobState, State } from '../../sandbox/state.cts';
import { pathOf, requestOf, scheduleOf } from './jobRequest.cts';
import type { SandboxProcess } from './sandboxProcess.cts';

/** What happens at one hour beside the runs themselves. */
export interface Hour {
	/** n8n is not running, so there is no poll. */
	missed: boolean;
	/** n8n is started again before the poll. */
	restart: boolean;
	/** n8n dies after the poll, before its state is saved. */
	crash: boolean;
	/** The list of connections can't be read. */
	blackout: boolean;
	/** Ids of the connections that answer nothing but errors. */
	unreadable: Set<string>;
}

/** Does to a team and to n8n what life does to them, repeatably. */
export class Disturbances {
	private readonly random: Random;

	/** Hours left of each connection's trouble. */
	private readonly troubles = new Map<string, number>();

	private missing = 0;

	/** What is to be undone or done later, by hour. */
	private readonly later = new Map<number, Array<() => Promise<void>>>();

	constructor(
		private readonly sandbox: SandboxProcess,
		private readonly connectionIds: string[],
		seed: number,
	) {
		this.random = createRandom(seed);
	}

	/** Prepares an hour's poll: changes to jobs, faults, and what becomes of n8n. */
	async next(number: number): Promise<Hour> {
		await this.sandbox.control('DELETE', 'faults');
		for (const action of this.later.get(number) ?? []) await action();
		this.later.delete(number);
		if (this.chance(0.15)) await this.changeJob(number);
		if (this.chance(0.02)) await this.sandbox.control('POST', 'tokens/expire');
		if (this.missing > 0) this.missing--;
		else if (this.chance(0.01)) this.missing = this.random.integer(1, 5);
		const hour: Hour = {
			missed: this.missing > 0,
			restart: this.chance(0.02),
			crash: this.chance(0.01),
			blackout: this.chance(0.01),
			unreadable: this.trouble(),
		};
		await this.setFaults(hour);
		return hour;
	}

	private chance(probability: number): boolean {
		return this.random.fraction() < probability;
	}

	private pick<Entry>(entries: readonly Entry[]): Entry {
		return entries[this.random.integer(0, entries.length - 1)];
	}

	private trouble(): Set<string> {
		for (const [id, hours] of this.troubles) {
			if (hours > 1) this.troubles.set(id, hours - 1);
			else this.troubles.delete(id);
		}
		if (this.chance(0.02))
			this.troubles.set(this.pick(this.connectionIds), this.random.integer(1, 6));
		return new Set(this.troubles.keys());
	}

	private async setFaults({ blackout, unreadable }: Hour): Promise<void> {
		const rules: unknown[] = [...unreadable].map((id) => ({
			match: { path: id },
			effect: { type: 'status', status: 500 },
		}));
		if (blackout) rules.push({ match: { endpoint: 1 }, effect: { type: 'status', status: 500 } });
		if (this.chance(0.01)) {
			rules.push({
				effect: this.pick([
					{ type: 'reset', when: 'before' },
					{ type: 'status', status: 503 },
					{ type: 'status', status: 429, retryAfterSeconds: 1 },
				]),
				times: 1,
			});
		}
		await this.sandbox.control('PUT', 'faults', rules);
	}

	/** One job is updated, stopped for a while, rescheduled, replaced, tested, or hangs. */
	private async changeJob(now: number): Promise<void> {
		const job = this.pickJob(await this.sandbox.state());
		if (!job || job.running.length > 0) return;
		const path = `integrations/ad_connections/${job.connectionId}/${pathOf(job)}`;
		const action = this.random.integer(0, 9);
		if (action <= 1) await this.sandbox.api('PUT', `${path}/${job.id}`, requestOf(job));
		else if (action <= 3) await this.pause(job, path, now);
		else if (action === 4) await this.reschedule(job, path);
		else if (action === 5) await this.replace(job, path, now);
		else if (action <= 7) await this.hang(job, now);
		else await this.sandbox.control('POST', `jobs/${job.id}/run`, { isTest: true });
	}

	private pickJob(state: State): JobState | undefined {
		const connection = this.pick(state.connections);
		return this.pick([...connection.serverSyncJobs, ...connection.userSyncJobs]);
	}

	private async pause(job: JobState, path: string, now: number): Promise<void> {
		if (!job.settings.is_active) return;
		const byState = job.kind === 'user';
		const [end, body] = byState ? ['state', { is_active: false }] : ['deactivate', undefined];
		await this.sandbox.api('POST', `${path}/${job.id}/${end}`, body);
		this.after(now, this.random.integer(1, 72), async () => {
			if (!(await this.exists(job))) return;
			await this.sandbox.api(
				'POST',
				`${path}/${job.id}/${byState ? 'state' : 'schedule'}`,
				byState ? { is_active: true } : scheduleOf(job),
			);
		});
	}

	private async reschedule(job: JobState, path: string): Promise<void> {
		if (!job.settings.is_active) return;
		const frequency = this.pick([1, 6, 12, 24]);
		const schedule =
			frequency === 24 ? { frequency, start_hour_utc: this.random.integer(0, 23) } : { frequency };
		await this.sandbox.api('POST', `${path}/${job.id}/schedule`, schedule);
	}

	/** The job is deleted, and comes back under its name. */
	private async replace(job: JobState, path: string, now: number): Promise<void> {
		await this.sandbox.api('DELETE', `${path}/${job.id}`);
		this.after(now, this.random.integer(1, 12), async () => {
			await this.sandbox.api('POST', path, requestOf(job));
		});
	}

	private async hang(job: JobState, now: number): Promise<void> {
		if (!job.settings.is_active) return;
		await this.sandbox.control('POST', `jobs/${job.id}/plan`, { outcome: 'hang' });
		const outcome = this.pick(['succeed', 'fail']);
		const { frequency } = job.settings;
		this.after(now, (frequency ?? 24) + this.random.integer(1, 18), async () => {
			const running = (await this.exists(job))?.running[0];
			if (running) await this.sandbox.control('POST', `jobs/${job.id}/end`, { outcome });
		});
	}

	private after(now: number, hours: number, action: () => Promise<void>): void {
		this.later.set(now + hours, [...(this.later.get(now + hours) ?? []), action]);
	}

	/** The job under the id that it had, or undefined where it was updated or deleted since. */
	private async exists({ id }: JobState): Promise<JobState | undefined> {
		const { connections } = await this.sandbox.state();
		return connections
			.flatMap(({ serverSyncJobs, userSyncJobs }) => [...serverSyncJobs, ...userSyncJobs])
			.find((job) => job.id === id);
	}
}
