import type { JobKind } from '../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import type {
	ServerTaskResult,
	TaskResult,
	UserTaskResult,
} from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import { check, type CheckResult } from '../../../../../nodes/AsaActiveDirectory/monitor/index';
import {
	itemOf,
	type SyncItem,
} from '../../../../../nodes/AsaActiveDirectory/monitor/output/items';
import {
	defaultEvents,
	optionDefaults,
	type EventName,
	type Selection,
	type Settings,
} from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import {
	planConnections,
	planDetails,
	planGateways,
	planResults,
	planServers,
} from '../../../../../nodes/AsaActiveDirectory/monitor/snapshot/plan';
import type {
	AdServerSnapshot,
	ConnectionSnapshot,
	JobList,
	JobSnapshot,
	ReadError,
	Snapshot,
} from '../../../../../nodes/AsaActiveDirectory/monitor/snapshot/types';
import {
	readState,
	writeState,
} from '../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import type { State } from '../../../../../nodes/AsaActiveDirectory/monitor/state/types';
import { lineOf } from '../../../../helpers/itemLine.cts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

const firstDay = Date.parse('2026-03-01T00:00:00Z');

/** Milliseconds since 1970 of "06:30" on the first day, or of "d3 06:30" on the third. */
export function at(time: string): number {
	const [, days = '1', hours, minutes] = /^(?:d(\d+) )?(\d+):(\d\d)$/.exec(time) ?? [];
	if (hours === undefined) throw new Error(`Not a time: ${time}`);
	return firstDay + (Number(days) - 1) * day + Number(hours) * hour + Number(minutes) * minute;
}

/** RFC 3339 of a time as `at` takes it, or of milliseconds since 1970. */
export function iso(time: string | number): string {
	return new Date(typeof time === 'number' ? time : at(time)).toISOString().replace('.000Z', 'Z');
}

export const allEvents: EventName[] = [
	...defaultEvents,
	'newResult',
	'syncStillFailing',
	'syncRecovered',
];

/** The trigger's settings with the default events, or those given. */
export function settings(
	changes: Partial<Omit<Settings, 'events' | 'selection'>> & {
		events?: readonly EventName[];
		selection?: Partial<Selection>;
	} = {},
): Settings {
	return {
		...optionDefaults,
		...changes,
		events: new Set(changes.events ?? defaultEvents),
		selection: { connections: [], jobKinds: [], jobs: [], ...changes.selection },
	};
}

export const unavailable: ReadError = {
	message: 'Okta returned a server error (503)',
	isTransient: true,
	isNotFound: false,
	remedy: null,
};

export const forbidden: ReadError = {
	message: 'The service user lacks the role access_admin',
	isTransient: false,
	isNotFound: false,
	remedy: null,
};

export const notFound: ReadError = {
	message: 'Not found (404)',
	isTransient: false,
	isNotFound: true,
	remedy: "Enter the right path under 'Path Corrections'",
};

/** A result of a server sync job. */
export function serverResult(
	id: string,
	startMs: number,
	changes: Partial<ServerTaskResult> = {},
): ServerTaskResult {
	return {
		id,
		task_state: 'done',
		status: { summary: null, detailed_summary: null },
		created_at: iso(startMs),
		updated_at: iso(startMs + minute),
		ad_task_settings_id: '',
		ad_task_settings_name: '',
		ad_test_request_id: null,
		rules_summary_status: null,
		...changes,
	};
}

/** A result of a user sync job. */
export function userResult(
	id: string,
	startMs: number,
	changes: Partial<UserTaskResult> = {},
): UserTaskResult {
	return {
		id,
		task_state: 'done',
		status: { summary: null, detailed_summary: null },
		created_at: iso(startMs),
		updated_at: iso(startMs + minute),
		ad_user_sync_task_settings_id: '',
		ad_user_sync_task_settings_name: '',
		ad_user_sync_test_request_id: null,
		...changes,
	};
}

/** A job of the simulated team. */
export class WorldJob {
	isActive = true;
	isListed = true;
	frequencyHours: number | null = 1;
	startHourUtc: number | null = null;
	results: TaskResult[] = [];
	/** Overrides the newest result. */
	recent: TaskResult | null | undefined;
	resultsError: ReadError | undefined;
	projectNames: string[] = [];

	constructor(
		public name: string,
		readonly kind: JobKind = 'serverSyncJob',
		public id = `id-${name}`,
	) {}

	/** Adds or changes the run of that start: "done 06:00", "error 06:00-06:05", "test done 06:00". */
	run(words: string): this {
		const match = /^(test )?(.*?) ?((?:d\d+ )?\d+:\d\d)(?:-((?:d\d+ )?\d+:\d\d))?$/.exec(
			words.trim(),
		);
		if (!match) throw new Error(`Not a run: ${words}`);
		const [, test, state, start, end] = match;
		const id = `r${start.replace(/[ :]/g, '')}`;
		const times = { updated_at: iso(end ? at(end) : at(start) + minute) };
		const testId = test ? `test-${id}` : null;
		const result =
			this.kind === 'serverSyncJob'
				? serverResult(id, at(start), { ...times, task_state: state, ad_test_request_id: testId })
				: userResult(id, at(start), {
						...times,
						task_state: state,
						ad_user_sync_test_request_id: testId,
					});
		return this.put(result);
	}

	put(result: TaskResult): this {
		this.results = [...this.results.filter(({ id }) => id !== result.id), result];
		return this;
	}

	lose(start: string): this {
		this.results = this.results.filter(({ id }) => id !== `r${start.replace(/[ :]/g, '')}`);
		return this;
	}

	get recentResult(): TaskResult | null {
		if (this.recent !== undefined) return this.recent;
		const newest = [...this.results].sort((a, b) => a.created_at.localeCompare(b.created_at));
		return newest[newest.length - 1] ?? null;
	}
}

/** A connection of the simulated team. */
export class WorldConnection {
	domain = 'corp.example.com';
	gatewayId: string | null = 'gateway-1';
	isListed = true;
	isDeleted = false;
	/** Why a GET fails while it is missing from the list. */
	lookUpError: ReadError | null = null;
	jobs: WorldJob[] = [];
	errors: Partial<Record<JobKind, ReadError>> = {};
	/** Kinds that the poll doesn't get to. */
	unread: JobKind[] = [];

	constructor(
		public name: string,
		readonly id = `id-${name}`,
	) {}

	job(name: string, kind: JobKind = 'serverSyncJob'): WorldJob {
		const job = new WorldJob(name, kind);
		this.jobs.push(job);
		return job;
	}

	fail(error: ReadError | null): void {
		this.errors = error ? { serverSyncJob: error, userSyncJob: error } : {};
	}
}

/** What a scenario counts. */
export interface Requests {
	lists: number;
	results: string[];
	details: string[];
	lookUps: string[];
	gateways: string[];
	servers: number;
}

/**
 * A simulated team and a trigger that polls it: a reader that does what the plan says, the rules, and a state that
 * is stored as text in between.
 */
export class Scenario {
	team = { origin: 'https://app.scaleft.com', name: 'acme' };
	connections: WorldConnection[] = [new WorldConnection('Corp')];
	teamError: ReadError | null = null;
	/** The servers that AD discovered; null if they can't be read. */
	servers: AdServerSnapshot[] | null = [];
	/** Whether the list of gateways can be read. */
	hasGatewayNames = true;
	/** The API's clock minus n8n's, in milliseconds. */
	clockOffset = 0;
	settings: Settings;
	/** The state as n8n stores it. */
	stored: string | undefined;
	/** Whether only what must be saved is saved, as n8n's durable scheduler without cursors does. */
	isForgetful = false;
	last!: CheckResult;
	requests!: Requests;
	readonly job: WorldJob;

	constructor(changes: Parameters<typeof settings>[0] = {}, kind: JobKind = 'serverSyncJob') {
		this.settings = settings(changes);
		this.job = this.connection.job('Sync', kind);
	}

	get connection(): WorldConnection {
		return this.connections[0];
	}

	/** Adds a connection to the team. */
	connect(name: string, id?: string): WorldConnection {
		const connection = new WorldConnection(name, id);
		this.connections.push(connection);
		return connection;
	}

	/**
	 * Polls at a time after some changes of the first job: runs ("done 06:00"), "lose 06:00", "off", "on", "absent",
	 * "listed", separated by commas. Returns a line for each item.
	 */
	poll(time: string | number, changes = ''): string[] {
		return this.items(time, changes).map(lineOf);
	}

	/** As `poll`, with the whole items. */
	items(time: string | number, changes = ''): SyncItem[] {
		for (const change of changes.split(',').filter((one) => one.trim() !== '')) {
			this.change(change.trim());
		}
		const now = typeof time === 'number' ? time : at(time);
		this.last = this.check(now);
		const isSaved = this.last.events.length > 0 || this.last.needsPersisting;
		if ((isSaved || !this.isForgetful) && this.last.refusal === null) {
			this.stored = JSON.stringify(writeState(this.last.state));
		}
		return this.last.events.map(itemOf);
	}

	/** The stored state as the rules read it. */
	get state(): State | undefined {
		return readState(this.stored === undefined ? undefined : JSON.parse(this.stored));
	}

	private change(change: string): void {
		const { job } = this;
		if (change === 'off') job.isActive = false;
		else if (change === 'on') job.isActive = true;
		else if (change === 'absent') job.isListed = false;
		else if (change === 'listed') job.isListed = true;
		else if (change.startsWith('lose ')) job.lose(change.slice(5));
		else job.run(change);
	}

	private check(now: number): CheckResult {
		const { state } = this;
		const snapshot = this.read(state, now);
		return check(state, snapshot, this.settings);
	}

	/** Reads as the plan says. */
	read(state: State | undefined, now: number): Snapshot {
		const { team } = this;
		const times = { atMs: now, hostMs: now - this.clockOffset };
		this.requests = { lists: 1, results: [], details: [], lookUps: [], gateways: [], servers: 0 };
		if (this.teamError) {
			return { ...times, atMs: null, team, connections: this.teamError, warnings: [] };
		}
		const listed = this.connections.filter((one) => one.isListed && !one.isDeleted);
		const plan = planConnections(state, { team, listed }, this.settings);
		this.requests.lookUps = plan.lookUp;
		const snapshot: Snapshot & { connections: ConnectionSnapshot[] } = {
			...times,
			team,
			warnings: [],
			connections: listed.map((one) =>
				this.readConnection(one, plan.read.includes(one.id) ? plan.kinds : []),
			),
		};
		for (const id of plan.lookUp) snapshot.connections.push(this.lookUp(id, plan.kinds));
		this.readServers(state, snapshot);
		this.readResults(state, snapshot);
		const gateways = planGateways(state, snapshot, this.settings);
		this.requests.gateways = gateways;
		if (gateways.length === 0) return snapshot;
		return {
			...snapshot,
			gateways: gateways.map((id) => {
				const name = this.hasGatewayNames ? `Name of ${id}` : id;
				return { id, name, status: 'ONLINE' };
			}),
		};
	}

	/** Ids of the connections that the next poll would read, in order. */
	planned(): string[] {
		return planConnections(this.state, { team: this.team, listed: this.connections }, this.settings)
			.read;
	}

	/** The lists of results that a poll at that time would read. */
	plannedResults(time: string): ReturnType<typeof planResults> {
		const snapshot = {
			atMs: at(time),
			hostMs: at(time),
			team: this.team,
			connections: this.connections.map((one) =>
				this.readConnection(one, ['serverSyncJob', 'userSyncJob']),
			),
			warnings: [],
		};
		return planResults(this.state, snapshot, this.settings);
	}

	/** Reads without a state, with the lists of results that are asked for. */
	readStatus(nowMs: number, plan: (read: Snapshot) => Array<{ jobId: string }>): Snapshot {
		this.requests = { lists: 1, results: [], details: [], lookUps: [], gateways: [], servers: 0 };
		const snapshot: Snapshot = {
			atMs: nowMs,
			hostMs: nowMs,
			team: this.team,
			connections: this.connections.map((one) =>
				this.readConnection(one, ['serverSyncJob', 'userSyncJob']),
			),
			warnings: [],
		};
		for (const { jobId } of plan(snapshot)) {
			const job = jobsOf(snapshot).find(({ id }) => id === jobId);
			if (job) job.results = [...this.worldJob(jobId).results];
		}
		return snapshot;
	}

	private lookUp(id: string, kinds: JobKind[]): ConnectionSnapshot {
		const found = this.connections.find((one) => one.id === id);
		const error = found?.lookUpError;
		if (error) {
			const lists = Object.fromEntries(kinds.map((kind) => [kind, error]));
			return { id, name: '', domain: '', gatewayId: null, isDeleted: false, lists };
		}
		if (found && !found.isDeleted) return this.readConnection(found, kinds);
		return { id, name: '', domain: '', gatewayId: null, isDeleted: true, lists: {} };
	}

	private readConnection(connection: WorldConnection, kinds: JobKind[]): ConnectionSnapshot {
		const { id, name, domain, gatewayId } = connection;
		const lists: ConnectionSnapshot['lists'] = {};
		for (const kind of kinds) {
			if (connection.unread.includes(kind)) continue;
			this.requests.lists++;
			lists[kind] = listOf(connection, kind);
		}
		return { id, name, domain, gatewayId, isDeleted: false, lists };
	}

	private readServers(state: State | undefined, snapshot: Snapshot): void {
		if (!planServers(state, snapshot, this.settings)) return;
		this.requests.servers++;
		snapshot.adServers = this.servers && [...this.servers];
	}

	private readResults(state: State | undefined, snapshot: Snapshot): void {
		for (const { jobId } of planResults(state, snapshot, this.settings)) {
			const world = this.worldJob(jobId);
			const job = jobsOf(snapshot).find(({ id }) => id === jobId);
			this.requests.results.push(world.name);
			if (!job) throw new Error(`No job ${jobId}`);
			if (world.resultsError) job.resultsError = world.resultsError;
			else job.results = [...world.results];
		}
		for (const { resultIds } of planDetails(state, snapshot, this.settings)) {
			this.requests.details.push(...resultIds);
		}
	}

	private worldJob(id: string): WorldJob {
		const job = this.connections.flatMap(({ jobs }) => jobs).find((one) => one.id === id);
		if (!job) throw new Error(`No job ${id}`);
		return job;
	}
}

function listOf({ jobs, errors }: WorldConnection, kind: JobKind): JobList {
	const error = errors[kind];
	if (error) return error;
	return jobs
		.filter((job) => job.kind === kind && job.isListed)
		.map(({ id, name, isActive, frequencyHours, startHourUtc, recentResult, projectNames }) => ({
			id,
			name,
			isActive,
			frequencyHours,
			startHourUtc,
			recentResult,
			projectNames,
		}));
}

function jobsOf({ connections }: Snapshot): JobSnapshot[] {
	if (!Array.isArray(connections)) return [];
	return connections.flatMap(({ lists }) =>
		Object.values(lists).flatMap((list) => (Array.isArray(list) ? list : [])),
	);
}

/** The polls of a first job's life: time, changes, and the lines that each poll must emitted. */
export type Polls = Array<[time: string, changes: string, ...lines: string[]]>;

/** Plays the polls and compares what each emits. */
export function expectPolls(scenario: Scenario, polls: Polls): void {
	const played = polls.map(([time, changes]) => [time, changes, ...scenario.poll(time, changes)]);
	expect(played).toEqual(polls);
}
