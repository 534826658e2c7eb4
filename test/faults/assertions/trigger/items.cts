import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { readingOf, surelyUnread } from './reads.cts';
import { itemKeyOf } from './jobKeys.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/** Items whose fields don't fit their event, or that nothing could be known of at their poll. */
export function wrongItems(evidence: TriggerEvidence): string[] {
	return evidence.polls.flatMap((poll) => {
		const wrong = poll.items.flatMap((item) => [
			...wrongFields(item),
			...wrongPairMark(poll, item),
		]);
		const unfounded = poll.items.filter((item) => isUnfounded(item, poll, evidence));
		return [
			...wrong,
			...unfounded.map(({ event, title }) => `nothing of it was read: ${event} ${title}`),
		];
	});
}

const keyForm = /^[A-Za-z0-9-]{1,64}$/;

/** What each kind of item must have. Causes other than these have no reason here: runs are on time and short. */
function wrongFields(item: SyncItem): string[] {
	const expected: Record<string, unknown[]> = expectedFields(item);
	const wrong = Object.entries(expected).filter(
		([field, values]) => !values.includes(item[field as keyof SyncItem]),
	);
	const fields = wrong.map(([field]) => `${field} is ${String(item[field as keyof SyncItem])}`);
	const { incident_key, incident_action, causes, cause, title, text } = item;
	const key = incident_key ?? '';
	if (incident_action && !keyForm.test(key)) fields.push(`incident_key is ${key}`);
	if (cause && !causes?.includes(cause)) fields.push(`causes lack ${cause}`);
	if (title.length === 0 || title.includes('\n')) fields.push('title is no line');
	if (text.length === 0) fields.push('text is empty');
	return fields.map((field) => `${item.event} "${title}": ${field}`);
}

/** Which values each field may have. */
function expectedFields({ event, outcome, incident_action, job_name }: SyncItem) {
	const without = { incident_key: [null], incident_action: [null], cause: [null] };
	const common: Record<string, unknown[]> = { is_sample: [false], severity_raised: [false] };
	if (event === 'newResult') {
		const severity = outcome === 'failed' ? 'error' : 'info';
		return { ...common, ...without, severity: [severity], outcome: ['failed', 'success'] };
	}
	// Only a healthy job that is gone stops here.
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

/** A trigger whose resolve follows at the same poll says so, and no other does. */
function wrongPairMark({ items, ticks }: Poll, item: SyncItem): string[] {
	const { incident_key, incident_action, already_resolved, event, title } = item;
	if (ticks > 1 || incident_action !== 'trigger') return [];
	const later = items.slice(items.indexOf(item) + 1);
	const isResolved = later.some((other) => other.incident_key === incident_key);
	return isResolved === already_resolved ? [] : [`already_resolved is wrong: ${event} ${title}`];
}

/** While a job's list can't be read, nothing of it is known but that its connection is gone. */
function isUnfounded(item: SyncItem, poll: Poll, evidence: TriggerEvidence): boolean {
	const isOfJob = item.job_name !== null;
	const isGone = item.closed_by === 'deleted';
	return isOfJob && !isGone && surelyUnread(readingOf(poll, evidence), itemKeyOf(item));
}
