import fc from '../../../../helpers/seededFastCheck.cts';
import type { SyncItem } from '../../../../../nodes/AsaActiveDirectory/monitor/output/items';
import { severities } from '../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import { runHistory, histories } from './randomTeam.cts';

test('an incident is opened once, updated while it is open, and closed once, one at a time for each job', () => {
	fc.assert(
		fc.property(histories, (steps) => {
			const open = new Map<string, SyncItem>();
			for (const items of runHistory(steps).delivered) {
				const updated = new Set<string>();
				for (const item of items) {
					if (item.incident_key === null) continue;
					const place = `${item.connection_id} ${item.job_name}`;
					const before = open.get(place);
					if (item.incident_action === 'trigger') expect(before).toBeUndefined();
					else expect(before?.incident_key).toBe(item.incident_key);
					if (item.incident_action === 'update') {
						expect(updated).not.toContain(item.incident_key);
						updated.add(item.incident_key);
					}
					if (before && item.incident_action === 'update') expectNoFall(before, item);
					if (item.incident_action === 'resolve') open.delete(place);
					else open.set(place, item);
				}
			}
		}),
		{ numRuns: 100 },
	);
});

/** Severity and causes never fall within an incident. */
function expectNoFall(before: SyncItem, after: SyncItem): void {
	const rank = ({ severity }: SyncItem) => severities.indexOf(severity);
	expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
	expect(after.severity_raised).toBe(rank(after) > rank(before));
	expect(after.causes).toEqual(expect.arrayContaining(before.causes ?? []));
	expect(after.incident_opened_at).toBe(before.incident_opened_at);
}

test('only a success, or what ends the job or its schedule, resolves an incident', () => {
	fc.assert(
		fc.property(histories, (steps) => {
			for (const item of runHistory(steps).delivered.flat()) {
				if (item.incident_action !== 'resolve' || item.job_id === null) continue;
				if (item.closed_by === 'success') {
					expect(item).toMatchObject({ outcome: 'success', is_test: false });
				} else {
					expect(item.closed_by).toMatch(/^(deleted|schedule_changed|unwatched)$/);
				}
				if (item.closed_by === 'schedule_changed') expect(item.causes).toEqual(['overdue']);
				if (item.closed_by === 'unwatched') expect(item.causes).toContain('stopped');
			}
		}),
		{ numRuns: 100 },
	);
});

test('a job that has failed twice and whose runs are read is never without a notified incident', () => {
	fc.assert(
		fc.property(histories, (steps) => {
			const { jobs } = runHistory(steps).s.last;
			for (const { state, standing } of jobs) {
				if (standing.failures >= 2 && state.hasBeenActive) {
					expect(state.incident?.status).toBe('notified');
				}
			}
		}),
		{ numRuns: 100 },
	);
});
