import { compareClocks } from './clocks.cts';
import { hourMs } from './schedule.cts';
import { at, during, run, Scenario, wrongClocks, type Alert, type Fault } from './scenario.cts';

it.each([
	{ date: 6, n8n: 1, movedHours: 5 },
	{ date: -4, n8n: 1, movedHours: -5 },
	{ date: 1, n8n: 6, movedHours: 0 },
	{ date: 1, n8n: -4, movedHours: 0 },
	{ date: -4, n8n: -2, movedHours: -2 },
	{ date: -2, n8n: -4, movedHours: 0 },
	// It seems to be n8n's clock that says that too much time has passed.
	{ date: 1, n8n: 3, movedHours: 0 },
])('takes one clock for the wrong one: %p', ({ date, n8n, movedHours }) => {
	const before = { dated: { nowMs: at(3), n8nNowMs: at(0) }, latestAt: at(3) };
	const reading = { nowMs: at(3 + date), n8nNowMs: at(n8n), hasDate: true };
	expect(compareClocks(before, reading)).toEqual({
		hasJumped: true,
		movedMs: movedHours * hourMs,
	});
});

it.each([
	{ date: 2, n8n: 1 },
	{ date: 0, n8n: 1 },
	{ date: 24, n8n: 24 },
])('finds no jump in a change of up to an hour: %p', ({ date, n8n }) => {
	const before = { dated: { nowMs: at(0), n8nNowMs: at(0) }, latestAt: at(0) };
	const reading = { nowMs: at(date), n8nNowMs: at(n8n), hasDate: true };
	expect(compareClocks(before, reading)).toEqual({ hasJumped: false, movedMs: 0 });
});

/** A job whose second run fails. */
function failing(): Scenario {
	const scenario = new Scenario();
	scenario.runs = [run(0, 'done'), run(0.5, 'error')];
	scenario.poll(0);
	return scenario;
}

const opened = [1, 'trigger syncFailed'];

/** Time that Date has gained counts for reminders, so that they may come early, but not late. */
function expectReminder(alerts: Alert[], { date = 0 }: Fault, firstHour: number): void {
	const [hour, line] = alerts.at(0) ?? [];
	expect(line).toContain('update syncStillFailing');
	if (date === 0) expect(hour).toBe(firstHour);
	else expect(hour).toBeLessThanOrEqual(firstHour);
}

it.each(wrongClocks)('expects the reminder within 24 hours if a clock is wrong: %p', (wrong) => {
	const periods = [
		[3, 5],
		[3, 99],
		[1, 20],
	];
	for (const [first, last] of periods) {
		const [opening, ...reminders] = failing().polls(1, 40, during(first, last, wrong));
		expect(opening).toEqual(opened);
		expectReminder(reminders, wrong, 25);
	}
	// It waits while a clock jumps, and jumps back.
	const [, ...reminders] = failing().polls(1, 40, during(25, 25, wrong));
	expectReminder(reminders, wrong, 27);
});

it.each([
	{ date: 5, openedAt: 6 },
	{ date: -5, openedAt: -4 },
])('moves the opening of an incident with Date, and back: %p', ({ date, openedAt }) => {
	const scenario = failing();
	scenario.polls(1, 3, during(3, 3, { date }));
	expect(scenario.state.incident?.openedAt).toBe(at(openedAt));
	scenario.poll(4);
	expect(scenario.state.incident?.openedAt).toBe(at(1));
});

it.each([{ n8n: 5 }, { n8n: -5 }])("leaves it if n8n's clock jumps: %p", (wrong) => {
	const scenario = failing();
	scenario.polls(1, 3, during(3, 3, wrong));
	expect(scenario.state.incident?.openedAt).toBe(at(1));
	scenario.poll(4);
	expect(scenario.state.incident?.openedAt).toBe(at(1));
});

it('moves back an opening of when Date was ahead', () => {
	const scenario = failing();
	scenario.polls(1, 4, during(1, 3, { date: 5 }));
	expect(scenario.state.incident?.openedAt).toBe(at(1));
});

it('takes what was written while both clocks were ahead as the present', () => {
	const scenario = failing();
	expect(scenario.polls(1, 40, during(1, 2, { date: 30, n8n: 30 }))).toEqual([
		opened,
		[27, 'update syncStillFailing'],
	]);
	expect(scenario.state.incident?.openedAt).toBe(at(3));
});

const resolve = (openedHour: number) => ({
	connection_id: 'c1',
	job_kind: 'serverSyncJob',
	job_id: 'j1',
	event: 'syncRecovered',
	severity: 'info',
	cause: 'failed',
	causes: ['failed'],
	closed_by: 'success',
	incident_key: 'key-1',
	incident_action: 'resolve',
	incident_opened_at: new Date(at(openedHour)).toISOString().replace('.000Z', 'Z'),
});

it('compares the opening as corrected', () => {
	const typesOf = (openedHour: number) => {
		const scenario = failing();
		scenario.polls(1, 3, during(3, 3, { date: 5 }));
		scenario.runs.push(run(3.5, 'done'));
		const findings = scenario.poll(4, { date: 5 }, [resolve(openedHour)]);
		return findings.map(({ type }) => type).filter((type) => type !== 'lost');
	};
	expect(typesOf(6)).toEqual([]);
	expect(typesOf(6.001)).toEqual([]);
	expect(typesOf(1)).toEqual(['wrong']);
	expect(typesOf(6.01)).toEqual(['wrong']);
});

it('expects an outage of a connection to be corrected and its reminder in time, or early', () => {
	const outage = (wrong: Fault) => (hour: number) => ({
		...during(4, 6, wrong)(hour),
		unreadable: 'connection' as const,
	});
	for (const wrong of wrongClocks) {
		const scenario = failing();
		scenario.polls(1, 1);
		const [opening, ...reminders] = scenario.polls(2, 40, outage(wrong));
		expect(opening).toEqual([3, 'trigger connectionUnreadable of outage']);
		expectReminder(reminders, wrong, 27);
		expect(scenario.outage.incident?.openedAt).toBe(at(3));
	}
});

it('moves the first failed poll of an outage, but not its key once opened', () => {
	const scenario = failing();
	scenario.poll(1, { unreadable: 'connection' });
	scenario.poll(2, { unreadable: 'connection', date: 5 });
	expect(scenario.outage.firstFailedAt).toBe(at(6));
	expect(scenario.outage.incident?.keyParts).toBe(`connection/c1/${at(6)}`);
	scenario.poll(3, { unreadable: 'connection' });
	expect(scenario.outage.firstFailedAt).toBe(at(1));
	expect(scenario.outage.incident?.keyParts).toBe(`connection/c1/${at(6)}`);
});

it.each([{ n8n: 200 }, { n8n: -200 }])('compares no clocks without a Date: %p', (wrong) => {
	const scenario = failing();
	const unreadable = during(3, 5, { ...wrong, unreadable: 'team' });
	const alerts = scenario.polls(1, 40, unreadable).filter(([, line]) => !line.includes('outage'));
	expect(alerts).toEqual([opened, [25, 'update syncStillFailing']]);
	expect(scenario.state.incident?.openedAt).toBe(at(1));
});

it('finds a jump after polls without a Date', () => {
	const scenario = failing();
	const wrong = (hour: number) => (hour < 5 ? { unreadable: 'team' as const } : { date: 5 });
	scenario.poll(1);
	const alerts = scenario.polls(2, 40, wrong).filter(([, line]) => !line.includes('outage'));
	expectReminder(alerts, { date: 5 }, 25);
	expect(scenario.state.incident?.openedAt).toBe(at(6));
});
