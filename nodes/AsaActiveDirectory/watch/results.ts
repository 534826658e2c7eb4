import type { EndpointName } from '../api/endpoints';
import { jobKinds } from '../api/jobKinds';
import { isNotFound } from '../api/errors';
import type { PathParameters } from '../api/path';
import type { TaskResult } from '../api/taskResult';
import { found } from './found';
import type { Watch, WatchedJob } from './watch';

/**
 * Reads the results of a job, newest first, as far back as its plan says, and keeps them in the job. Where the
 * assumed path isn't there, the recent result is all there is.
 */
export async function readHistory(watch: Watch, watched: WatchedJob): Promise<void> {
	const { connection, kind, job } = watched;
	const { endpoints } = jobKinds[kind];
	if (watch.missing.has(endpoints.results)) {
		watched.history = 'no path';
		return;
	}
	const place = { connection: connection.id, job: job.id };
	const isRead = await found(readPages(watch, watched, place));
	const isPathMissing =
		!isRead && (await isMissing(watch, endpoints.results, endpoints.get, place));
	if (isRead || isPathMissing) watched.history = isRead ? 'read' : 'no path';
}

async function readPages(watch: Watch, watched: WatchedJob, place: PathParameters): Promise<true> {
	const { endpoints, readResult } = jobKinds[watched.kind];
	const pages = watch.client.pages(endpoints.results, place, { descending: true });
	for await (const { items } of pages) {
		const results = items.map(readResult);
		for (const result of results) addResult(watched.results, result);
		if (watched.plan.reachesBack(results)) break;
	}
	return true;
}

/** A result that was listed is newer than the same one read with its job. */
function addResult(results: TaskResult[], result: TaskResult): void {
	const index = results.findIndex(({ id }) => id === result.id);
	if (index < 0) results.push(result);
	else results[index] = result;
}

/**
 * Reads the details of the newly failed runs of a job. They are an addition: where they can't be had, the
 * results say what they say without them.
 */
export async function readDetails(watch: Watch, watched: WatchedJob): Promise<void> {
	const { connection, kind, job, results, plan } = watched;
	const { endpoints, readResult } = jobKinds[kind];
	const place = { connection: connection.id, job: job.id };
	for (const { id } of plan.detailed(results)) {
		if (watch.missing.has(endpoints.result)) return;
		const request = watch.client.sendForObject(endpoints.result, { ...place, result: id });
		const [answer] = await Promise.allSettled([request]);
		if (answer.status === 'fulfilled') addResult(results, { ...readResult(answer.value), id });
		else if (isNotFound(answer.reason))
			await isMissing(watch, endpoints.result, endpoints.get, place);
	}
}

/**
 * Whether a path that answered 404 isn't there at all, rather than the job: jobs are deleted, and created anew
 * under another id by each update, while they are being read. It is remembered for this observation.
 */
async function isMissing(
	watch: Watch,
	path: EndpointName,
	getJob: EndpointName,
	place: PathParameters,
): Promise<boolean> {
	const job = await found(watch.client.sendForObject(getJob, place));
	if (job) watch.missing.add(path);
	return job !== undefined;
}
