import type { SyncItem } from '../../nodes/AsaActiveDirectory/monitor/output/items.ts';

/** "trigger syncFailed", "resolve success", "newResult success r0600", "syncStopped". */
export function lineOf(item: SyncItem): string {
	const { event, incident_action: action, closed_by, outcome, result_id } = item;
	if (event === 'newResult') return `newResult ${outcome} ${result_id}`;
	if (action === 'resolve') return `resolve ${closed_by ?? 'readable'}`;
	return action ? `${action} ${event}` : event;
}
