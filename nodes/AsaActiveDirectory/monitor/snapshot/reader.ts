import { NodeApiError } from 'n8n-workflow';
import type { AsaClient } from '../../asa/client';
import { endpointOf, pathCorrection, type EndpointName } from '../../asa/endpoints';
import { isCredentialError, isNotFound, isOutOfTime, isTransient } from '../../asa/http/errors';
import type { Connection } from '../../asa/model/connection';
import { withDetails } from '../../asa/model/result';
import type { JobKind, SyncJob } from '../../asa/model/syncJob';
import { mapConcurrent } from '../../util/mapConcurrent';
import type { Settings } from '../rules/types';
import { normalId } from '../rules/values';
import { stateOfTeam, type State } from '../state/types';
import {
	planConnections,
	planDetails,
	planGateways,
	planResults,
	type DetailsPlan,
	type ResultsPlan,
} from './plan';
import type { ConnectionSnapshot, JobList, JobSnapshot, ReadError, Snapshot } from './types';

/** What is read, by the endpoint that may be missing. */
const endpointNames: Record<JobKind, Record<'jobs' | 'results' | 'details', EndpointName>> = {
	serverSyncJob: {
		jobs: 'listServerSyncJobs',
		results: 'listServerSyncResults',
		details: 'getServerSyncResult',
	},
	userSyncJob: {
		jobs: 'listUserSyncJobs',
		results: 'listUserSyncResults',
		details: 'getUserSyncResult',
	},
};

/** What came of a request; neither value nor error where it wasn't sent because time was up. */
interface Answer<Value> {
	value?: Value;
	error?: ReadError;
}

/** A snapshot whose list of connections was read. */
type Readable = Snapshot & { connections: ConnectionSnapshot[] };

/** How to read, if not as the trigger does. */
export interface ReaderOptions {
	/** How many requests are under way at the same time. */
	concurrency: number;
	/** The lists of results to read. */
	plan: typeof planResults;
	/** Whether to read the details of failed runs, and the gateways of the incidents that open. */
	hasDetails: boolean;
}

const defaultOptions: ReaderOptions = { concurrency: 8, plan: planResults, hasDetails: true };

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
	{ concurrency, plan, hasDetails }: ReaderOptions = defaultOptions,
): Promise<Snapshot> {
	const reader = new Reader(client, state, settings, concurrency);
	const snapshot = await reader.readConnections();
	if (!isReadable(snapshot)) return snapshot;
	await reader.readJobs(snapshot);
	await reader.readResults(snapshot, plan(state, snapshot, settings));
	if (hasDetails) {
		await reader.readDetails(snapshot, planDetails(state, snapshot, settings));
		await reader.readGateways(snapshot, planGateways(state, snapshot, settings));
	}
	return snapshot;
}

function isReadable(snapshot: Snapshot): snapshot is Readable {
	return Array.isArray(snapshot.connections);
}

/** Why something could not be read, as the rules take it. */
export function readErrorOf(error: Error): ReadError {
	const isPassing = isTransient(error);
	const { description } = error as NodeApiError;
	return {
		message: error.message,
		isTransient: isPassing,
		isNotFound: isNotFound(error),
		remedy: isPassing ? null : (description ?? null),
	};
}

class Reader {
	/** Stands for all that is still to be read: the token is refused, or the API takes no more requests. */
	private ending?: ReadError;

	/** For each path that answered 404: whether the object exists, so that it is the path that doesn't. */
	private readonly missingPaths = new Map<EndpointName, Promise<boolean>>();

	constructor(
		private readonly client: AsaClient,
		private readonly state: State | undefined,
		private readonly settings: Settings,
		private readonly concurrency: number,
	) {}

	/** The list of connections, and those that are remembered and not in it. */
	async readConnections(): Promise<Snapshot> {
		const { value, error } = await this.attempt(async () => await this.client.connections.list());
		const { team, apiTimeAt } = this.client;
		const hostMs = Date.now();
		const connections = value?.map(connectionSnapshot) ?? error ?? [];
		return { atMs: apiTimeAt ?? hostMs, hostMs, team, connections, warnings: [] };
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
		await this.forEach(plan.lookUp, async (id) => await this.lookUp(byId.get(id)!, plan.kinds));
		const lists = [...plan.read, ...plan.lookUp].flatMap((id) =>
			plan.kinds.map((kind) => ({ connection: byId.get(id)!, kind })),
		);
		await this.forEach(
			lists,
			async ({ connection, kind }) => await this.readList(connection, kind),
		);
	}

	/** Whether a connection that the list lacks is there. */
	private async lookUp(connection: ConnectionSnapshot, kinds: JobKind[]): Promise<void> {
		const { id } = connection;
		const { value, error } = await this.attempt(async () => [
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
		const { value, error } = await this.attempt(async () => await this.client.jobs(kind).list(id));
		const list: JobList | undefined = value?.map(jobSnapshot) ?? error;
		if (error?.isNotFound) {
			const exists = async () => {
				connection.isDeleted = (await this.client.connections.find(id)) === undefined;
				return !connection.isDeleted;
			};
			const missing = await this.checkPath(endpointNames[kind].jobs, error, exists);
			if (missing) lists[kind] = missing;
		} else if (list) {
			lists[kind] = list;
		}
	}

	/** The lists of results that the rules want. */
	async readResults(snapshot: Readable, plans: ResultsPlan[]): Promise<void> {
		const find = jobFinder(snapshot);
		await this.forEach(plans, async ({ connectionId: connection, kind, jobId, sinceMs }) => {
			const ref = { connection, job: jobId };
			const reachesBack = (page: Array<{ created_at: string }>) =>
				sinceMs !== null && page.some(({ created_at }) => Date.parse(created_at) < sinceMs);
			const results = this.client.results(kind);
			const { value, error } = await this.attempt(
				async () => await results.list(ref, { reachesBack }),
			);
			const job = find({ connectionId: connection, kind, jobId });
			job.results = value;
			job.resultsError = await this.refusedPath(endpointNames[kind].results, kind, ref, error);
		});
	}

	/** Adds details to results; where they can't be had, the log says why. */
	async readDetails(snapshot: Readable, plans: DetailsPlan[]): Promise<void> {
		const find = jobFinder(snapshot);
		const wanted = plans.flatMap((plan) => plan.resultIds.map((id) => ({ ...plan, id })));
		const warnings = new Set<string>();
		await this.forEach(wanted, async ({ connectionId: connection, kind, jobId, id }) => {
			const ref = { connection, job: jobId };
			const name = endpointNames[kind].details;
			if (await this.missingPaths.get(name)) return;
			const { value, error } = await this.attempt(async () => [
				await this.client.results(kind).details(ref, id),
			]);
			const refused = await this.refusedPath(name, kind, ref, error);
			if (refused && !refused.isTransient) warnings.add(withoutDetails(refused));
			if (!value) return;
			const [details] = value;
			if (!details) warnings.add(oddDetails(name));
			const job = find({ connectionId: connection, kind, jobId });
			const all = job.results ?? (job.recentResult ? [job.recentResult] : []);
			job.results &&= all.map((one) => (one.id === id ? withDetails(one, details) : one));
			if (job.recentResult?.id === id) job.recentResult = withDetails(job.recentResult, details);
		});
		snapshot.warnings.push(...warnings);
	}

	/** Names and states of the gateways. */
	async readGateways(snapshot: Readable, ids: string[]): Promise<void> {
		if (ids.length === 0) return;
		const { gateways } = this.client;
		const { value: listed, error } = await this.attempt(async () => await gateways.list());
		if (error && !error.isTransient) snapshot.warnings.push(withoutGateways(error));
		const names = new Map(listed?.map(({ id, name }) => [normalId(id), name]));
		snapshot.gateways = [];
		await this.forEach(ids, async (id) => {
			const { value, error: refused } = await this.attempt(async () => await gateways.status(id));
			if (refused && !refused.isTransient) snapshot.warnings.push(withoutGateways(refused));
			const name = names.get(normalId(id)) ?? id;
			snapshot.gateways?.push({ id, name, status: value?.status ?? null });
		});
	}

	/** The error of a path where it answers 404 for a job that exists; undefined where the job is gone meanwhile. */
	private async refusedPath(
		name: EndpointName,
		kind: JobKind,
		ref: { connection: string; job: string },
		error: ReadError | undefined,
	): Promise<ReadError | undefined> {
		if (!error?.isNotFound) return error;
		const exists = async () =>
			await this.client
				.jobs(kind)
				.get(ref)
				.then(() => true);
		return await this.checkPath(name, error, exists);
	}

	/**
	 * Whether a path is what answers 404, rather than an object that was deleted while it was being read.
	 *
	 * @param exists whether the object is there; it may throw a 404
	 * @returns the error with its remedy, or undefined where the object is gone
	 */
	private async checkPath(
		name: EndpointName,
		error: ReadError,
		exists: () => Promise<boolean>,
	): Promise<ReadError | undefined> {
		const check = async () =>
			(await this.attempt(async () => [await exists()])).value?.[0] === true;
		const known = this.missingPaths.get(name);
		// Set before anything is awaited, so that requests under way at the same time don't all check.
		const own = known && (await known) ? known : check();
		if (!known) this.missingPaths.set(name, own);
		return (await own) ? { ...error, remedy: `${pathCorrection(endpointOf(name))}.` } : undefined;
	}

	/** One request; once the token is refused, or the API takes no more, nothing is sent. */
	private async attempt<Value>(request: () => Promise<Value>): Promise<Answer<Value>> {
		if (this.ending) return { error: this.ending };
		try {
			return { value: await request() };
		} catch (thrown) {
			if (isOutOfTime(thrown)) return {};
			const error = readErrorOf(thrown as Error);
			if (endsReading(thrown)) this.ending = error;
			return { error };
		}
	}

	private async forEach<Entry>(
		entries: readonly Entry[],
		work: (entry: Entry) => Promise<void>,
	): Promise<void> {
		await mapConcurrent(entries, work, {
			limit: this.concurrency,
			authConfirmed: this.client.authConfirmed,
		});
	}
}

/** Whether no other request will fare better. */
function endsReading(error: unknown): boolean {
	const cause = error instanceof NodeApiError ? error.failure?.cause : undefined;
	return isCredentialError(error) || cause === 'rate-limited' || cause === 'quota-exhausted';
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
	};
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

function oddDetails(name: EndpointName): string {
	return `${endpointOf(name).what}: the answer does not hold the details of the result. Items go out without them.`;
}

function withoutGateways({ message, remedy }: ReadError): string {
	return `The gateway of an incident could not be read: ${message}. ${remedy ?? ''}`.trim();
}
