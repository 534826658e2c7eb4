import {
	itemOf,
	type SyncItem,
} from '../../../../../nodes/AsaActiveDirectory/monitor/output/items';
import { sampleEvents } from '../../../../../nodes/AsaActiveDirectory/monitor/output/samples';
import { jobStatuses } from '../../../../../nodes/AsaActiveDirectory/monitor/output/status';
import { planStatusResults } from '../../../../../nodes/AsaActiveDirectory/monitor/snapshot/plan';
import { Scenario } from './scenario.cts';
import { allEvents, settings } from './settings.cts';
import { forbidden, serverResult, unavailable } from './team.cts';
import { at, iso } from './times.cts';

/** The fields that saved workflows hold. */
const fields = [
	...['event', 'title', 'text', 'severity', 'severity_raised', 'outcome', 'cause', 'causes'],
	...['incident_key', 'incident_action', 'incident_opened_at', 'already_resolved', 'closed_by'],
	...['team', 'job_kind', 'job_id', 'job_name', 'connection_id', 'connection_name', 'domain'],
	...['gateway_id', 'gateway_name', 'gateway_status'],
	...['project_name', 'server_count', 'servers_at_risk', 'servers'],
	...['result_id', 'is_test', 'task_state'],
	...['summary', 'detailed_summary', 'started_at', 'finished_at', 'duration_seconds'],
	...['failing_since', 'consecutive_failures', 'consecutive_failures_at_least'],
	...['last_success_at', 'access_ends_at', 'is_sample', 'result'],
];

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

describe('titles', () => {
	const titleAt = (s: Scenario, time: string, changes = '') => s.items(time, changes)[0].title;
	const begun = (options: ConstructorParameters<typeof Scenario>[0] = {}) => {
		const s = new Scenario({ events: allEvents, ...options }, 'userSyncJob');
		s.poll('06:10', 'done 06:00');
		return s;
	};

	test.each<[string, string, string, string?]>([
		['User sync job "Sync" of "Corp" succeeded', '07:10', 'done 07:00'],
		['Test run of user sync job "Sync" of "Corp" failed', '07:10', 'test error 07:00'],
		[
			'User sync job "Sync" of "Corp" ended with an unknown state',
			'07:10',
			'x 06:30, running 07:00',
		],
		['User sync job "Sync" of "Corp" did not start on schedule', '07:35', ''],
	])('%s', (title, time, changes) => {
		expect(titleAt(begun({ includeTestRuns: true }), time, changes)).toBe(title);
	});

	test('of failures in a row', () => {
		const s = begun({ failureThreshold: 3, events: ['syncFailed'] });
		expect(titleAt(s, '09:10', 'error 07:00, error 08:00, error 09:00')).toBe(
			'User sync job "Sync" of "Corp" failed 3 times in a row',
		);
	});

	test('of access, before and after it ends', () => {
		const s = begun({ events: ['accessAtRisk'] });
		expect(titleAt(s, 'd2 07:00')).toBe('Access through user sync job "Sync" of "Corp" is at risk');
		const [item] = s.items('d3 06:00');
		expect(item.title).toBe('Access through user sync job "Sync" of "Corp" has probably ended');
		expect(item.text).toContain('access probably ended 2026-03-03T06:00:00Z.');
		expect(item.text).toContain('The next run was due 2026-03-01T07:01:00Z.');
	});

	test('of reminders, by what still holds', () => {
		const reminder = (changes: string, later = '') => {
			const s = begun({ events: [...allEvents], runningLongMinutes: 20, reminderHours: 2 });
			if (changes !== '') s.job.frequencyHours = null;
			s.poll('07:36', changes);
			s.poll('07:38');
			return titleAt(s, '09:40', later);
		};
		const of = 'User sync job "Sync" of "Corp"';
		expect(reminder('error 07:00')).toBe(`${of} is still failing`);
		expect(reminder('')).toBe(`${of} has still not started`);
		expect(reminder('running 07:05')).toBe(`${of} is still running`);
		expect(reminder('off')).toBe(`${of} is still inactive`);
		expect(reminder('running 07:05', 'lose 07:05, running 09:35')).toBe(
			`${of} has still not succeeded`,
		);
	});
});

describe('how all jobs stand', () => {
	/** Reads as Sync Status does: lists of results of the jobs that don't stand well. */
	function statuses(s: Scenario, time: string, changes = settings({ events: [] })) {
		s.settings = changes;
		const snapshot = s.readStatus(at(time), (read) => planStatusResults(read, changes));
		return jobStatuses(snapshot, changes);
	}

	function team(): Scenario {
		const s = new Scenario();
		s.job.run('done 05:00').run('done 06:00');
		const users = (name: string) => s.connection.job(name, 'userSyncJob');
		users('Failing').run('done 04:00').run('error 05:00').run('error 06:00');
		users('Late').run('done 03:00');
		users('Off').run('error 06:00').isActive = false;
		users('Running').run('done 05:50').run('running 06:05');
		users('Odd').run('done 05:00').run('closed 06:00');
		users('New').frequencyHours = null;
		users('Slow').run('done 03:30').run('running 03:45');
		users('Tested').run('done 06:00').run('test error 06:02');
		s.connect('Broken').errors = { userSyncJob: forbidden };
		return s;
	}

	test('worst first, by one snapshot alone', () => {
		const listed = statuses(team(), '06:10').map((status) => [
			status.job_name,
			status.outcome,
			status.needs_attention,
			status.causes.join(),
		]);
		expect(listed).toEqual([
			[null, null, true, ''],
			['Failing', 'failed', true, 'failed'],
			['Late', 'success', true, 'overdue'],
			['Slow', 'running', true, 'running_long'],
			['Odd', 'unknown', true, ''],
			['New', 'never_run', false, ''],
			['Running', 'running', false, ''],
			['Sync', 'success', false, ''],
			['Tested', 'success', false, ''],
			['Off', 'failed', false, ''],
		]);
	});

	test('reads results of jobs that do not stand well, one request each', () => {
		const s = team();
		const read: string[] = [];
		s.readStatus(at('06:10'), (snapshot) => {
			const plan = planStatusResults(snapshot, settings({ events: [] }));
			read.push(...plan.map(({ jobId }) => jobId));
			return plan;
		});
		expect(read.sort()).toEqual(
			['Failing', 'Late', 'Odd', 'Off', 'Running', 'Slow', 'Tested'].map((name) => `id-${name}`),
		);
	});

	test('with the fields of one job', () => {
		const failing = statuses(team(), '06:10').find(({ job_name }) => job_name === 'Failing');
		expect(failing).toMatchObject({
			job_kind: 'userSyncJob',
			connection_name: 'Corp',
			gateway_id: 'gateway-1',
			is_active: true,
			frequency: 1,
			start_hour_utc: null,
			result_id: 'r0600',
			task_state: 'error',
			started_at: iso('06:00'),
			finished_at: iso('06:01'),
			running_since: null,
			next_due_at: iso('07:01'),
			failing_since: iso('05:01'),
			consecutive_failures: 2,
			consecutive_failures_at_least: false,
			last_success_at: iso('04:01'),
			access_ends_at: iso('d3 04:00'),
			read_error: null,
		});
		const [broken] = statuses(team(), '06:10');
		expect(broken).toMatchObject({
			connection_name: 'Broken',
			job_kind: 'userSyncJob',
			read_error: 'The service user lacks the role access_admin',
		});
	});
});

describe('samples', () => {
	const samplesAt = (s: Scenario, time: string) =>
		sampleEvents(
			s.readStatus(at(time), () => []),
			s.settings,
		).map(itemOf);

	test('are real if a real event applies', () => {
		const s = new Scenario({ events: ['newResult', 'syncFailed'] });
		s.job.run('done 05:00').run('error 06:00');
		const live = new Scenario({ events: ['syncFailed'] });
		live.job.run('done 05:00').run('error 06:00');
		const [{ incident_key }] = live.items('06:10');
		const samples = samplesAt(live, '06:10');
		expect(samples[0]).toMatchObject({ event: 'syncFailed', is_sample: false, result_id: 'r0600' });
		expect(samplesAt(s, '06:10')[0]).toMatchObject({ event: 'newResult', is_sample: false });
		expect(incident_key).toMatch(/^asa-server-/);
	});

	test('are marked otherwise, with keys of their own and one that resolves', () => {
		const s = new Scenario({ events: allEvents });
		s.job.run('done 06:00');
		const samples = samplesAt(s, '06:10');
		expect(samples.map(({ event }) => event)).toEqual([
			'newResult',
			'syncFailed',
			'syncOverdue',
			'syncRunningLong',
			'syncStopped',
			'connectionUnreadable',
			'accessAtRisk',
			'syncStillFailing',
			'syncRecovered',
		]);
		const made = samples.filter(({ is_sample }) => is_sample);
		expect(made).toHaveLength(8);
		for (const item of made) {
			expect(Object.keys(item)).toEqual(fields);
			expect(item.title).toMatch(/^Sample: /);
			expect(item.text).toMatch(/^Sample: /);
			expect(item.incident_key).toMatch(/^asa-sample-/);
		}
		const failed = samples.find(({ event }) => event === 'syncFailed');
		const closing = samples[samples.length - 1];
		expect(closing).toMatchObject({
			incident_action: 'resolve',
			incident_key: failed?.incident_key,
			closed_by: 'success',
			severity: 'info',
		});
	});

	test('of a real trigger come with a made-up pair', () => {
		const s = new Scenario({ events: ['syncFailed'] });
		s.job.run('error 06:00');
		expect(
			samplesAt(s, '06:10').map(({ is_sample, incident_action }) => [is_sample, incident_action]),
		).toEqual([
			[false, 'trigger'],
			[true, 'trigger'],
			[true, 'resolve'],
		]);
	});

	test('need no job', () => {
		const s = new Scenario({ events: ['syncFailed'] });
		s.connections = [];
		expect(samplesAt(s, '06:10')).toMatchObject([
			{ job_name: 'Example job', is_sample: true },
			{ event: 'syncRecovered', is_sample: true },
		]);
	});

	test('of results alone close nothing', () => {
		const s = new Scenario({ events: ['newResult'] });
		s.job.run('error 06:00');
		expect(samplesAt(s, '06:10')).toMatchObject([
			{ event: 'newResult', is_sample: false, severity: 'error' },
		]);
	});
});
