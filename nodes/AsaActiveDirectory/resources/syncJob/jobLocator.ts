import type { JobKind, SyncJob } from '../../api/jobKinds';
import type { Item } from '../item';

/**
 * The ID of the job that the Job parameter points to. By ID needs no request; From List and By Name look the
 * name up among the connection's jobs (From List stores an ID where names repeat).
 *
 * @throws NodeOperationError where no job or several have the name
 */
export async function findJobId(item: Item, kind: JobKind, connection: string): Promise<string> {
	const id = await findJobIdIfThere(item, kind, connection);
	if (id !== undefined) return id;
	const { value } = item.locator('job', 'Job');
	throw item.error(
		`"Job" is "${value}", but the connection has no ${kind.label.toLowerCase()} of that name`,
		'Pick the job from the list again, and check "Connection"',
	);
}

/**
 * As `findJobId`, for operations that can do without the job.
 *
 * @returns undefined where no job has the name; an ID given By ID is taken as it is
 */
export async function findJobIdIfThere(
	item: Item,
	kind: JobKind,
	connection: string,
): Promise<string | undefined> {
	const { mode, value } = item.locator('job', 'Job');
	if (mode === 'id') return value;
	const jobs = await item.jobs.all(kind, connection);
	const byId = mode === 'list' ? jobs.find((job) => job.id === value) : undefined;
	return byId?.id ?? onlyJobNamed(item, jobs, value)?.id;
}

function onlyJobNamed(item: Item, jobs: SyncJob[], name: string): SyncJob | undefined {
	const matches = jobsNamed(jobs, name);
	if (matches.length <= 1) return matches[0];
	throw item.error(
		`"Job" is "${name}", and ${matches.length} jobs have that name: ${matches.map(({ id }) => id).join(', ')}`,
		'Enter one of these IDs under "Job" with By ID',
	);
}

/** The jobs of a name; spaces around it don't count, as they don't in a parameter. */
export function jobsNamed(jobs: SyncJob[], name: string): SyncJob[] {
	return jobs.filter((job) => job.name.trim() === name);
}
