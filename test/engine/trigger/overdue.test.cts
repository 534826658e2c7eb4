import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, minute, prepareScenario, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/** When the next run of a job is late. The contract lets ASA count an interval from the start or the end of a run. */

describe.each(ways)('polled in the %s way, a job of an interval', (way) => {
	test('is overdue an interval and 30 minutes after the end of its last run', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		expect(await s.pollAt(hour + 30 * minute)).toEqual([]);
		expect(await s.pollAt(hour + 32 * minute)).toEqual(['trigger syncOverdue']);
		expect(await s.polls(3)).toEqual([]);
		s.plan('succeed');
		s.passRun();
		expect(await s.poll(0)).toEqual(['resolve success']);
	});

	test('has the grace of the option', async () => {
		const s = await startScenario({ way, options: { overdueGraceMinutes: 0 } });
		s.skipRuns();
		expect(await s.pollAt(hour)).toEqual([]);
		expect(await s.pollAt(hour + 2 * minute)).toEqual(['trigger syncOverdue']);
	});

	test('of which no run is known is reckoned from the poll that first saw it', async () => {
		const s = await startScenario({ way, events: ['syncOverdue'] });
		s.sandbox.setSwitches({ resultsAppear: 'atEnd', resultDelaySeconds: 300 * day });
		// Another ID and another name: another job.
		s.sandbox.renameJob(s.sandbox.recreateJob(s.job.id), 'Another');
		expect(await s.poll()).toEqual([]);
		expect(await s.poll(89 * minute)).toEqual([]);
		expect(await s.poll(2 * minute)).toEqual(['trigger syncOverdue']);
	});

	test('is overdue although updates give it another ID again and again', async () => {
		const s = await startScenario({ way });
		s.sandbox.setSwitches({
			jobOnPut: 'recreated',
			resultsAppear: 'atEnd',
			resultDelaySeconds: 300 * day,
		});
		const lines = [];
		for (let poll = 0; poll < 9; poll++) {
			await s.updateJob({});
			lines.push(...(await s.poll(10 * minute)));
		}
		expect(lines).toEqual(['trigger syncOverdue']);
	});

	test('that was activated is reckoned from the poll that first saw it active', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', events: ['syncOverdue'] });
		await s.setActive(false);
		await s.polls(2, 3 * hour);
		s.skipRuns();
		await s.setActive(true);
		expect(await s.poll()).toEqual([]);
		expect(await s.poll(89 * minute)).toEqual([]);
		expect(await s.poll(2 * minute)).toEqual(['trigger syncOverdue']);
	});

	test('whose frequency is changed is reckoned from the poll that first saw the change', async () => {
		const s = await startScenario({ way, frequency: 12 });
		s.skipRuns();
		await s.setSchedule({ frequency: 1 });
		expect(await s.pollAt(11 * hour)).toEqual([]);
		expect(await s.poll(89 * minute)).toEqual([]);
		expect(await s.poll(2 * minute)).toEqual(['trigger syncOverdue']);
	});

	test('does not miss a slot that passes while a run is under way', async () => {
		const s = await startScenario({ way, options: { runningLongMinutes: 600 } });
		s.plan({ outcome: 'succeed', durationSeconds: 3 * hour });
		s.passRun();
		expect(await s.polls(8, 20 * minute)).toEqual([]);
		s.skipRuns();
		expect(await s.pollAt(4 * hour + 29 * minute)).toEqual([]);
		expect(await s.pollAt(4 * hour + 31 * minute)).toEqual(['trigger syncOverdue']);
	});

	test('has started even if the run is not known to have ended', async () => {
		const s = await startScenario({ way });
		s.plan({ outcome: 'succeed', taskState: 'kaputt', rulesSummaryStatus: 'kaputt' });
		s.passRun();
		s.skipRuns();
		expect(await s.pollAt(89 * minute)).toEqual([]);
		expect(await s.pollAt(92 * minute)).toEqual(['trigger syncOverdue']);
	});

	test('does not start by a test run', async () => {
		const s = await startScenario({ way });
		s.skipRuns();
		s.pass(hour);
		s.plan('succeed');
		s.sandbox.runJob(s.job.id, { isTest: true });
		expect(await s.pollAt(89 * minute)).toEqual([]);
		expect(await s.pollAt(92 * minute)).toEqual(['trigger syncOverdue']);
	});
});

describe.each(ways)('polled in the %s way, a daily job', (way) => {
	const daily = { way, frequency: 24 } as const;

	test('is overdue 90 minutes after its hour', async () => {
		const s = await startScenario(daily);
		s.skipRuns();
		const slot = nextHour(s.sandbox.now(), s.job.settings.start_hour_utc!);
		s.passUntil(slot, 90 * minute);
		expect(await s.poll(0)).toEqual([]);
		expect(await s.poll(minute)).toEqual(['trigger syncOverdue']);
	});

	test('whose hour is changed is expected at the hour that holds now', async () => {
		const s = await startScenario(daily);
		s.skipRuns();
		const hours = (s.job.settings.start_hour_utc! + 3) % 24;
		await s.setSchedule({ frequency: 24, start_hour_utc: hours });
		expect(await s.poll()).toEqual([]);
		s.passUntil(nextHour(s.sandbox.now(), hours), 90 * minute);
		expect(await s.poll(0)).toEqual([]);
		const [overdue] = await s.items(minute);
		expect(overdue.event).toBe('syncOverdue');
		expect(overdue.text).toContain(`The next run was due ${slotBefore(s.sandbox.now(), hours)}.`);
	});

	test('without an hour is overdue 90 minutes after its last start and a day', async () => {
		const s = await startScenario(daily);
		s.sandbox.setSwitches({ startHourZero: 'missing' });
		await s.setSchedule({ frequency: 24, start_hour_utc: 0 });
		s.skipRuns();
		expect(await s.poll()).toEqual([]);
		// The change of schedule was seen now.
		expect(await s.poll(day + 89 * minute)).toEqual([]);
		expect(await s.poll(2 * minute)).toEqual(['trigger syncOverdue']);
	});

	test('without an hour counts from its last start', async () => {
		const s = await prepareScenario({ ...daily, switches: { startHourZero: 'missing' } });
		await s.setSchedule({ frequency: 24, start_hour_utc: 0 });
		s.passRun();
		await s.activate();
		s.skipRuns();
		expect(await s.pollAt(day + 90 * minute)).toEqual([]);
		expect(await s.poll(minute)).toEqual(['trigger syncOverdue']);
	});

	test('does not miss the slot during a run of 26 hours', async () => {
		const s = await startScenario({ ...daily, options: { runningLongMinutes: 3000 } });
		s.plan({ outcome: 'succeed', durationSeconds: 26 * hour }, 'succeed');
		s.passRun();
		expect(await s.polls(14, 2 * hour)).toEqual([]);
		expect(await s.polls(20, hour)).toEqual([]);
	});
});

describe.each(ways)('polled in the %s way, a frequency that is no schedule', (way) => {
	test.each([null, 0, 48])('%p: never overdue, and one line in the log', async (frequency) => {
		const s = await prepareScenario({ way });
		const { id, settings } = s.job;
		s.sandbox.addFault({
			match: { endpoint: 6 },
			effect: {
				type: 'replaceBody',
				body: { list: [{ ...settings, id, frequency, recent_task_result: null }] },
			},
		});
		await s.activate();
		expect(await s.polls(6, 12 * hour)).toEqual([]);
		// With durable cursors n8n forgets an activation without items, which is then done again.
		expect([...new Set(s.poller.warnings)]).toEqual([
			`Never reported as overdue, because the frequency is not between 1 and 24 hours: "${settings.name}".`,
		]);
	});
});

/** RFC 3339 of the next time at an hour of the day. */
function nextHour(now: string, hours: number): string {
	const today = Date.parse(`${now.slice(0, 10)}T00:00:00Z`) + hours * hour * 1000;
	const next = today > Date.parse(now) ? today : today + day * 1000;
	return new Date(next).toISOString();
}

/** The last time at an hour of the day, as items write it. */
function slotBefore(now: string, hours: number): string {
	const next = Date.parse(nextHour(now, hours)) - day * 1000;
	return new Date(next).toISOString().replace('.000', '');
}
