import type { Values } from '../../../asa/model/model';
import { jobModels, type SyncJob } from '../../../asa/model/syncJob';
import type { KindOfJob } from '../kinds/kind';

/** One request that changes a job. `replace` sends the whole of it, which changes its ID. */
export type UpdateRequest = 'replace' | 'schedule' | 'state';

const scheduleFields = ['frequency', 'start_hour_utc'];

/**
 * The lightest requests that turn a job into another; none if nothing differs. Schedule and state have requests of
 * their own, which keep the job's ID; all else takes a PUT. A schedule request would switch an inactive server job on,
 * and no request but that one switches it on, so there it is a PUT as well.
 * Source: docs/api-contract.md, "Endpoints" (9, 11, 12, 19, 21, 22).
 */
export function planUpdateRequests(
	{ kind, scheduleActivates }: KindOfJob,
	before: SyncJob,
	after: Values,
): UpdateRequest[] {
	const differing = jobModels[kind].differences(before, after);
	if (differing.length === 0) return [];
	const isLight = differing.every((name) => [...scheduleFields, 'is_active'].includes(name));
	if (!isLight || (scheduleActivates && !before.is_active)) return ['replace'];
	const requests: UpdateRequest[] = [];
	if (differing.some((name) => scheduleFields.includes(name))) requests.push('schedule');
	if (differing.includes('is_active')) requests.push('state');
	return requests;
}
