import type { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { differingFields, mergeBody, type JobBody, type JobChanges } from '../../api/jobBody';
import type { SyncJob } from '../../api/jobKinds';
import { hasId } from '../../api/wire';
import { afterwards } from '../afterwards';
import type { Item } from '../item';
import type { JobForm } from './jobForm';
import { lightestCalls, type Call } from './lightestCalls';
import type { ResultPlace } from './resultOutput';

/** A job after an update. */
export interface UpdatedJob {
	job: SyncJob;
	previousId: string;
	/** Whether anything was sent. */
	isChanged: boolean;
}

/** Which job of which connection. */
export type JobPlace = ResultPlace;

/**
 * Reads a job, changes what the user set, and sends the lightest calls that do it.
 *
 * @param replaceLists whether rules and mappings take the place of those that are there, rather than join them
 */
export async function applyChanges(
	item: Item,
	form: JobForm,
	place: JobPlace,
	changes: JobChanges,
	replaceLists: boolean,
): Promise<UpdatedJob> {
	const { kind } = form;
	const wire = await item.client.sendForObject(kind.endpoints.get, { ...place });
	const before = kind.readBody(wire);
	const wanted = replaceLists ? changes : form.addToLists(item, before, changes);
	const after = mergeBody(before, wanted);
	const calls = lightestCalls(kind, before, after);
	const unchanged = { job: kind.readJob(wire), previousId: place.job, isChanged: false };
	if (calls.length === 0) return unchanged;
	checkSchedule(item, after);
	if (calls[0].replaces) {
		checkReadable(item, form, kind.unreadableFields(wire));
		return { ...unchanged, job: await sendWhole(item, form, place, after), isChanged: true };
	}
	await sendLight(item, place, calls).finally(() => item.jobs.forget(place.connection));
	return { ...unchanged, job: { ...unchanged.job, ...rhythmOf(after) }, isChanged: true };
}

/** Sends a job's schedule, its state, or one after the other. */
async function sendLight(item: Item, place: JobPlace, [first, second]: Call[]): Promise<void> {
	const send = async ({ endpoint, body }: Call) =>
		await item.client.send(endpoint, { ...place }, { body });
	await send(first);
	if (!second) return;
	await send(second).catch((error: NodeApiError | NodeOperationError) => {
		throw afterwards(
			item,
			error,
			`The schedule was already changed when the state failed: ${error.message}`,
			error.description ?? 'Run this again: the schedule is not sent a second time',
		);
	});
}

function rhythmOf({ is_active, frequency, start_hour_utc }: JobBody) {
	return { is_active, frequency: frequency ?? null, start_hour_utc: start_hour_utc ?? null };
}

/** A job that has no schedule can't be active. Source: docs/api-contract.md, "User sync job". */
function checkSchedule(item: Item, { is_active, frequency }: JobBody): void {
	if (!is_active || frequency !== undefined) return;
	throw item.error(
		'"Active" is on, but the job has no schedule',
		'Set "Schedule" as well: an active job needs one',
	);
}

/** What can't be read can't be sent back: the PUT would lose it. */
function checkReadable(item: Item, { kind }: JobForm, fields: string[]): void {
	if (fields.length === 0) return;
	throw item.error(
		`${kind.label} was not updated: what ASA answers for ${fields.join(', ')} can't be read in full, and an update would lose it`,
		'Switch on "Send Only What Is Set" in Options and set every field, or update the job in Okta',
	);
}

/**
 * Endpoints 9 and 19: replaces a job. ASA deletes it and creates it again under a new ID, which the answer tells
 * (200) or doesn't (204); it is then found by its name.
 */
export async function sendWhole(
	item: Item,
	{ kind }: JobForm,
	place: JobPlace,
	body: JobBody,
): Promise<SyncJob> {
	const answer = await item.client.send(kind.endpoints.update, { ...place }, { body });
	item.jobs.forget(place.connection);
	if (hasId(answer.body)) return kind.readJob(answer.body);
	const jobs = await item.jobs
		.all(kind, place.connection)
		.catch((error: NodeApiError | NodeOperationError) => {
			throw afterwards(
				item,
				error,
				`The job was updated, but its new ID could not be read: ${error.message}`,
				'Look at the jobs of the connection with Get Many before you run this again',
			);
		});
	return findRenewed(item, jobs, place.job, body, (job) => kind.readBody({ ...job }));
}

function findRenewed(
	item: Item,
	jobs: SyncJob[],
	previousId: string,
	body: JobBody,
	readBody: (job: SyncJob) => JobBody,
): SyncJob {
	const named = jobs.filter(({ name }) => name === body.name);
	const kept = named.find(({ id }) => id === previousId);
	if (kept) return kept;
	const equal = named.filter((job) => differingFields(readBody(job), body).length === 0);
	if (named.length === 1) return named[0];
	if (equal.length === 1) return equal[0];
	throw item.error(
		`The job was updated, but ${named.length} jobs are named "${body.name}" now, so its new ID can't be told`,
		'Look at the jobs of the connection with Get Many, and give each its own name',
	);
}
