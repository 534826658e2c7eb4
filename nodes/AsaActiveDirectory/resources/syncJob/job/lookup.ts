import type { SyncJob } from '../../../asa/model/syncJob';
import type { JobRef } from '../../../asa/results';
import type { Item, Locator } from '../../../operation/item';
import {
	connectionField,
	findConnection,
	findLocated,
	jobField,
} from '../../../operation/locators';
import { normalId } from '../../../util/text';
import type { KindOfJob } from '../kinds/kind';

/** What the parameters Connection and Job say. */
export interface JobLocator {
	connection: Locator;
	job: Locator;
}

/** @throws NodeOperationError if one of the two isn't chosen */
export function readJobLocator(item: Item): JobLocator {
	return { connection: item.locator(connectionField), job: item.locator(jobField) };
}

/**
 * The job that was chosen. By ID needs no request; From List and By Name look the name up among the connection's jobs
 * (From List stores an ID where names repeat).
 *
 * @throws NodeOperationError if no job or several have the name
 */
export async function findJob(item: Item, kind: KindOfJob, locator: JobLocator): Promise<JobRef> {
	const ref = await findJobIfThere(item, kind, locator);
	if (ref) return ref;
	throw item.error(
		`'Job' is "${locator.job.value}", but the connection has no ${kind.label} of that name`,
		"Choose the job from the list again, and check 'Connection'",
	);
}

/**
 * As `findJob`, for operations that can do without the job.
 *
 * @returns undefined if no job has the name; an ID given By ID is taken as it is
 */
export async function findJobIfThere(
	item: Item,
	kind: KindOfJob,
	locator: JobLocator,
): Promise<JobRef | undefined> {
	const connection = await findConnection(item, locator.connection);
	const { mode, value } = locator.job;
	if (mode === 'id') return { connection, job: value };
	const found = findLocated(await listJobs(item, kind, connection), locator.job);
	const job = onlyOne(item, found, value, 'Job');
	return job && { connection, job: job.id };
}

/**
 * The job of a name; spaces around it don't count, as they don't in a parameter.
 *
 * @throws NodeOperationError listing the IDs if several have it
 */
export function onlyJobNamed(item: Item, jobs: SyncJob[], name: string): SyncJob | undefined {
	return onlyOne(item, findLocated(jobs, { mode: 'name', value: name }), name, 'Name');
}

/** @param label the parameter that holds the name */
function onlyOne(
	item: Item,
	found: SyncJob[],
	name: string,
	label: 'Job' | 'Name',
): SyncJob | undefined {
	if (found.length <= 1) return found[0];
	throw item.error(
		`'${label}' is "${name}", and ${found.length} jobs have this name: ${found.map(({ id }) => id).join(', ')}`,
		label === 'Job'
			? "Enter one of these IDs under 'Job' with By ID"
			: 'Use the operation Update with the ID of the one you mean',
	);
}

/** The jobs of a connection, read once in a run however many items look for one by its name. */
export async function listJobs(
	item: Item,
	{ kind }: KindOfJob,
	connection: string,
): Promise<SyncJob[]> {
	const read = async () => await item.client.jobs(kind).list(connection);
	return await item.cache.get(`${normalId(connection)}\n${kind}`, read);
}

/** What was read of a connection no longer holds: a job of it was written. */
export function forgetJobs(item: Item, connection: string): void {
	item.cache.forget(`${normalId(connection)}\n`);
}
