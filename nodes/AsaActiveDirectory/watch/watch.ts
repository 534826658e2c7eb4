import type { AsaClient } from '../asa/client';
import { endpointOf, pathCorrection, type EndpointName } from '../asa/endpoints';
import { isCredentialError } from '../asa/http/errors';
import type { JobKind, SyncJob } from '../asa/model/syncJob';
import type { TaskResult } from '../asa/model/result';
import type { ObservedConnection } from '../sync/observation';
import type { JobPlan } from '../sync/plan';
import type { Selection } from '../sync/settings';

/** The paths that an observation can do without. */
export const paths: Record<JobKind, Record<'list' | 'results' | 'result', EndpointName>> = {
	serverSyncJob: {
		list: 'listServerSyncJobs',
		results: 'listServerSyncResults',
		result: 'getServerSyncResult',
	},
	userSyncJob: {
		list: 'listUserSyncJobs',
		results: 'listUserSyncResults',
		result: 'getUserSyncResult',
	},
};

/** What to observe, and how. */
export interface ObserveOptions {
	selection: Selection;
	/** How many requests are under way at the same time. */
	concurrency: number;
	/**
	 * Whether trouble of every connection is part of the observation where it passes by itself, rather than
	 * thrown: for a caller who counts it.
	 */
	keepsTrouble?: boolean;
	/**
	 * Plans what is read of each job of a list beyond the list itself.
	 *
	 * @param now the API's time, in milliseconds since 1970 UTC
	 */
	plan: (connectionId: string, kind: JobKind, jobs: SyncJob[], now: number) => JobPlan[];
}

/** A job that was read, with what is still to be read of it. */
export interface WatchedJob {
	connection: ObservedConnection;
	kind: JobKind;
	job: SyncJob;
	plan: JobPlan;
	results: TaskResult[];
	history: 'not needed' | 'read' | 'no path' | 'not read';
}

/** What one observation has come to so far. */
export class Watch {
	/** Paths that are missing or refused for objects that exist, with the status that they answer. */
	readonly missing = new Map<EndpointName, string>();

	/** What the log should say beside the paths. */
	readonly notes = new Set<string>();

	/** Ids of connections that were deleted while they were being read. */
	readonly deleted = new Set<string>();

	private readonly errors: Error[] = [];

	private hasRead = false;

	constructor(
		readonly client: AsaClient,
		readonly options: ObserveOptions,
	) {}

	/**
	 * Does work for a connection. Where it fails, the connection is in trouble and the others go on; once the
	 * credential is refused before anything was read, or the API takes no more requests, nothing more is sent.
	 *
	 * @returns undefined where it failed
	 */
	async attempt<Result>(
		connection: ObservedConnection,
		work: () => Promise<Result>,
	): Promise<Result | undefined> {
		const refusal = this.errors.find((error) => this.endsAll(error));
		try {
			if (refusal) throw refusal;
			const result = await work();
			this.hasRead = true;
			return result;
		} catch (error) {
			this.errors.push(error as Error);
			connection.trouble ??= (error as Error).message;
			return undefined;
		}
	}

	/**
	 * The error that best says why nothing could be read; undefined where something could, or where the caller
	 * counts the trouble.
	 */
	get failure(): Error | undefined {
		if (this.hasRead) return undefined;
		return (
			this.errors.find((error) => isCredentialError(error)) ??
			this.errors.find((error) => causeOf(error) !== 'temporarily-unavailable') ??
			(this.options.keepsTrouble ? undefined : this.errors[0])
		);
	}

	/** What the log should say of paths that are missing or refused, and of answers that can't be used. */
	get missingPaths(): string[] {
		const paths = [...this.missing].map(([name, status]) => {
			const endpoint = endpointOf(name);
			const { what, path, certainty } = endpoint;
			return `${what}: ${path} (${certainty}) answers ${status}, so the trigger goes on without it. ${pathCorrection(endpoint)}`;
		});
		return [...paths, ...this.notes];
	}

	private endsAll(error: Error): boolean {
		if (isCredentialError(error)) return !this.hasRead;
		return causeOf(error) === 'rate-limited';
	}
}

function causeOf(error: Error): string | undefined {
	return 'failure' in error ? (error.failure as { cause?: string } | undefined)?.cause : undefined;
}
