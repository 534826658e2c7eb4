import type { SyncItem } from '../../../../../../nodes/AsaActiveDirectory/monitor/output/items';
import { Scenario } from '../scenario.cts';
import { allEvents } from '../settings.cts';
import { serverResult, unavailable } from '../team.cts';
import { at, iso } from '../times.cts';
import { fields } from '../../../../../helpers/itemFields.cts';

/** Items of every event, by name. */
function everyItem(): Record<string, SyncItem> {
	const s = new Scenario({ events: allEvents, reminderHours: 1, runningLongMinutes: 30 });
	const items = [
		...s.items('06:10', 'done 06:00'),
		...s.items('07:10', 'error 07:00'),
		...s.items('08:10'),
		...s.items('08:20', 'done 08:15'),
		...s.items('10:00'),
		...s.items('10:10', 'running 10:05'),
	];
	s.connection.fail(unavailable);
	items.push(...s.items('10:15'), ...s.items('10:30'));
	s.connection.fail(null);
	items.push(...s.items('10:40'), ...s.items('d6 10:00'), ...s.items('d6 10:10', 'done d6 10:05'));
	s.job.frequencyHours = null;
	items.push(...s.items('d6 10:15', 'off'), ...s.items('d6 10:20'));
	return Object.fromEntries(items.map((item) => [item.event, item]));
}

describe('an item', () => {
	test('of every event has every field, in one order, and one line of title', () => {
		const items = everyItem();
		expect(Object.keys(items).sort()).toEqual([...allEvents].sort());
		for (const item of Object.values(items)) {
			expect(Object.keys(item)).toEqual(fields);
			expect(item.title).not.toContain('\n');
			expect(item.text.startsWith(`${item.title}.\n`)).toBe(true);
			expect(item.text.split('\n').every((line) => line.endsWith('.'))).toBe(true);
			expect(item.is_sample).toBe(false);
		}
	});

	test('of a failure, whole', () => {
		const s = new Scenario();
		s.poll('06:10', 'done 06:00');
		const status = { summary: 'Sync failed', detailed_summary: ['rule 1: i/o timeout'] };
		const result = serverResult('bad', at('07:00'), {
			task_state: 'error',
			status: status as never,
		});
		s.job.put(result);
		const [item] = s.items('07:10');
		expect(item).toEqual({
			event: 'syncFailed',
			title: 'Server sync job "Sync" of "Corp" failed',
			text: [
				'Server sync job "Sync" of "Corp" failed.',
				'AD connection "Corp", domain corp.example.com, team "acme".',
				'Last run: started 2026-03-01T07:00:00Z, ended 2026-03-01T07:01:00Z, state "error".',
				'Summary: Sync failed.',
				'Details: ["rule 1: i/o timeout"].',
				'Failing since 2026-03-01T07:01:00Z.',
				'Last success ended 2026-03-01T06:01:00Z.',
				'Okta removes servers that no sync has seen for 96 hours: access probably ends 2026-03-05T06:00:00Z.',
			].join('\n'),
			severity: 'error',
			severity_raised: false,
			outcome: 'failed',
			cause: 'failed',
			causes: ['failed'],
			incident_key: expect.stringMatching(/^asa-server-/),
			incident_action: 'trigger',
			incident_opened_at: iso('07:10'),
			already_resolved: false,
			closed_by: null,
			team: 'acme',
			job_kind: 'serverSyncJob',
			job_id: 'id-Sync',
			job_name: 'Sync',
			connection_id: 'id-Corp',
			connection_name: 'Corp',
			domain: 'corp.example.com',
			gateway_id: 'gateway-1',
			gateway_name: 'Name of gateway-1',
			gateway_status: 'ONLINE',
			project_name: null,
			server_count: null,
			servers_at_risk: null,
			servers: null,
			result_id: 'bad',
			is_test: false,
			task_state: 'error',
			summary: 'Sync failed',
			detailed_summary: '["rule 1: i/o timeout"]',
			started_at: iso('07:00'),
			finished_at: iso('07:01'),
			duration_seconds: 60,
			failing_since: iso('07:01'),
			consecutive_failures: 1,
			consecutive_failures_at_least: false,
			last_success_at: iso('06:01'),
			access_ends_at: iso('d5 06:00'),
			is_sample: false,
			result,
		});
	});

	test('quotes names as they are, in one line', () => {
		const s = new Scenario();
		s.connection.name = '<b>Corp</b>\u202e\n& Co';
		s.job.name = '*Sync* [x](y)';
		s.poll('06:10', 'done 06:00');
		const [item] = s.items('07:10', 'error 07:00');
		expect(item.title).toBe('Server sync job "*Sync* [x](y)" of "<b>Corp</b> & Co" failed');
		expect(item.connection_name).toBe('<b>Corp</b>\u202e\n& Co');
	});
});
