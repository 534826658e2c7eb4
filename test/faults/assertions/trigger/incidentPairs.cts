import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { jobsOf } from '../expectedState.cts';
import { itemKeyOf, stateKeyOf } from './jobKeys.cts';
import type { TriggerEvidence } from '../../runs/triggerRun.cts';

/**
 * Each incident is closed once, by its key. A key that a success has closed is never used again. At the end everything
 * can be read, and no incident of a deleted object is open.
 */
export function wrongPairs({ polls, state }: TriggerEvidence): string[] {
	const open = new Map<string, SyncItem>();
	const used = new Set<string>();
	const wrong: string[] = [];
	for (const item of polls.flatMap(({ items }) => items)) {
		const { incident_key: key, incident_action: action, closed_by, title } = item;
		if (key === null) continue;
		if ((action === 'trigger') === open.has(key)) wrong.push(`${action} out of order: ${title}`);
		if (action === 'trigger' && used.has(key)) wrong.push(`a key is used again: ${title}`);
		if (action === 'trigger') open.set(key, item);
		if (action === 'resolve') open.delete(key);
		if (action === 'resolve' && closed_by !== 'deleted') used.add(key);
	}
	const jobs = new Set(state.connections.flatMap(jobsOf).map(stateKeyOf));
	const left = [...open.values()].filter((item) => !jobs.has(itemKeyOf(item)));
	return [...wrong, ...left.map(({ title }) => `never closed: ${title}`)];
}
