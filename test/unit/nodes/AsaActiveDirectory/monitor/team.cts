import type { JobKind } from '../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import type {
	ServerTaskResult,
	TaskResult,
	UserTaskResult,
} from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import type { ReadError } from '../../../../../nodes/AsaActiveDirectory/monitor/snapshot/types';
import { at, iso, minute } from './times.cts';

export const unavailable: ReadError = {
	message: 'Okta returned a server error (503)',
	isTransient: true,
	isNotFound: false,
	remedy: null,
};

export const forbidden: ReadError = {
	message: 'The service user lacks the role access_admin',
	isTransient: false,
	isNotFound: false,
	remedy: null,
};

export const notFound: ReadError = {
	message: 'Not found (404)',
	isTransient: false,
	isNotFound: true,
	remedy: "Enter the right path under 'Path Corrections'",
};

/** What results of both kinds have in common. */
function taskResult(id: string, startMs: number) {
	return {
		id,
		task_state: 'done',
		status: { summary: null, detailed_summary: null },
		created_at: iso(startMs),
		updated_at: iso(startMs + minute),
	};
}

/** A result of a server sync job. */
export function serverResult(
	id: string,
	startMs: number,
	changes: Partial<ServerTaskResult> = {},
): ServerTaskResult {
	return {
		...taskResult(id, startMs),
		ad_task_settings_id: '',
		ad_task_settings_name: '',
		ad_test_request_id: null,
		rules_summary_status: null,
		...changes,
	};
}

/** A result of a user sync job. */
export function userResult(
	id: string,
	startMs: number,
	changes: Partial<UserTaskResult> = {},
): UserTaskResult {
	return {
		...taskResult(id, startMs),
		ad_user_sync_task_settings_id: '',
		ad_user_sync_task_settings_name: '',
		ad_user_sync_test_request_id: null,
		...changes,
	};
}

/** A job of the simulated team. */
export class WorldJob {
	isActive = true;
	isListed = true;
	frequencyHours: number | null = 1;
	startHourUtc: number | null = null;
	results: TaskResult[] = [];
	/** Overrides the newest result. */
	recent: TaskResult | null | undefined;
	resultsError: ReadError | undefined;
	projectNames: string[] = [];

	constructor(
		public name: string,
		readonly kind: JobKind = 'serverSyncJob',
		public id = `id-${name}`,
	) {}

	/** Adds or changes the run of that start: "done 06:00", "error 06:00-06:05", "test done 06:00". */
	run(words: string): this {
		const match = /^(test )?(.*?) ?((?:d\d+ )?\d+:\d\d)(?:-((?:d\d+ )?\d+:\d\d))?$/.exec(
			words.trim(),
		);
		if (!match) throw new Error(`Not a run: ${words}`);
		const [, test, state, start, end] = match;
		const id = `r${start.replace(/[ :]/g, '')}`;
		const times = { updated_at: iso(end ? at(end) : at(start) + minute) };
		const testId = test ? `test-${id}` : null;
		const result =
			this.kind === 'serverSyncJob'
				? serverResult(id, at(start), { ...times, task_state: state, ad_test_request_id: testId })
				: userResult(id, at(start), {
						...times,
						task_state: state,
						ad_user_sync_test_request_id: testId,
					});
		return this.put(result);
	}

	put(result: TaskResult): this {
		this.results = [...this.results.filter(({ id }) => id !== result.id), result];
		return this;
	}

	lose(start: string): this {
		this.results = this.results.filter(({ id }) => id !== `r${start.replace(/[ :]/g, '')}`);
		return this;
	}

	get recentResult(): TaskResult | null {
		if (this.recent !== undefined) return this.recent;
		const newest = [...this.results].sort((a, b) => a.created_at.localeCompare(b.created_at));
		return newest[newest.length - 1] ?? null;
	}
}

/** A connection of the simulated team. */
export class WorldConnection {
	domain = 'corp.example.com';
	gatewayId: string | null = 'gateway-1';
	isListed = true;
	isDeleted = false;
	/** Why a GET fails while it is missing from the list. */
	lookUpError: ReadError | null = null;
	jobs: WorldJob[] = [];
	errors: Partial<Record<JobKind, ReadError>> = {};
	/** Kinds that the poll doesn't get to. */
	unread: JobKind[] = [];

	constructor(
		public name: string,
		readonly id = `id-${name}`,
	) {}

	job(name: string, kind: JobKind = 'serverSyncJob'): WorldJob {
		const job = new WorldJob(name, kind);
		this.jobs.push(job);
		return job;
	}

	fail(error: ReadError | null): void {
		this.errors = error ? { serverSyncJob: error, userSyncJob: error } : {};
	}
}
