import { asNodeError, isObjectMissing } from '../../asa/http/errors';
import type { JobRef } from '../../asa/results';
import type { Item } from '../../operation/item';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { failIfMissingOption } from '../../operation/sharedOptions';
import { findJob, findJobIfThere, forgetJobs, readJobLocator, type JobLocator } from './job/lookup';
import type { KindOfJob } from './kinds/kind';

/**
 * Endpoints 10 and 20: deletes a sync job. A name or ID that no job has counts as deleted, but not in a connection
 * that isn't there: its ID may be a slip.
 */
export function deleteJob(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Delete',
			value: 'delete',
			action: `Delete ${kind.label}`,
			description: `Delete a ${kind.label} with its results`,
		},
		fields: [connectionField, jobField],
		options: [failIfMissingOption],
		read(item) {
			const choice = readJobLocator(item);
			const failIfMissing = item.option(failIfMissingOption);
			return {
				serializeBy: choice.connection,
				async run() {
					if (failIfMissing) {
						await item.client.jobs(kind.kind).delete(await findJob(item, kind, choice));
					} else await deleteIfThere(item, kind, choice);
					forgetJobs(item, choice.connection);
					return { deleted: true };
				},
			};
		},
	};
}

async function deleteIfThere(item: Item, kind: KindOfJob, choice: JobLocator): Promise<void> {
	const ref = await findOrCheckConnection(item, kind, choice);
	if (!ref || (await tryDelete(item, kind, ref))) return;
	await checkConnection(item, ref.connection);
	// An update since the list was read may have given the job of that name another ID.
	forgetJobs(item, ref.connection);
	const renewed = await findJobIfThere(item, kind, choice);
	if (renewed && renewed.job !== ref.job) await item.client.jobs(kind.kind).delete(renewed);
}

/** The job if it is there. If there is no list to look in, the connection tells more. */
async function findOrCheckConnection(
	item: Item,
	kind: KindOfJob,
	choice: JobLocator,
): Promise<JobRef | undefined> {
	try {
		return await findJobIfThere(item, kind, choice);
	} catch (error) {
		if (!isObjectMissing(error)) throw asNodeError(error);
		if ((await checkConnection(item, choice.connection)) === 'deleted') return undefined;
		throw asNodeError(error);
	}
}

/** @returns whether there was a job to delete */
async function tryDelete(item: Item, { kind }: KindOfJob, ref: JobRef): Promise<boolean> {
	try {
		await item.client.jobs(kind).delete(ref);
		return true;
	} catch (error) {
		if (isObjectMissing(error)) return false;
		throw asNodeError(error);
	}
}

/**
 * Whether the connection exists or ASA says that it was deleted.
 *
 * @throws NodeOperationError naming Connection if ASA knows none of that ID
 */
async function checkConnection(item: Item, id: string): Promise<'exists' | 'deleted'> {
	const state = await item.client.connections.state(id);
	if (state !== 'unknown') return state;
	throw item.error(
		`"Connection" is "${id}", but the team has no AD connection of that ID`,
		'Pick the connection from the list again; where it was deleted, its jobs are gone with it',
	);
}
