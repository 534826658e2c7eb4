import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { AxiosInstance } from 'axios';
import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { JobKind } from '../../../nodes/AsaActiveDirectory/asa/model/syncJob.ts';
import type { RunPlanInput } from '../../../sandbox/runPlans.cts';
import type { SandboxOptions } from '../../../sandbox/sandbox.cts';
import type { ConnectionState, JobState } from '../../../sandbox/state.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import { isThorough } from '../../thorough.cts';
import { requestOf } from '../jobRequest.cts';
import { clientOf } from '../../helpers/sandboxRequests.cts';
import { lineOf } from '../../helpers/itemLine.cts';
import type { Poller } from '../harness/engine.cts';
import { pollEngines, type PollEngine } from '../harness/poller.cts';
import { itemsOf, startTriggerTeam, type TriggerTeam } from '../triggerTeam.cts';

/** Times of the scenarios are seconds. */
export const minute = 60;
export const hour = 60 * minute;
export const day = 24 * hour;

/** n8n's ways to poll, of which `npm test` tries one. */
export const ways: readonly PollEngine[] = isThorough ? pollEngines : ['classic'];

export interface ScenarioOptions {
	way?: PollEngine;
	/** The default events unless given. */
	events?: string[];
	/** The fields of Options. */
	options?: IDataObject;
	/** Other parameters of the trigger. */
	parameters?: INodeParameters;
	/** Kind of the job that the scenario is about: the only active one of its connection. */
	kind?: JobKind;
	frequency?: 1 | 6 | 12 | 24;
	connections?: number;
	/** Jobs of each connection; only the first server sync job is active. */
	serverJobs?: number;
	userJobs?: number;
	/** AD servers that the syncs of each server sync job find; they are in one project. */
	servers?: number;
	switches?: SwitchChanges;
	dialect?: SandboxOptions['dialect'];
}

/** An outcome, or a whole plan of a run. */
export type Plan = RunPlanInput['outcome'] | RunPlanInput;

/** How long after the start of a run a poll comes: runs take a minute unless their plan says otherwise. */
const pollDelay = 10 * minute;

/**
 * A published trigger that watches one job (and others beside it), which has run a few times already. The clock stands
 * ten minutes after the start of a run.
 */
export class TriggerScenario {
	/** How the last poll ended: an execution with items, one without, or none. */
	execution: 'items' | 'empty' | 'none' = 'none';

	/** The start of the run that was waited for last. */
	private startedAt = '';

	private readonly api: AxiosInstance;

	private readonly jobName: string;

	constructor(
		readonly team: TriggerTeam,
		readonly poller: Poller,
		private readonly kind: JobKind,
		private readonly way: PollEngine,
	) {
		this.api = clientOf(team.sandbox);
		this.jobName = this.jobs()[0].settings.name;
	}

	get sandbox() {
		return this.team.sandbox;
	}

	get connection(): ConnectionState {
		return this.sandbox.getState().connections[0];
	}

	/** The job that the scenario is about, as it is now. */
	get job(): JobState {
		return this.jobs().find(({ settings }) => settings.name === this.jobName)!;
	}

	private jobs(): JobState[] {
		const { serverSyncJobs, userSyncJobs } = this.connection;
		return this.kind === 'serverSyncJob' ? serverSyncJobs : userSyncJobs;
	}

	/** Plans the next runs of the job. */
	plan(...plans: Plan[]): void {
		this.planOf(this.job.id, ...plans);
	}

	planOf(jobId: string, ...plans: Plan[]): void {
		const whole = plans.map((plan) => (typeof plan === 'string' ? { outcome: plan } : plan));
		this.sandbox.planRuns(jobId, whole);
	}

	pass(seconds: number): void {
		this.team.advance(seconds);
	}

	/** Lets all further runs of the job not appear, as if they did not start. */
	skipRuns(): void {
		this.plan({ outcome: 'succeed', times: null, appearDelaySeconds: 300 * day });
	}

	/** Lets the lists and the job lack a result. */
	hideResult(id: string): void {
		this.sandbox.setSwitches({ testResults: 'detailsOnly' });
		this.sandbox.amendResult(id, { isTest: true });
	}

	/** Waits until ten minutes after the start of the job's next run. */
	passRun(): void {
		const { nextDueAt } = this.job;
		if (nextDueAt === null) throw new Error('The job has no next run');
		this.startedAt = nextDueAt;
		this.passUntil(nextDueAt, pollDelay);
	}

	/** Polls so long after the start of the run that was waited for last. */
	async pollAt(seconds: number): Promise<string[]> {
		this.passUntil(this.startedAt, seconds);
		return await this.poll(0);
	}

	/** Waits until so long after a time. */
	passUntil(time: string, seconds = 0): void {
		this.pass((Date.parse(time) - Date.parse(this.sandbox.now())) / 1000 + seconds);
	}

	/** Polls after a while, and answers the items. */
	async items(seconds = 5 * minute): Promise<SyncItem[]> {
		this.pass(seconds);
		return this.take(await this.poller.poll());
	}

	/** As `items`, with a line for each. */
	async poll(seconds?: number): Promise<string[]> {
		return (await this.items(seconds)).map(lineOf);
	}

	/** Polls so often, and answers all lines. */
	async polls(count: number, seconds?: number): Promise<string[]> {
		const lines = [];
		for (let poll = 0; poll < count; poll++) lines.push(...(await this.poll(seconds)));
		return lines;
	}

	/** Plans runs, and polls ten minutes after the start of each. Answers the lines of each poll. */
	async runs(...plans: Plan[]): Promise<string[][]> {
		this.plan(...plans);
		const lines = [];
		for (let run = 0; run < plans.length; run++) {
			this.passRun();
			lines.push(await this.poll(0));
		}
		return lines;
	}

	/** As `runs` with one run, with the items of the poll. */
	async run(plan: Plan): Promise<SyncItem[]> {
		this.plan(plan);
		this.passRun();
		return await this.items(0);
	}

	/** Publishes the workflow with other events and options. */
	async republish(events: string[] | undefined, options: IDataObject = {}): Promise<string[]> {
		this.setParameters({ ...(events && { events }), options } as INodeParameters);
		return await this.activate();
	}

	/** Edits the parameters; they count from the next publication on. */
	setParameters(parameters: INodeParameters): void {
		this.poller.setParameters(parameters);
	}

	/** Publishes the workflow. */
	async activate(activation: 'activate' | 'init' = 'activate'): Promise<string[]> {
		return this.take(await this.poller.activate(activation)).map(lineOf);
	}

	/**
	 * n8n stops, and starts with what it has stored. The classic engine polls at once. Which of its idle polls it has
	 * forgotten depends on the way.
	 */
	async restart(): Promise<string[]> {
		this.poller.restart();
		return this.way === 'classic' ? await this.activate('init') : [];
	}

	private take(emitted: Awaited<ReturnType<Poller['poll']>>): SyncItem[] {
		const items = itemsOf(emitted);
		this.execution = emitted === null ? 'none' : items.length === 0 ? 'empty' : 'items';
		return items;
	}

	/** Switches the job on or off, as an administrator does. An activated job runs at once. */
	async setActive(isActive: boolean, job = this.job): Promise<void> {
		const path = this.pathOf(job);
		const { frequency, start_hour_utc } = job.settings;
		const schedule = frequency === 24 ? { frequency, start_hour_utc } : { frequency };
		if (job.kind === 'user') await this.send('POST', `${path}/state`, { is_active: isActive });
		else if (isActive) await this.send('POST', `${path}/schedule`, schedule);
		else await this.send('POST', `${path}/deactivate`);
	}

	/** Changes the schedule of the job. */
	async setSchedule(schedule: { frequency: number; start_hour_utc?: number }): Promise<void> {
		await this.send('POST', `${this.pathOf(this.job)}/schedule`, schedule);
	}

	/** Updates the job as an administrator does: it gets another ID, unless a switch says otherwise. */
	async updateJob(changes: object): Promise<void> {
		await this.send('PUT', this.pathOf(this.job), { ...requestOf(this.job), ...changes });
	}

	async deleteJob(job = this.job): Promise<void> {
		await this.send('DELETE', this.pathOf(job));
	}

	async deleteConnection({ id } = this.connection): Promise<void> {
		await this.send('DELETE', `/integrations/ad_connections/${id}`);
	}

	private pathOf({ connectionId, kind, id }: JobState): string {
		const jobs = kind === 'server' ? 'task_settings' : 'user_sync_task_settings';
		return `/integrations/ad_connections/${connectionId}/${jobs}/${id}`;
	}

	private async send(method: string, url: string, data?: object): Promise<void> {
		const { status } = await this.api.request({ method, url, data });
		if (status >= 300) throw new Error(`${method} ${url}: ${status}`);
	}

	/** Requests whose path matches get that status from now on. */
	fail(path: string, status = 500, more: { times?: number } = {}): void {
		this.sandbox.addFault({ match: { path }, effect: { type: 'status', status }, ...more });
	}

	recover(): void {
		this.sandbox.clearFaults();
	}
}

/** Starts a team and a trigger that is yet to be published. */
export async function prepareScenario({
	way = 'classic',
	events,
	options,
	parameters,
	kind = 'serverSyncJob',
	frequency = 1,
	connections = 1,
	serverJobs = kind === 'serverSyncJob' ? 1 : 0,
	userJobs = kind === 'userSyncJob' ? 1 : 0,
	servers = 0,
	switches,
	dialect,
}: ScenarioOptions = {}): Promise<TriggerScenario> {
	const team = await startTriggerTeam({
		dialect,
		dataset: {
			connections,
			serverJobsPerConnection: serverJobs,
			userJobsPerConnection: userJobs,
			frequencies: { [frequency]: 1 },
			historyDays: (3 * frequency) / 24 + 0.1,
			serversPerRule: servers,
		},
		switches: {
			runDurationSeconds: [minute, minute],
			tokenLifetimeSeconds: 400 * day,
			...switches,
		},
	});
	const poller = team.poller(
		{ ...(events && { events }), ...(options && { options }), ...parameters } as INodeParameters,
		way,
	);
	const scenario = new TriggerScenario(team, poller, kind, way);
	scenario.passRun();
	return scenario;
}

/** Starts a team and a trigger that watches it: the baseline is taken and nothing is wrong. */
export async function startScenario(options: ScenarioOptions = {}): Promise<TriggerScenario> {
	const scenario = await prepareScenario(options);
	const lines = [...(await scenario.activate()), ...(await scenario.poll(minute))];
	if (lines.length > 0) throw new Error(`Something was wrong at the start: ${lines.join()}`);
	return scenario;
}
