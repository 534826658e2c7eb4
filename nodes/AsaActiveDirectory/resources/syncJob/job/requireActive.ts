import { asNodeError } from '../../../asa/http/errors';
import type { JobKind, SyncJob } from '../../../asa/model/syncJob';
import type { JobRef } from '../../../asa/results';
import type { Item } from '../../../operation/item';
import type { KindOfJob } from '../kinds/kind';

/**
 * The job after a request that switches it on: that such a request does so isn't certain.
 *
 * @throws NodeOperationError if it is still off, or can't be read
 */
export async function requireActive(
	item: Item,
	{ kind, activationRemedy }: KindOfJob,
	ref: JobRef,
): Promise<SyncJob> {
	const job = await readAgain(item, kind, ref);
	if (job.is_active) return job;
	throw item.error(
		`ASA accepted the request, but the job "${job.name}" is still inactive`,
		activationRemedy,
	);
}

async function readAgain(item: Item, kind: JobKind, ref: JobRef): Promise<SyncJob> {
	try {
		return await item.client.jobs(kind).get(ref);
	} catch (error) {
		const nodeError = asNodeError(error);
		throw item.partialWriteError(
			nodeError,
			`The request to activate the job was sent, but the job could not be read afterwards: ${nodeError.message}`,
			'Check with Get whether the job is active before you run this again',
		);
	}
}
