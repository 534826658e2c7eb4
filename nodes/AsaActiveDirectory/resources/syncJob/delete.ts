import { asNodeError, catchNotFound, isObjectMissing } from '../../asa/http/errors';
import type { JobRef } from '../../asa/results';
import type { Item } from '../../operation/item';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { isSameId } from '../../util/text';
import { deletedOutput, ignoreMissingOption } from '../../operation/sharedOptions';
import { findJob, findJobIfThere, forgetJobs, readJobLocator, type JobLocator } from './job/lookup';
import type { KindOfJob } from './kinds/kind';

/**
 * Endpoints 10 and 20: deletes a sync job. A name or ID that no job has is an error: every update gives a job a new
 * ID, so that a job whose old ID is unknown may still run.
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
		options: [ignoreMissingOption],
		read(item) {
			const locator = readJobLocator(item);
			const ignoreMissing = item.option(ignoreMissingOption);
			return {
				serializeBy: locator.connection.value,
				async run() {
					const wasThere = ignoreMissing
						? await deleteIfThere(item, kind, locator)
						: await deleteOrFail(item, kind, locator);
					return deletedOutput(wasThere);
				},
			};
		},
	};
}

async function deleteOne(item: Item, { kind }: KindOfJob, ref: JobRef): Promise<true> {
	await item.client.jobs(kind).delete(ref);
	forgetJobs(item, ref.connection);
	return true;
}

async function deleteOrFail(item: Item, kind: KindOfJob, locator: JobLocator): Promise<true> {
	const ref = await findJob(item, kind, locator);
	try {
		return await deleteOne(item, kind, ref);
	} catch (error) {
		if (isObjectMissing(error) && (await deleteRenewed(item, kind, locator, ref))) return true;
		throw asNodeError(error);
	}
}

/** @returns whether there was a job to delete */
async function deleteIfThere(item: Item, kind: KindOfJob, locator: JobLocator): Promise<boolean> {
	const ref = await findOrCheckConnection(item, kind, locator);
	if (!ref) return false;
	if (await catchNotFound(deleteOne(item, kind, ref))) return true;
	await checkConnection(item, ref.connection);
	return await deleteRenewed(item, kind, locator, ref);
}

/**
 * Deletes the job of that name again: an update since the list was read may have given it another ID.
 *
 * @param ref what there was no longer
 * @returns whether there was such a job
 */
async function deleteRenewed(
	item: Item,
	kind: KindOfJob,
	locator: JobLocator,
	ref: JobRef,
): Promise<boolean> {
	forgetJobs(item, ref.connection);
	const renewed = await findJobIfThere(item, kind, locator);
	if (!renewed || isSameId(renewed.job, ref.job)) return false;
	return await deleteOne(item, kind, renewed);
}

/** The job if it is there. If there is no list to look in, the connection tells more. */
async function findOrCheckConnection(
	item: Item,
	kind: KindOfJob,
	locator: JobLocator,
): Promise<JobRef | undefined> {
	try {
		return await findJobIfThere(item, kind, locator);
	} catch (error) {
		if (!isObjectMissing(error)) throw asNodeError(error);
		if ((await checkConnection(item, locator.connection.value)) === 'deleted') return undefined;
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
		`'Connection' is "${id}", but the team has no AD connection with this ID`,
		'Choose the connection from the list again. If it was deleted, its jobs were deleted too.',
	);
}
