import type { AsaClient } from './client';
import type { JobKind } from './jobKinds';
import type { PathParameters } from './path';
import { createdMs, readDetails, withDetails, type TaskResult } from './taskResult';
import { isSameId, type Wire } from './wire';

/** Which results of a job are wanted; all of them where nothing is said. */
interface ResultsWanted {
	/** How many at most: the newest. */
	limit?: number;
	keep?: (result: TaskResult) => boolean;
	/** Whether a page reaches back as far as is needed; asked only while the pages run from new to old. */
	reachesBack?: (page: TaskResult[]) => boolean;
}

/**
 * Reads the results of a job (endpoints 13 and 24), newest first whatever order the API uses: `descending` is
 * documented for lists in general, not for this one. Pages that run from new to old are read no further than
 * needed, others to their end.
 * Source: docs/api-contract.md, "Behaviour that shapes the product".
 *
 * @throws NodeApiError as `AsaClient.list` does
 */
export async function listResults(
	client: AsaClient,
	kind: JobKind,
	job: PathParameters,
	{ limit = Infinity, keep = () => true, reachesBack = () => false }: ResultsWanted = {},
): Promise<TaskResult[]> {
	const times: number[] = [];
	let newest: TaskResult[] = [];
	for await (const { items } of client.pages(kind.endpoints.results, job, { descending: true })) {
		const page = items.map(kind.readResult);
		times.push(...page.map(createdMs));
		newest = newestOf([...newest, ...page.filter(keep)], limit);
		if (isFalling(times) && (newest.length >= limit || reachesBack(page))) break;
	}
	return newest;
}

/** Whether times run from new to old. Times that are all the same don't tell. */
function isFalling(times: number[]): boolean {
	const neverRises = times.every((time, index) => index === 0 || time <= times[index - 1]);
	return neverRises && times[0] > times[times.length - 1];
}

function newestOf(results: TaskResult[], limit: number): TaskResult[] {
	return results.sort((a, b) => createdMs(b) - createdMs(a)).slice(0, limit);
}

/** A result with its details, if they could be read. */
interface DetailedResult {
	/** Undefined where neither endpoint knows the result. */
	result: TaskResult | undefined;
	/** Whether the details endpoint answered something that isn't about this result. */
	isOdd: boolean;
}

/**
 * Reads one result with its details (endpoints 14 and 25). Where they are the summary alone, the list of results
 * says the rest. Source: docs/api-contract.md, "Endpoints".
 *
 * @throws NodeApiError as `AsaClient.send` does
 */
export async function fetchResult(
	client: AsaClient,
	kind: JobKind,
	job: PathParameters,
	id: string,
): Promise<DetailedResult> {
	const { body } = await client.send(kind.endpoints.result, { ...job, result: id });
	const details = readDetails(body, id);
	if (details?.isWhole) return { result: { ...kind.readResult(body as Wire), id }, isOdd: false };
	const keep = (result: TaskResult) => isSameId(result.id, id);
	const [listed] = await listResults(client, kind, job, { limit: 1, keep });
	return { result: listed && withDetails(listed, details), isOdd: details === undefined };
}
