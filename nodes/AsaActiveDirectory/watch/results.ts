import { endpointOf, type EndpointName } from '../api/endpoints';
import { jobKinds } from '../api/jobKinds';
import type { PathParameters } from '../api/path';
import { listResults } from '../api/results';
import { readDetails, withDetails, type TaskResult } from '../api/taskResult';
import { found, isRefusal } from './found';
import type { Watch, WatchedJob } from './watch';

/**
 * Reads the results of a job, as far back as its plan says, and keeps them in the job. Where their path isn't
 * there or is refused, the recent result is all there is.
 *
 * @throws NodeApiError where they can't be read for now
 */
export async function readHistory(watch: Watch, watched: WatchedJob): Promise<void> {
	const { connection, kind, job } = watched;
	const { endpoints } = jobKinds[kind];
	if (watch.missing.has(endpoints.results)) {
		watched.history = 'no path';
		return;
	}
	const place = { connection: connection.id, job: job.id };
	const [answer] = await Promise.allSettled([readPages(watch, watched, place)]);
	if (answer.status === 'fulfilled') watched.history = 'read';
	else if (await isMissing(watch, endpoints.results, endpoints.get, place, answer.reason))
		watched.history = 'no path';
	else if (!isRefusal(answer.reason)) throw answer.reason;
}

async function readPages(watch: Watch, watched: WatchedJob, place: PathParameters): Promise<void> {
	const { reachesBack } = watched.plan;
	const results = await listResults(watch.client, jobKinds[watched.kind], place, { reachesBack });
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
	const { endpoints } = jobKinds[kind];
	const place = { connection: connection.id, job: job.id };
	for (const result of plan.detailed(results)) {
		if (watch.missing.has(endpoints.result)) return;
		const request = watch.client.send(endpoints.result, { ...place, result: result.id });
		const [answer] = await Promise.allSettled([request]);
		if (answer.status === 'rejected') {
			await isMissing(watch, endpoints.result, endpoints.get, place, answer.reason);
			continue;
		}
		const details = readDetails(answer.value.body, result.id);
		if (details) addResult(results, withDetails(result, details));
		else watch.notes.add(oddDetails(endpoints.result));
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
	path: EndpointName,
	getJob: EndpointName,
	place: PathParameters,
	error: unknown,
): Promise<boolean> {
	if (!isRefusal(error)) return false;
	const job = await found(watch.client.sendForObject(getJob, place));
	if (job) watch.missing.set(path, error.httpCode ?? '');
	return job !== undefined;
}
