import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import type { JobState } from '../../../../sandbox/state.cts';

/** Connection, kind and name tell a job: every update gives it another id. */
const kindNames = { server: 'serverSyncJob', user: 'userSyncJob' };

/** Of the job that an event of the history is about. */
export function jobKeyOf({ connectionId, jobKind, jobName }: HistoryEvent): string {
	return `${connectionId}/${jobKind && kindNames[jobKind]}/${jobName}`;
}

/** Of a job of the team. */
export function stateKeyOf({ connectionId, kind, settings }: JobState): string {
	return `${connectionId}/${kindNames[kind]}/${settings.name}`;
}

/** Of the job that an item of the trigger is about. */
export function itemKeyOf({
	connection_id,
	job_kind,
	job_name,
}: Pick<SyncItem, 'connection_id' | 'job_kind' | 'job_name'>): string {
	return `${connection_id}/${job_kind}/${job_name}`;
}
