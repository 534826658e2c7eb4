import type { PathParameters } from '../../api/path';
import type { Item } from '../item';

/** Endpoint 22: switches a user sync job on or off. */
export async function sendState(item: Item, job: PathParameters, isActive: boolean): Promise<void> {
	await item.client.send('setUserSyncJobState', job, { body: { is_active: isActive } });
}
