import type { AsaClient } from '../asa/client';
import type { Connection } from '../asa/model/connection';
import type { JobKind, SyncJob } from '../asa/model/syncJob';
import { mapConcurrent } from '../util/mapConcurrent';
import type { Observation, ObservedConnection } from '../sync/observation';
import { watchedKinds, watchesConnection } from '../sync/settings';
import { listJobs } from './jobLists';
import { addDetails, readHistory } from './results';
import { Watch, type ObserveOptions, type WatchedJob } from './watch';

/**
 * Reads the sync jobs of all chosen connections, and of their results what the plan asks for: 1 + 2 x connections
 * requests with both kinds of jobs, however many jobs there are, more where lists have more than one page, and
 * what is planned. What can't be read of one connection doesn't stop the others.
 *
 * @throws NodeApiError where nothing could be read, with `failure`, unless `keepsTrouble` says otherwise
 */
export async function observe(client: AsaClient, options: ObserveOptions): Promise<Observation> {
	const watch = new Watch(client, options);
	const { connections, now } = await readConnections(watch);
	const jobs = await readJobs(watch, connections, now);
	if (watch.failure) throw watch.failure;
	await readMore(watch, jobs);
	for (const watched of jobs) keepJob(watched);
	return {
		now,
		connections: connections.filter(({ id }) => !watch.deleted.has(id)),
		missingPaths: watch.missingPaths,
	};
}

/** The chosen connections, and the API's time when the first page of them was answered. */
async function readConnections({ client, options }: Watch) {
	const listed = await client.connections.list();
	const connections = listed
		.filter(({ id }) => watchesConnection(options.selection, id))
		.map(unreadConnection);
	return { connections, now: client.apiTimeAt ?? Date.now() };
}

function unreadConnection({ id, name, domain }: Connection): ObservedConnection {
	return { id, name, domain, jobs: {}, trouble: null };
}

/** Reads the lists of jobs, each one request where it has one page. */
async function readJobs(
	watch: Watch,
	connections: ObservedConnection[],
	now: number,
): Promise<WatchedJob[]> {
	const { selection, concurrency, plan } = watch.options;
	const kinds = watchedKinds(selection);
	const lists = connections.flatMap((connection) => kinds.map((kind) => ({ connection, kind })));
	const readList = async ({ connection, kind }: (typeof lists)[number]) => {
		const listed = await watch.attempt(connection, async () => {
			const found = await listJobs(watch, connection, kind);
			if (!found) watch.deleted.add(connection.id);
			return chosenJobs(watch, connection.id, kind, found ?? []);
		});
		if (!listed) return [];
		connection.jobs[kind] = [];
		const plans = plan(connection.id, kind, listed, now);
		return listed.map((job, index) => watchedJob(connection, kind, job, plans[index]));
	};
	return (await mapConcurrent(lists, readList, { limit: concurrency })).flat();
}

function chosenJobs(
	{ options }: Watch,
	connectionId: string,
	kind: JobKind,
	jobs: SyncJob[],
): SyncJob[] {
	const chosen = options.selection.jobs;
	if (chosen.length === 0) return jobs;
	const names = chosen
		.filter((job) => job.connectionId === connectionId && job.kind === kind)
		.map(({ name }) => name);
	return jobs.filter(({ name }) => names.includes(name));
}

function watchedJob(
	connection: ObservedConnection,
	kind: JobKind,
	job: SyncJob,
	plan: WatchedJob['plan'],
): WatchedJob {
	const results = job.recent_task_result ? [job.recent_task_result] : [];
	const history = plan.needsHistory ? 'not read' : 'not needed';
	return { connection, kind, job, plan, results, history };
}

/** Reads results and details of the jobs that need it. */
async function readMore(watch: Watch, jobs: WatchedJob[]): Promise<void> {
	const isWanted = ({ plan, results }: WatchedJob) =>
		plan.needsHistory || plan.detailed(results).length > 0;
	const readOne = async (watched: WatchedJob) => {
		await watch.attempt(watched.connection, async () => {
			if (watched.plan.needsHistory) await readHistory(watch, watched);
			await addDetails(watch, watched);
		});
	};
	await mapConcurrent(jobs.filter(isWanted), readOne, { limit: watch.options.concurrency });
}

/** Puts a job into its connection, in the order of the list. */
function keepJob({ connection, kind, job, results, history }: WatchedJob): void {
	const { id, name, is_active, frequency, start_hour_utc } = job;
	const observed = { id, name, is_active, frequency, start_hour_utc, results, history };
	connection.jobs[kind]?.push(observed);
}
