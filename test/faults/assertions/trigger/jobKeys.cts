import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import type { JobState } from '../../../../sandbox/state.cts';

/** Connection, kind and name identify a job, as every update changes its id. */
const kindNames = { server: 'serverSyncJob', user: 'userSyncJob' };

/** Key of the job of a history event. */
export function jobKeyOf({ connectionId, jobKind, jobName }: HistoryEvent): string {
	return `${connectionId}/${jobKind && kindNames[jobKind]}/${jobName}`;
}

/** Key of a job of the team. */
export function stateKeyOf({ connectionId, kind, settings }: JobState): string {
	return `${connectionId}/${kindNames[kind]}/${settings.name}`;
}

/** Key of the job of an item. */
export function itemKeyOf({
	connection_id,
	job_kind,
	job_name,
}: Pick<SyncItem, 'connection_id' | 'job_kind' | 'job_name'>): string {
	return `${connection_id}/${job_kind}/${job_name}`;
}
