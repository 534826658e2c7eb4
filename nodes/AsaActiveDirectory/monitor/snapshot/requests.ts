import { NodeApiError } from 'n8n-workflow';
import type { AsaClient } from '../../asa/client';
import type { RequestInWords } from '../../asa/endpoints';
import { isCredentialError, isNotFound, isOutOfTime, isTransient } from '../../asa/http/errors';
import type { JobKind } from '../../asa/model/syncJob';
import { mapConcurrent } from '../../util/mapConcurrent';
import type { ReadError } from './types';

/** The outcome of a request; neither value nor error if it wasn't sent because the time was up. */
interface Outcome<Value> {
	value?: Value;
	error?: ReadError;
}

/** Why something could not be read, as the rules take it. */
export function readErrorOf(error: Error): ReadError {
	const transient = isTransient(error);
	const { description } = error as NodeApiError;
	return {
		message: error.message,
		isTransient: transient,
		isNotFound: isNotFound(error),
		remedy: transient ? null : (description ?? null),
	};
}

/** The requests of one snapshot. An error is an outcome like any other; once no request can succeed, none is sent. */
export class SnapshotRequests {
	/** Stands for all that is still to be read: the token is refused, or the API takes no more requests. */
	private ending?: ReadError;

	/** For each request that answered 404: whether the object exists, so that it is the path that doesn't. */
	private readonly missingPaths = new Map<string, Promise<boolean>>();

	/** @param concurrency how many requests are under way at the same time */
	constructor(
		private readonly client: AsaClient,
		private readonly concurrency: number,
	) {}

	/**
	 * Whether a path is what answers 404, rather than an object that was deleted while it was being read.
	 *
	 * @param exists whether the object is there; it may throw a 404
	 * @returns the error with its remedy, or undefined if the object is gone
	 */
	async checkPath(
		request: RequestInWords,
		error: ReadError,
		exists: () => Promise<boolean>,
	): Promise<ReadError | undefined> {
		const check = async () =>
			(await this.attempt(async () => [await exists()])).value?.[0] === true;
		const known = this.missingPaths.get(request.what);
		// Set before anything is awaited, so that requests under way at the same time don't all check.
		const own = known && (await known) ? known : check();
		if (!known) this.missingPaths.set(request.what, own);
		return (await own) ? { ...error, remedy: `${request.correction}.` } : undefined;
	}

	/** Whether a request answered 404 for an object that exists. */
	async isMissing({ what }: RequestInWords): Promise<boolean> {
		return (await this.missingPaths.get(what)) ?? false;
	}

	/** One request; once the token is refused, or the API takes no more, nothing is sent. */
	async attempt<Value>(request: () => Promise<Value>): Promise<Outcome<Value>> {
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

	/** As `mapConcurrent`, with as many requests under way as this snapshot may have. */
	async forEach<Entry>(
		entries: readonly Entry[],
		work: (entry: Entry) => Promise<void>,
	): Promise<void> {
		await mapConcurrent(entries, work, {
			limit: this.concurrency,
			authConfirmed: this.client.authConfirmed,
		});
	}

	/** The error of a path that answers 404 for a job that exists; undefined if the job is gone in the meantime. */
	async refusedPath(
		request: RequestInWords,
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
		return await this.checkPath(request, error, exists);
	}
}

/** Whether no other request will fare better. */
function endsReading(error: unknown): boolean {
	const cause = error instanceof NodeApiError ? error.failure?.cause : undefined;
	return isCredentialError(error) || cause === 'rate-limited' || cause === 'quota-exhausted';
}
