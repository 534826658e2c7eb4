import type { EndpointName } from '../../api/endpoints';
import { differingFields, type JobBody } from '../../api/jobBody';
import type { JobKind } from '../../api/jobKinds';
import type { ScheduleBody } from '../../api/schedule';

/** One request that changes a job. */
export interface Call {
	endpoint: EndpointName;
	body?: object;
	/** Whether it replaces the whole job, which changes its ID. */
	replaces: boolean;
}

const scheduleFields = ['frequency', 'start_hour_utc'];

/**
 * The lightest requests that turn a job into another; none where nothing differs. Schedule and state have
 * calls of their own, which keep the job's ID; all else takes a PUT. A schedule call would switch an inactive
 * server job on, and no call but that one switches it on, so there it is a PUT as well.
 * Source: docs/api-contract.md, "Endpoints" (9, 11, 12, 19, 21, 22).
 */
export function lightestCalls(kind: JobKind, before: JobBody, after: JobBody): Call[] {
	const differing = differingFields(before, after);
	if (differing.length === 0) return [];
	const isOnlyRhythm = differing.every((name) => [...scheduleFields, 'is_active'].includes(name));
	const isLight = kind.name === 'userSyncJob' || before.is_active;
	if (!isOnlyRhythm || !isLight) {
		return [{ endpoint: kind.endpoints.update, body: after, replaces: true }];
	}
	const calls: Call[] = [];
	if (differing.some((name) => scheduleFields.includes(name))) {
		calls.push({ endpoint: kind.endpoints.schedule, body: scheduleOf(after), replaces: false });
	}
	if (differing.includes('is_active')) calls.push(stateCall(kind, after));
	return calls;
}

function scheduleOf({ frequency, start_hour_utc }: JobBody): Partial<ScheduleBody> {
	return start_hour_utc === undefined ? { frequency } : { frequency, start_hour_utc };
}

function stateCall(kind: JobKind, { is_active }: JobBody): Call {
	return kind.name === 'userSyncJob'
		? { endpoint: 'setUserSyncJobState', body: { is_active }, replaces: false }
		: { endpoint: 'deactivateServerSyncJob', replaces: false };
}
