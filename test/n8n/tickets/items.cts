import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items';
import type { Item } from '../../../support/n8n/executionData.cts';

/** What the example reads of an item. */
export type TicketItem = Item &
	Pick<
		SyncItem,
		| 'event'
		| 'severity'
		| 'title'
		| 'text'
		| 'incident_key'
		| 'incident_action'
		| 'incident_opened_at'
		| 'closed_by'
		| 'already_resolved'
		| 'is_sample'
	>;

/** Every case has its own incidents. */
let incidents = 0;

/** The items of a new incident. */
export class Incident {
	readonly key = `asa-server-case-${++incidents}`;
	private openings = 0;

	/** @param title of all its items */
	constructor(private readonly title = 'Server sync job "Servers" failed') {}

	/** A trigger; each but the first is one after the incident was closed, or of another workflow. */
	opens(changes: Partial<TicketItem> = {}): TicketItem {
		this.openings++;
		return this.item({ event: 'syncFailed', incident_action: 'trigger', ...changes });
	}

	/** By default a reminder. */
	continues(changes: Partial<TicketItem> = {}): TicketItem {
		return this.item({ event: 'syncStillFailing', incident_action: 'update', ...changes });
	}

	/** By default by a success. */
	resolves(changes: Partial<TicketItem> = {}): TicketItem {
		const end = { event: 'syncRecovered', severity: 'info', closed_by: 'success' } as const;
		return this.item({ ...end, incident_action: 'resolve', ...changes });
	}

	private item(changes: Partial<TicketItem>): TicketItem {
		const { incident_action = null } = changes;
		return {
			event: 'syncFailed',
			severity: 'error',
			title: this.title,
			text: `${this.title}.\nAD connection "Corporate directory"\n${incident_action}`,
			incident_key: this.key,
			incident_action,
			incident_opened_at: `2026-11-0${Math.max(1, this.openings)}T00:00:00Z`,
			closed_by: null,
			already_resolved: false,
			is_sample: false,
			...changes,
		};
	}
}
