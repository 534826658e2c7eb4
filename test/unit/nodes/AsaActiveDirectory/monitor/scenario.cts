import type { JobKind } from '../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { check, type CheckResult } from '../../../../../nodes/AsaActiveDirectory/monitor/index';
import {
	itemOf,
	type SyncItem,
} from '../../../../../nodes/AsaActiveDirectory/monitor/output/items';
import type { Settings } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
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
import { settings } from './settings.cts';
import { WorldConnection, type WorldJob } from './team.cts';
import { at } from './times.cts';

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
