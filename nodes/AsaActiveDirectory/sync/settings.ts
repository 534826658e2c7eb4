import type { JobKind } from '../asa/model/syncJob';

/** What the trigger can report, in the order in which one run's or one job's events are put out. */
export const eventNames = [
	'newResult',
	'syncFailed',
	'syncRecovered',
	'syncOverdue',
	'syncRunningLong',
	'syncStillFailing',
	'syncStopped',
	'connectionUnreadable',
] as const;

export type EventName = (typeof eventNames)[number];

/** Which jobs are watched; an empty list leaves nothing out. */
export interface Selection {
	/** Connection ids. */
	connections: readonly string[];
	jobKinds: readonly JobKind[];
	jobs: ReadonlyArray<{ connectionId: string; kind: JobKind; name: string }>;
}

/** What the user set in the trigger. */
export interface Settings {
	events: ReadonlySet<EventName>;
	selection: Selection;
	includeTestRuns: boolean;
	/** Failures in a row that open an incident. */
	failureThreshold: number;
	/** Words in a summary that mean failure. */
	failureWords: readonly string[];
	overdueGraceMinutes: number;
	runningLongMinutes: number;
	/** Hours between two reminders. */
	reminderHours: number;
	/** Whether what is wrong at the first poll is reported. */
	reportCurrentFailures: boolean;
}

/** Both kinds, in the order in which they are read and reported. */
export const allKinds: readonly JobKind[] = ['serverSyncJob', 'userSyncJob'];

/** The kinds of jobs that are watched. */
export function watchedKinds({ jobKinds }: Selection): JobKind[] {
	return allKinds.filter((kind) => jobKinds.length === 0 || jobKinds.includes(kind));
}

/** Whether a connection is watched. */
export function watchesConnection({ connections }: Selection, id: string): boolean {
	return connections.length === 0 || connections.includes(id);
}

/** The user's own words for failure, from a text in which commas separate them. */
export function readFailureWords(text: unknown): string[] {
	return String(text ?? '')
		.split(',')
		.map((word) => word.trim())
		.filter((word) => word !== '');
}
