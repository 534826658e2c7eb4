import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { fields } from '../../helpers/itemFields.cts';
import { closeTriggerTeams, everyEvent } from '../triggerTeam.cts';
import { day, hour, minute, prepareScenario, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/** What an item of the trigger holds and says. */

/** RFC 3339 of a time and some seconds. */
function later(time: string, seconds: number): string {
	return new Date(Date.parse(time) + seconds * 1000).toISOString().replace('.000', '');
}

test.each(ways)('polled in the %s way, the item of a failure, whole', async (way) => {
	const s = await startScenario({ way });
	const success = s.job.results.at(-1)!;
	const [item] = await s.run('fail');
	const { connection, job } = s;
	const result = job.results.at(-1)!;
	const details = 'LDAP Result Code 200 "Network Error": dial tcp 10.0.0.4:636: i/o timeout';
	expect(Object.keys(item)).toEqual(fields);
	expect(item).toEqual({
		event: 'syncFailed',
		title: 'Server sync job "Servers 1" of "Directory 001" failed',
		text: [
			'Server sync job "Servers 1" of "Directory 001" failed.',
			'AD connection "Directory 001", domain dc001.example.com, team "demo-team".',
			`Last run: started ${result.createdAt}, ended ${result.updatedAt}, state "error" (rules: "error").`,
			'Summary: The domain controller could not be reached.',
			`Details: ${details}.`,
			`Failing since ${result.updatedAt}.`,
			`Last success ended ${success.updatedAt}.`,
			`Okta removes servers that no sync has seen for 96 hours: access probably ends ${later(success.createdAt, 4 * day)}.`,
		].join('\n'),
		severity: 'error',
		severity_raised: false,
		outcome: 'failed',
		cause: 'failed',
		causes: ['failed'],
		incident_key: expect.stringMatching(/^asa-server-/) as unknown,
		incident_action: 'trigger',
		incident_opened_at: s.sandbox.now(),
		already_resolved: false,
		closed_by: null,
		team: 'demo-team',
		job_kind: 'serverSyncJob',
		job_id: job.id,
		job_name: 'Servers 1',
		connection_id: connection.id,
		connection_name: 'Directory 001',
		domain: 'dc001.example.com',
		gateway_id: connection.gatewayId,
		gateway_name: 'gateway-west',
		gateway_status: 'ONLINE',
		project_name: null,
		server_count: null,
		servers_at_risk: null,
		servers: null,
		result_id: result.id,
		is_test: false,
		task_state: 'error',
		summary: 'The domain controller could not be reached',
		detailed_summary: details,
		started_at: result.createdAt,
		finished_at: result.updatedAt,
		duration_seconds: 60,
		failing_since: result.updatedAt,
		consecutive_failures: 1,
		consecutive_failures_at_least: false,
		last_success_at: success.updatedAt,
		access_ends_at: later(success.createdAt, 4 * day),
		is_sample: false,
		result: expect.objectContaining({
			id: result.id,
			task_state: 'error',
			created_at: result.createdAt,
		}) as unknown,
	});
});

test.each(ways)(
	'polled in the %s way, the item of a result has the fields of a run, and none of an incident',
	async (way) => {
		const s = await startScenario({ way, events: ['newResult'], options: { failureThreshold: 9 } });
		const unknown = { outcome: 'succeed', taskState: 'kaputt', rulesSummaryStatus: '' } as const;
		const items: SyncItem[] = [];
		for (const plan of ['succeed', 'fail', unknown, 'succeed'] as const) {
			items.push(...(await s.run(plan)));
		}
		const facts = items.map(({ event, outcome, severity }) => [event, outcome, severity]);
		expect(facts).toEqual([
			['newResult', 'success', 'info'],
			['newResult', 'failed', 'error'],
			// An unknown result has ended once a newer run has started.
			['newResult', 'unknown', 'warning'],
			['newResult', 'success', 'info'],
		]);
		for (const item of items) {
			expect(Object.keys(item)).toEqual(fields);
			expect(item).toMatchObject({
				cause: null,
				causes: null,
				incident_key: null,
				incident_action: null,
				incident_opened_at: null,
				closed_by: null,
				severity_raised: false,
				already_resolved: false,
			});
		}
		expect(items[1]).toMatchObject({
			consecutive_failures: 1,
			is_test: false,
			duration_seconds: 60,
		});
		expect(items[2].text).toContain(
			`State "kaputt" is not recognized as a success or a failure: add it to 'Success Words' or 'Failure Words'.`,
		);
		expect(items[3].last_success_at).toBe(items[3].finished_at);
		expect(items[3].access_ends_at).toBe(later(items[3].started_at!, 4 * day));
	},
);

test.each(ways)(
	'polled in the %s way, every event has all fields, one line of title, and sentences of text',
	async (way) => {
		const options = { runningLongMinutes: 90, reminderHours: 2 };
		const team = { connections: 2, userJobs: 1, servers: 3 };
		const s = await startScenario({ way, events: everyEvent, options, ...team });
		const items: SyncItem[] = [];
		const take = async (seconds?: number) => items.push(...(await s.items(seconds)));
		s.plan('fail', 'hang');
		await take(hour);
		await take(5 * hour);
		s.sandbox.endRun(s.job.id, 'succeed');
		await take();
		s.skipRuns();
		await take(4 * hour);
		await s.setActive(false);
		for (const wait of [minute, minute, 3 * hour, 80 * hour]) await take(wait);
		s.fail(s.connection.id);
		for (let poll = 0; poll < 3; poll++) await take();
		expect(new Set(items.map(({ event }) => event))).toEqual(new Set(everyEvent));
		for (const item of items) {
			expect(Object.keys(item)).toEqual(fields);
			expect(item.title).not.toContain('\n');
			for (const line of item.text.split('\n')) expect(line).toMatch(/^[^\s].*\.$/);
			expect(item.text.startsWith(`${item.title}.`)).toBe(true);
			expect(item.is_sample).toBe(false);
			if (item.job_id !== null) expect(item.access_ends_at).toMatch(/Z$/);
		}
	},
);

describe.each(ways)('polled in the %s way, texts', (way) => {
	test('of a recovery say how long it lasted, from the end of the first failure', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		await s.run('fail');
		const [end] = await s.run('succeed');
		expect(end.title).toBe('Server sync job "Servers 1" of "Directory 001" has recovered');
		expect(end.text).toContain(
			`The incident lasted 2 h 0 min, from ${failed.finished_at} to ${end.finished_at}.`,
		);
		expect(end.text).not.toContain('Failing since');
		expect(end).toMatchObject({ failing_since: failed.finished_at, consecutive_failures: 2 });
		expect(end.text).not.toContain('access probably');
	});

	test('of a recovery count from the missed slot or the start of the long run, if earlier', async () => {
		const s = await startScenario({ way });
		const last = s.job.results.at(-1)!;
		s.skipRuns();
		await s.items(2 * hour);
		await s.run('fail');
		const [end] = await s.run('succeed');
		expect(end.text).toContain(`from ${later(last.updatedAt, hour)} to ${end.finished_at}.`);
		s.plan('hang');
		s.passRun();
		const { createdAt } = s.job.results.at(-1)!;
		await s.items(3 * hour);
		s.sandbox.endRun(s.job.id, 'fail');
		await s.items();
		const [second] = await s.run('succeed');
		expect(second.text).toContain(`from ${createdAt} to ${second.finished_at}.`);
	});

	test('say at least if older failures may be forgotten', async () => {
		const s = await prepareScenario({ way, switches: { failProbability: 1 } });
		s.pass(12 * hour);
		const [{ json: first }] = [...(await s.poller.activate())!];
		expect(first).toMatchObject({
			consecutive_failures: 10,
			consecutive_failures_at_least: true,
			last_success_at: null,
		});
		expect(first.title).toContain('failed at least 10 times in a row');
		expect(first.text).toContain('at least 10 failed runs in a row.');
		expect(first.text).toContain('No successful run is known.');
	});

	test('count failures in a row', async () => {
		const s = await startScenario({ way, options: { failureThreshold: 3 } });
		s.plan('fail', 'fail', 'fail');
		for (let run = 0; run < 3; run++) s.passRun();
		const [failed] = await s.items(0);
		expect(failed.title).toContain('failed 3 times in a row');
		expect(failed.text).toContain(', 3 failed runs in a row.');
	});

	test('quote names as they are, in one line', async () => {
		const s = await startScenario({ way });
		const name = '<b>*Servers*</b> ={{ 6 * 7 }}\n`x`';
		s.sandbox.renameJob(s.job.id, name);
		s.sandbox.setSwitches({ failProbability: 1 });
		const [failed] = await s.items(hour);
		expect(failed.job_name).toBe(name);
		expect(failed.title).toBe(
			'Server sync job "<b>*Servers*</b> ={{ 6 * 7 }} `x`" of "Directory 001" failed',
		);
	});

	test('name what holds of a stopped job and an overdue one', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob' });
		const last = s.job.results.at(-1)!;
		s.skipRuns();
		const [overdue] = await s.items(2 * hour);
		expect(overdue.title).toBe(
			'User sync job "Users 1" of "Directory 001" did not start on schedule',
		);
		expect(overdue.text).toContain(`The next run was due ${later(last.updatedAt, hour)}.`);
		await s.setActive(false);
		await s.items();
		const [stopped] = await s.items();
		expect(stopped.title).toBe('User sync job "Users 1" of "Directory 001" was deactivated');
		expect(stopped.text).toContain('The job is inactive.');
		expect(stopped.text).toContain('Okta removes users that no sync has seen for 48 hours');
	});

	test('say that all known results are test runs, in the log too', async () => {
		const s = await prepareScenario({ way, switches: { testIdsOnEveryResult: true } });
		await s.activate();
		s.skipRuns();
		const items = [...(await s.items(minute)), ...(await s.items(100 * minute))];
		expect(items).toMatchObject([{ event: 'syncOverdue' }]);
		expect(items[0].text).toContain(
			'All known results of this job are test runs, which do not count as scheduled runs.',
		);
		// With durable cursors n8n forgets an activation without items, which is then done again.
		expect([...new Set(s.poller.warnings)]).toEqual([
			'All known results are test runs, which do not count as scheduled runs: "Servers 1".',
		]);
	});

	test('hold no token and no key', async () => {
		const s = await startScenario({ way, events: everyEvent });
		s.fail('task_settings', 401);
		const items = [...(await s.items()), ...(await s.items()), ...(await s.items())];
		const text = JSON.stringify([items, s.poller.warnings, s.poller.errors]);
		expect(items.length).toBeGreaterThan(0);
		expect(text).not.toContain(s.sandbox.keySecret);
		expect(text).not.toContain('Bearer');
	});
});
