import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items';

/** An item of an incident, as much of it as examples read. */
export function incidentItem(
	incident_key: string,
	incident_action: 'trigger' | 'update' | 'resolve',
	text: string,
	changes: Partial<SyncItem> = {},
): Partial<SyncItem> {
	const events = { trigger: 'syncFailed', update: 'syncStillFailing', resolve: 'syncRecovered' };
	const isOver = incident_action === 'resolve';
	return {
		event: events[incident_action] as SyncItem['event'],
		title: `${incident_key}: ${text}`,
		text,
		severity: isOver ? 'info' : 'error',
		severity_raised: false,
		cause: 'failed',
		causes: ['failed'],
		incident_key,
		incident_action,
		incident_opened_at: '2026-11-01T00:00:00Z',
		already_resolved: false,
		closed_by: isOver ? 'success' : null,
		team: 'example',
		job_name: 'Servers',
		connection_name: 'Corp',
		domain: 'corp.example',
		access_ends_at: null,
		is_sample: false,
		...changes,
	};
}
