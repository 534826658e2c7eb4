import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { readsOf, wasNotRead } from './reads.cts';
import { itemKeyOf } from './jobKeys.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/** Items whose fields don't match their event, or whose data could not be read at their poll. */
export function wrongItems(evidence: TriggerEvidence): string[] {
	return evidence.polls.flatMap((poll) => {
		const wrong = poll.items.flatMap((item) => [
			...wrongFields(item),
			...wrongAlreadyResolved(poll, item),
		]);
		const withoutRead = poll.items.filter((item) => isWithoutRead(item, poll, evidence));
		return [
			...wrong,
			...withoutRead.map(({ event, title }) => `reported without being read: ${event} ${title}`),
		];
	});
}

const keyPattern = /^[A-Za-z0-9-]{1,64}$/;

/** Compares an item with the expected fields. Other causes are wrong, as all runs are on time and short. */
function wrongFields(item: SyncItem): string[] {
	const expected: Record<string, unknown[]> = expectedFields(item);
	const wrong = Object.entries(expected).filter(
		([field, values]) => !values.includes(item[field as keyof SyncItem]),
	);
	const fields = wrong.map(([field]) => `${field} is ${String(item[field as keyof SyncItem])}`);
	const { incident_key, incident_action, causes, cause, title, text } = item;
	const key = incident_key ?? '';
	if (incident_action && !keyPattern.test(key)) fields.push(`incident_key is ${key}`);
	if (cause && !causes?.includes(cause)) fields.push(`causes lack ${cause}`);
	if (title.length === 0 || title.includes('\n')) fields.push('title is not one line');
	if (text.length === 0) fields.push('text is empty');
	return fields.map((field) => `${item.event} "${title}": ${field}`);
}

/** Allowed values of each field. */
function expectedFields({ event, outcome, incident_action, job_name }: SyncItem) {
	const without = { incident_key: [null], incident_action: [null], cause: [null] };
	const common: Record<string, unknown[]> = { is_sample: [false], severity_raised: [false] };
	if (event === 'newResult') {
		const severity = outcome === 'failed' ? 'error' : 'info';
		return { ...common, ...without, severity: [severity], outcome: ['failed', 'success'] };
	}
	// Only a healthy job that is deleted stops in these cases.
	if (event === 'syncStopped') return { ...common, ...without, severity: ['warning'] };
	const isOfJob = job_name !== null;
	const cause = [isOfJob ? 'failed' : 'unreadable'];
	if (incident_action === 'resolve') {
		const closed_by = isOfJob ? ['success', 'deleted'] : [null, 'deleted'];
		return { ...common, event: ['syncRecovered'], severity: ['info'], cause, closed_by };
	}
	const events = [isOfJob ? 'syncFailed' : 'connectionUnreadable'];
	return {
		...common,
		...{ event: events, severity: ['error'], cause, closed_by: [null] },
		incident_action: ['trigger'],
	};
}

/** Only a trigger whose resolve follows in the same poll is marked as already resolved. */
function wrongAlreadyResolved({ items, ticks }: Poll, item: SyncItem): string[] {
	const { incident_key, incident_action, already_resolved, event, title } = item;
	if (ticks > 1 || incident_action !== 'trigger') return [];
	const later = items.slice(items.indexOf(item) + 1);
	const isResolved = later.some((other) => other.incident_key === incident_key);
	return isResolved === already_resolved ? [] : [`already_resolved is wrong: ${event} ${title}`];
}

/** While a job's list can't be read, nothing is known of it except that its connection is deleted. */
function isWithoutRead(item: SyncItem, poll: Poll, evidence: TriggerEvidence): boolean {
	const isOfJob = item.job_name !== null;
	const isDeleted = item.closed_by === 'deleted';
	return isOfJob && !isDeleted && wasNotRead(readsOf(poll, evidence), itemKeyOf(item));
}
