import { jobStatuses } from '../../../../../../nodes/AsaActiveDirectory/monitor/output/status';
import { planStatusResults } from '../../../../../../nodes/AsaActiveDirectory/monitor/snapshot/plan';
import { Scenario } from '../scenario.cts';
import { settings } from '../settings.cts';
import { forbidden } from '../team.cts';
import { at, iso } from '../times.cts';

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
