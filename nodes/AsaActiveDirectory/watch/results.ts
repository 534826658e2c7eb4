import { endpointOf, type EndpointName } from '../asa/endpoints';
import { catchNotFound, isNotFound } from '../asa/http/errors';
import { withDetails, type TaskResult } from '../asa/model/result';
import type { JobRef } from '../asa/results';
import { isRefusal } from './found';
import { paths, type Watch, type WatchedJob } from './watch';

/**
 * Reads the results of a job, as far back as its plan says, and keeps them in the job. Where their path isn't
 * there or is refused, the recent result is all there is.
 *
 * @throws NodeApiError where they can't be read for now
 */
export async function readHistory(watch: Watch, watched: WatchedJob): Promise<void> {
	const { connection, kind, job } = watched;
	const path = paths[kind].results;
	if (watch.missing.has(path)) {
		watched.history = 'no path';
		return;
	}
	const place = { connection: connection.id, job: job.id };
	const [answer] = await Promise.allSettled([readPages(watch, watched, place)]);
	if (answer.status === 'fulfilled') watched.history = 'read';
	else if (await isMissing(watch, watched, path, place, answer.reason)) watched.history = 'no path';
	else if (!isRefusal(answer.reason)) throw answer.reason;
}

async function readPages(watch: Watch, watched: WatchedJob, place: JobRef): Promise<void> {
	const { reachesBack } = watched.plan;
	const results = await watch.client.results(watched.kind).list(place, { reachesBack });
	for (const result of results) addResult(watched.results, result);
}

/** A result that was listed is newer than the same one read with its job. */
function addResult(results: TaskResult[], result: TaskResult): void {
	const index = results.findIndex(({ id }) => id === result.id);
	if (index < 0) results.push(result);
	else results[index] = result;
}

/**
 * Reads the details of the newly failed runs of a job. They add to the results and replace nothing in them: where
 * they can't be had, the results say what they say without them.
 */
export async function addDetails(watch: Watch, watched: WatchedJob): Promise<void> {
	const { connection, kind, job, results, plan } = watched;
	const path = paths[kind].result;
	const place = { connection: connection.id, job: job.id };
	for (const result of plan.detailed(results)) {
		if (watch.missing.has(path)) return;
		const request = watch.client.results(kind).details(place, result.id);
		const [answer] = await Promise.allSettled([request]);
		if (answer.status === 'rejected') await isMissing(watch, watched, path, place, answer.reason);
		else if (answer.value) addResult(results, withDetails(result, answer.value));
		else watch.notes.add(oddDetails(path));
	}
}

function oddDetails(name: EndpointName): string {
	return `${endpointOf(name).what}: the answer does not hold the details of the result, so the trigger goes on without them`;
}

/**
 * Whether a path is missing or refused for good, rather than the job gone: jobs are deleted, and created anew
 * under another id by each update, while they are being read. It is remembered for this observation.
 *
 * @param error what the path was answered with
 */
async function isMissing(
	watch: Watch,
	{ kind }: WatchedJob,
	path: EndpointName,
	place: JobRef,
	error: unknown,
): Promise<boolean> {
	if (!isRefusal(error)) return false;
	const job = await catchNotFound(watch.client.jobs(kind).get(place), isNotFound);
	if (job) watch.missing.set(path, error.httpCode ?? '');
	return job !== undefined;
}
