import type { AsaClient } from '../../asa/client';
import type { RequestInWords } from '../../asa/endpoints';
import { jobRequest } from '../../asa/jobs';
import type { Connection } from '../../asa/model/connection';
import { withDetails } from '../../asa/model/result';
import type { JobKind, SyncJob } from '../../asa/model/syncJob';
import { resultRequest } from '../../asa/results';
import type { Settings } from '../rules/types';
import { normalId } from '../../util/text';
import { parseTimeMs } from '../rules/values';
import { stateOfTeam, type State } from '../state/types';
import {
	planConnections,
	planDetails,
	planGateways,
	planResults,
	planServers,
	type DetailsPlan,
	type ResultsPlan,
} from './plan';
import { SnapshotRequests } from './requests';
import type { ConnectionSnapshot, JobList, JobSnapshot, ReadError, Snapshot } from './types';

/** A snapshot whose list of connections was read. */
type Readable = Snapshot & { connections: ConnectionSnapshot[] };

/** How to read, if not as the trigger does. */
export interface ReaderOptions {
	/** How many requests are under way at the same time. */
	concurrency: number;
	/** Which lists of results, details and gateways to read. */
	planResults: typeof planResults;
	planDetails: typeof planDetails;
	planGateways: typeof planGateways;
}

const defaultOptions: ReaderOptions = { concurrency: 8, planResults, planDetails, planGateways };

/**
 * Reads what one poll needs: 1 + 2 x connections requests, and what the rules plan beyond. What can't be read stands
 * in the snapshot with its reason; nothing is thrown.
 * Source: docs/guarantees.md, "Requests".
 *
 * @param state undefined at a first poll
 */
export async function readSnapshot(
	client: AsaClient,
	state: State | undefined,
	settings: Settings,
	options: ReaderOptions = defaultOptions,
): Promise<Snapshot> {
	const reader = new Reader(
		client,
		state,
		settings,
		new SnapshotRequests(client, options.concurrency),
	);
	const snapshot = await reader.readConnections();
	if (!isReadable(snapshot)) return snapshot;
	await reader.readJobs(snapshot);
	await reader.readResults(snapshot, options.planResults(state, snapshot, settings));
	if (planServers(state, snapshot, settings)) await reader.readServers(snapshot);
	await reader.readDetails(snapshot, options.planDetails(state, snapshot, settings));
	await reader.readGateways(snapshot, options.planGateways(state, snapshot, settings));
	return snapshot;
}

function isReadable(snapshot: Snapshot): snapshot is Readable {
	return Array.isArray(snapshot.connections);
}

class Reader {
	constructor(
		private readonly client: AsaClient,
		private readonly state: State | undefined,
		private readonly settings: Settings,
		private readonly requests: SnapshotRequests,
	) {}

	/** The list of connections, and those that are remembered and not in it. */
	async readConnections(): Promise<Snapshot> {
		const { value, error } = await this.requests.attempt(
			async () => await this.client.connections.list(),
		);
		const { team, apiTimeAt } = this.client;
		const hostMs = Date.now();
		const connections = value?.map(connectionSnapshot) ?? error ?? [];
		// A response that ASA may not have sent, such as a proxy's error page, has no time of ASA.
		const atMs = (value && apiTimeAt) ?? null;
		return { atMs, hostMs, team, connections, warnings: [] };
	}

	/** The lists of jobs of the watched connections. */
	async readJobs({ team, connections }: Readable): Promise<void> {
		const plan = planConnections(this.state, { team, listed: connections }, this.settings);
		const byId = new Map(connections.map((connection) => [connection.id, connection]));
		const known = stateOfTeam(this.state, team)?.connections;
		for (const id of plan.lookUp) {
			const { name = '', domain = '' } = known?.get(normalId(id)) ?? {};
			const connection = { id, name, domain, gatewayId: null, isDeleted: false, lists: {} };
			byId.set(id, connection);
			connections.push(connection);
		}
		await this.requests.forEach(
			plan.lookUp,
			async (id) => await this.lookUp(byId.get(id)!, plan.kinds),
		);
		const lists = [...plan.read, ...plan.lookUp].flatMap((id) =>
			plan.kinds.map((kind) => ({ connection: byId.get(id)!, kind })),
		);
		await this.requests.forEach(
			lists,
			async ({ connection, kind }) => await this.readList(connection, kind),
		);
	}

	/** Whether a connection that the list lacks is there. */
	private async lookUp(connection: ConnectionSnapshot, kinds: JobKind[]): Promise<void> {
		const { id } = connection;
		const { value, error } = await this.requests.attempt(async () => [
			await this.client.connections.find(id),
		]);
		if (error) connection.lists = Object.fromEntries(kinds.map((kind) => [kind, error]));
		if (!value) return;
		const [found] = value;
		connection.isDeleted = found === undefined;
		if (found) Object.assign(connection, { ...connectionSnapshot(found), id });
	}

	private async readList(connection: ConnectionSnapshot, kind: JobKind): Promise<void> {
		if (connection.isDeleted || connection.lists[kind]) return;
		const { id, lists } = connection;
		const { value, error } = await this.requests.attempt(
			async () => await this.client.jobs(kind).list(id),
		);
		const list: JobList | undefined = value?.map(jobSnapshot) ?? error;
		if (error?.isNotFound) {
			const exists = async () => (await this.client.connections.find(id)) !== undefined;
			const missing = await this.requests.checkPath(jobRequest(kind, 'list'), error, exists);
			// A connection that was just listed is not gone until a list lacks it: for now it cannot be read.
			lists[kind] = missing ?? error;
		} else if (list) {
			lists[kind] = list;
		}
	}

	/** The lists of results that the rules want. */
	async readResults(snapshot: Readable, plans: ResultsPlan[]): Promise<void> {
		const find = jobFinder(snapshot);
		await this.requests.forEach(
			plans,
			async ({ connectionId: connection, kind, jobId, sinceMs }) => {
				const ref = { connection, job: jobId };
				const reachesBack = (page: Array<{ created_at: string }>) =>
					sinceMs !== null && page.some(({ created_at }) => Date.parse(created_at) < sinceMs);
				const results = this.client.results(kind);
				const { value, error } = await this.requests.attempt(
					async () => await results.list(ref, { reachesBack }),
				);
				const job = find({ connectionId: connection, kind, jobId });
				job.results = value;
				job.resultsError = await this.requests.refusedPath(
					resultRequest(kind, 'list'),
					kind,
					ref,
					error,
				);
			},
		);
	}

	/** Adds details to results; if they can't be read, the log says why. */
	async readDetails(snapshot: Readable, plans: DetailsPlan[]): Promise<void> {
		const find = jobFinder(snapshot);
		const wanted = plans.flatMap((plan) => plan.resultIds.map((id) => ({ ...plan, id })));
		const warnings = new Set<string>();
		await this.requests.forEach(wanted, async ({ connectionId: connection, kind, jobId, id }) => {
			const ref = { connection, job: jobId };
			const request = resultRequest(kind, 'details');
			if (await this.requests.isMissing(request)) return;
			const { value, error } = await this.requests.attempt(async () => [
				await this.client.results(kind).details(ref, id),
			]);
			const refused = await this.requests.refusedPath(request, kind, ref, error);
			if (refused && !refused.isTransient) warnings.add(withoutDetails(refused));
			if (!value) return;
			const [details] = value;
			if (!details) warnings.add(oddDetails(request));
			const job = find({ connectionId: connection, kind, jobId });
			const all = job.results ?? (job.recentResult ? [job.recentResult] : []);
			job.results &&= all.map((one) => (one.id === id ? withDetails(one, details) : one));
			if (job.recentResult?.id === id) job.recentResult = withDetails(job.recentResult, details);
		});
		snapshot.warnings.push(...warnings);
	}

	/** The servers that Active Directory discovered. */
	async readServers(snapshot: Readable): Promise<void> {
		const { value, error } = await this.requests.attempt(
			async () => await this.client.adServers.list(),
		);
		if (error && !error.isTransient) snapshot.warnings.push(withoutServers(error));
		snapshot.adServers =
			value?.map(({ hostname, id, project_name, last_seen }) => ({
				hostname: hostname ?? id,
				projectName: project_name ?? '',
				lastSeenMs: last_seen === null ? null : parseTimeMs(last_seen),
			})) ?? null;
	}

	/** Names and states of the gateways. */
	async readGateways(snapshot: Readable, ids: string[]): Promise<void> {
		if (ids.length === 0) return;
		const { gateways } = this.client;
		const { value: listed, error } = await this.requests.attempt(async () => await gateways.list());
		if (error && !error.isTransient) snapshot.warnings.push(withoutGateways(error));
		const names = new Map(listed?.map(({ id, name }) => [normalId(id), name]));
		snapshot.gateways = [];
		await this.requests.forEach(ids, async (id) => {
			const { value, error: refused } = await this.requests.attempt(
				async () => await gateways.status(id),
			);
			if (refused && !refused.isTransient) snapshot.warnings.push(withoutGateways(refused));
			const name = names.get(normalId(id)) ?? id;
			snapshot.gateways?.push({ id, name, status: value?.status ?? null });
		});
	}
}

function connectionSnapshot({ id, name, domain, gateway_id }: Connection): ConnectionSnapshot {
	return { id, name, domain, gatewayId: gateway_id || null, isDeleted: false, lists: {} };
}

function jobSnapshot(job: SyncJob): JobSnapshot {
	const { id, name, is_active, frequency, start_hour_utc, recent_task_result: recent } = job;
	return {
		id,
		name,
		isActive: is_active,
		frequencyHours: frequency,
		startHourUtc: start_hour_utc,
		recentResult: recent?.id ? recent : null,
		projectNames: projectNamesOf(job),
	};
}

/** The projects that the rules of a server sync job assign servers to. */
function projectNamesOf({ rule_assignments: rules }: SyncJob): string[] {
	const named = (Array.isArray(rules) ? rules : []) as Array<{ project_name?: unknown }>;
	return named.flatMap(({ project_name: name }) => (typeof name === 'string' ? [name] : []));
}

/** Finds the jobs of a snapshot by what a plan says of them. */
function jobFinder({ connections }: Readable) {
	const keyOf = (...parts: string[]) => parts.map(normalId).join('\n');
	const jobs = new Map<string, JobSnapshot>();
	for (const { id, lists } of connections) {
		for (const [kind, list] of Object.entries(lists)) {
			if (Array.isArray(list)) for (const job of list) jobs.set(keyOf(id, kind, job.id), job);
		}
	}
	return ({ connectionId, kind, jobId }: Omit<ResultsPlan, 'sinceMs'>) =>
		jobs.get(keyOf(connectionId, kind, jobId))!;
}

function withoutDetails({ message, remedy }: ReadError): string {
	return `The details of failed runs could not be read: ${message}. ${remedy ?? ''}`.trim();
}

function oddDetails({ what }: RequestInWords): string {
	return `${what}: the response does not contain the details of the result. Items are sent without them.`;
}

function withoutServers({ message, remedy }: ReadError): string {
	return `Servers at Risk cannot be checked: ${message}. ${remedy ?? ''}`.trim();
}

function withoutGateways({ message, remedy }: ReadError): string {
	return `The gateway of an incident could not be read: ${message}. ${remedy ?? ''}`.trim();
}
