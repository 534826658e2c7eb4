import { asNodeError } from '../../../asa/http/errors';
import type { JobKind, SyncJob } from '../../../asa/model/syncJob';
import type { JobRef } from '../../../asa/results';
import type { Item } from '../../../operation/item';
import type { KindOfJob } from '../kinds/kind';

/** No lighter request is left; the whole of an active job isn't sent where its state alone changes. */
const deactivationRemedy =
	"Use the operation Update with 'Active' off and all other fields set, and turn on 'Send Only What Is Set' in Options. It gives the job a new ID.";

/**
 * The job after a request that switches it on or off: that such a request does so isn't certain.
 *
 * @throws NodeOperationError if it isn't so, or can't be read
 */
export async function requireState(
	item: Item,
	{ kind, activationRemedy }: KindOfJob,
	ref: JobRef,
	isActive: boolean,
): Promise<SyncJob> {
	const job = await readAgain(item, kind, ref, isActive ? 'activate' : 'deactivate');
	if (job.is_active === isActive) return job;
	throw item.error(
		`ASA accepted the request, but the job "${job.name}" is still ${isActive ? 'inactive' : 'active'}`,
		isActive ? activationRemedy : deactivationRemedy,
	);
}

async function readAgain(item: Item, kind: JobKind, ref: JobRef, done: string): Promise<SyncJob> {
	try {
		return await item.client.jobs(kind).get(ref);
	} catch (error) {
		const nodeError = asNodeError(error);
		throw item.partialWriteError(
			nodeError,
			`The request to ${done} the job was sent, but the job could not be read afterwards: ${nodeError.message}`,
			'Check with Get whether the job is active before you run this again',
		);
	}
}
