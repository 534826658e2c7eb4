import { requestInWords, type EndpointName, type RequestInWords } from './endpoints';
import type { Requests } from './http/requests';
import { isSameId } from '../util/text';
import { type JsonObject } from './model/json';
import {
	createdAt,
	readDetails,
	readResult,
	withDetails,
	type ResultDetails,
	type TaskResult,
} from './model/result';
import type { JobKind } from './model/syncJob';

/** A job of a connection, by their ids. */
export interface JobRef {
	connection: string;
	job: string;
}

/** Which results of a job are wanted; all of them if nothing is said. */
export interface ResultsWanted {
	/** How many at most: the newest. */
	limit?: number;
	keep?: (result: TaskResult) => boolean;
	/** Whether a page reaches back as far as is needed; asked only while the pages run from new to old. */
	reachesBack?: (page: TaskResult[]) => boolean;
}

/** A result with its details, as far as they could be read. */
export interface DetailedResult {
	/** Undefined if neither endpoint knows the result. */
	result: TaskResult | undefined;
	/** Whether the details endpoint answered something that isn't about this result. */
	isOdd: boolean;
}

const endpointNames: Record<JobKind, { list: EndpointName; details: EndpointName }> = {
	serverSyncJob: { list: 'listServerSyncResults', details: 'getServerSyncResult' },
	userSyncJob: { list: 'listUserSyncResults', details: 'getUserSyncResult' },
};

/** A request of the results of a kind of jobs, in words. */
export function resultRequest(kind: JobKind, verb: 'list' | 'details'): RequestInWords {
	return requestInWords(endpointNames[kind][verb]);
}

/** The results of the sync jobs of one kind. */
export class Results {
	constructor(
		private readonly requests: Requests,
		private readonly kind: JobKind,
	) {}

	/**
	 * Reads the results of a job (endpoints 13 and 24), newest first whatever order the API uses: `descending` is
	 * documented for lists in general, not for this one. Pages that run from new to old are read no further than
	 * needed, others to their end.
	 * Source: docs/api-contract.md, "Behaviour that shapes the product".
	 *
	 * @throws NodeApiError
	 */
	async list(
		job: JobRef,
		{ limit = Infinity, keep = () => true, reachesBack = () => false }: ResultsWanted = {},
	): Promise<TaskResult[]> {
		const times: number[] = [];
		let newest: TaskResult[] = [];
		const name = endpointNames[this.kind].list;
		for await (const entries of this.requests.pages(name, { ...job }, { descending: true })) {
			const page = entries.map((json) => readResult(this.kind, json));
			times.push(...page.map(createdAt));
			newest.push(...page.filter(keep));
			// Sorting at each page what nothing is left out of would take longer than the requests.
			if (newest.length > limit) newest = newestOf(newest, limit);
			if (isFalling(times) && (newest.length >= limit || reachesBack(page))) break;
		}
		return newestOf(newest, limit);
	}

	/**
	 * Reads what endpoints 14 and 25 add to a result.
	 *
	 * @returns undefined if they answer something that isn't about this result
	 * @throws NodeApiError
	 */
	async details(job: JobRef, id: string): Promise<ResultDetails | undefined> {
		return readDetails(await this.readBody(job, id), id);
	}

	/**
	 * Reads one result with its details. If they are the summary alone, the list of results says the rest.
	 * Source: docs/api-contract.md, "Endpoints".
	 *
	 * @throws NodeApiError
	 */
	async get(job: JobRef, id: string): Promise<DetailedResult> {
		const body = await this.readBody(job, id);
		const details = readDetails(body, id);
		if (details?.isWhole) {
			return { result: { ...readResult(this.kind, body as JsonObject), id }, isOdd: false };
		}
		const keep = (result: TaskResult) => isSameId(result.id, id);
		const [listed] = await this.list(job, { limit: 1, keep });
		return { result: listed && withDetails(listed, details), isOdd: details === undefined };
	}

	private async readBody(job: JobRef, id: string): Promise<unknown> {
		const name = endpointNames[this.kind].details;
		return (await this.requests.send(name, { ...job, result: id })).body;
	}
}

/** Whether times run from new to old. Times that are all the same don't tell. */
function isFalling(times: number[]): boolean {
	const neverRises = times.every((time, index) => index === 0 || time <= times[index - 1]);
	return neverRises && times[0] > times[times.length - 1];
}

function newestOf(results: TaskResult[], limit: number): TaskResult[] {
	return results.sort((a, b) => createdAt(b) - createdAt(a)).slice(0, limit);
}
