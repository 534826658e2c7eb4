import type { Control } from '../../../sandbox/control.cts';
import { createRandom, type Random } from '../../../sandbox/random.cts';
import { requestOf } from '../../engine/jobRequest.cts';
import type { SandboxThread } from '../team/sandboxThread.cts';
import { TeamState, type TeamConnection, type TeamJob } from '../team/teamState.cts';
import { pick, type Injection } from './injection.cts';

/** As long as names usually get. */
export const nameLength = 40;

/** The simulated team as injections see and change it. */
export class SimulatedTeam {
	readonly state = new TeamState();

	/** What injections keep between their beginning and their end. */
	readonly memory = new Map<string, unknown>();

	private lastIndex = -1;

	/** @param now the time, in milliseconds since 1970 */
	constructor(
		readonly sandbox: SandboxThread,
		public now: number,
		/** How many connections the team has at the beginning. */
		readonly connections: number,
	) {}

	/** Moves the team's clock on. */
	async moveTo(timeMs: number): Promise<void> {
		this.now = timeMs;
		await this.sandbox.control('advanceTo', this.timeText);
		await this.refresh();
	}

	/** Random numbers of one injection; the same each time they are asked for. */
	randomOf({ seed }: Injection): Random {
		return createRandom(seed);
	}

	pickConnection(random: Random): TeamConnection | undefined {
		return pick(random, this.state.connections);
	}

	/** A job by its slot, so that an injection means the same job whatever else happens. */
	pickJob(random: Random): TeamJob | undefined {
		return this.state.jobAt(this.slot(random.integer(1, this.connections), random.integer(0, 9)));
	}

	/** @param job 0 is the server job, 1 to 9 are user jobs */
	slot(connection: number, job: number): string {
		const domain = `dc${String(connection).padStart(3, '0')}.example.com`;
		const name = (text: string) => text.padEnd(nameLength, '.');
		return job === 0
			? `${domain}/serverSyncJob/${name('Servers 1')}`
			: `${domain}/userSyncJob/${name(`Users ${job}`)}`;
	}

	/** The body that creates or updates a job as it is. */
	async requestOf({ id }: TeamJob): Promise<Record<string, unknown> | undefined> {
		const { connections } = await this.sandbox.control('getState');
		const job = connections
			.flatMap(({ serverSyncJobs, userSyncJobs }) => [...serverSyncJobs, ...userSyncJobs])
			.find((candidate) => candidate.id === id);
		return job && requestOf(job);
	}

	/** A connection and its jobs, as bodies that create them. */
	async copyOf({ id, domain }: TeamConnection): Promise<ConnectionCopy | undefined> {
		const { connections } = await this.sandbox.control('getState');
		const found = connections.find((connection) => connection.id === id);
		if (!found) return undefined;
		const { name, gatewayId } = found;
		const jobs = [...found.serverSyncJobs, ...found.userSyncJobs];
		return {
			connection: { name, domain, gateway_id: gatewayId },
			jobs: jobs.map((job) => ({
				folder: job.kind === 'server' ? 'task_settings' : 'user_sync_task_settings',
				request: requestOf(job),
			})),
		};
	}

	/**
	 * Sends a request that changes the team. If another injection deleted its object, or caused a state in which the
	 * team refuses it, nothing happens.
	 */
	async tryApi(method: string, path: string, body?: unknown): Promise<void> {
		const whole = `integrations/ad_connections/${path}`.replace(/\/$/, '');
		await this.sandbox.api(method, whole, body).catch(ignoreRefusal);
	}

	/** The same for a control of the sandbox. */
	async tryControl<Method extends keyof Control>(
		method: Method,
		...args: Parameters<Control[Method]>
	): Promise<void> {
		await this.sandbox.control(method, ...args).catch(ignoreRefusal);
	}

	/** Reads what has happened since. */
	async refresh(): Promise<void> {
		const history = await this.sandbox.control('getHistory', this.lastIndex);
		this.lastIndex = history.at(-1)?.index ?? this.lastIndex;
		this.state.apply(history);
	}

	get timeText(): string {
		return new Date(this.now).toISOString();
	}
}

interface ConnectionCopy {
	connection: { name: string; domain: string; gateway_id: string };
	jobs: Array<{ folder: string; request: Record<string, unknown> }>;
}

function ignoreRefusal(error: unknown): void {
	const { message } = error as Error;
	const isRefusal = /: (403|404|409) /.test(message) || message.includes('There is no ');
	if (!isRefusal) throw error;
}

/** The path of a job. */
export function pathOf({ connectionId, kind, id }: TeamJob): string {
	const folder = kind === 'serverSyncJob' ? 'task_settings' : 'user_sync_task_settings';
	return `${connectionId}/${folder}/${id}`;
}

/** The body that sets a job's schedule as it is. */
export function scheduleOf({ frequency, hour }: TeamJob) {
	return frequency === 24 ? { frequency, start_hour_utc: hour } : { frequency };
}
