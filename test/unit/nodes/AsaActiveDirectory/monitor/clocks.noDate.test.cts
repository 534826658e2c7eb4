import { unavailable } from './team.cts';
import { allEvents } from './settings.cts';
import { at, day, hour, iso, minute } from './times.cts';
import { Clocks } from './wrongClocks.cts';

/* Polls without Date, because the list of connections can't be read: n8n's clock is then the only one. Times are the true ones. */

const withoutResults = allEvents.filter((event) => event !== 'newResult');

/** A trigger that has seen a success. */
function begun(settings: ConstructorParameters<typeof Clocks>[0] = {}): Clocks {
	const s = new Clocks({ events: withoutResults, ...settings });
	s.job.frequencyHours = null;
	s.pollAt('05:00', 'done 04:00');
	return s;
}

describe.each([0, 5, -5, 72, -72])("n8n's clock jumps by %i h at a poll without Date", (hours) => {
	function jump(s: Clocks, time: string): void {
		s.hostError = hours * hour;
		s.pollWithoutDate(time);
	}

	test('the first success resolves what was stopped', () => {
		const s = begun();
		s.pollAt('06:00', 'off');
		s.pollAt('07:00');
		s.pollAt('08:00');
		jump(s, '09:00');
		expect(s.pollAt('10:00', 'on, done 09:30')).toEqual(['resolve success']);
	});

	test('reminders come in time, and the opening stays as it was', () => {
		const s = begun({ reminderHours: 6 });
		s.pollAt('06:00', 'error 05:30');
		jump(s, '08:00');
		expect(s.hourly('09:00', '13:00')).toEqual([`${iso('12:00')} update syncStillFailing`]);
		const [recovery] = s.itemsAt('14:00', 'done 13:30');
		expect(recovery.incident_opened_at).toBe(iso('06:00'));
	});

	test('overdue is reported in time', () => {
		const s = begun();
		s.job.frequencyHours = 24;
		s.pollAt('06:00');
		s.job.frequencyHours = 12;
		s.pollAt('07:00');
		jump(s, '08:00');
		expect(s.hourly('09:00', '21:00')).toEqual([`${iso('20:00')} trigger syncOverdue`]);
	});

	test('an unknown result is no failure before 24 hours', () => {
		const s = begun();
		s.pollAt('06:00', 'odd 05:30');
		jump(s, '08:00');
		expect(s.hourly('09:00', 'd2 06:00')).toEqual([]);
		expect(s.pollAt('d2 06:00')).toEqual(['trigger syncFailed']);
	});

	test("an outage of the team has the right times if n8n's clock has been wrong before", () => {
		const s = new Clocks({ events: withoutResults });
		s.hostError = hours * hour;
		s.pollAt('05:00', 'done 04:00');
		s.pollAt('08:00');
		s.teamError = unavailable;
		for (let time = at('08:30'); time < at('16:00'); time += 30 * minute) s.pollAt(time);
		s.teamError = null;
		const [recovery] = s.itemsAt('16:00');
		expect(recovery.incident_opened_at).toBe(iso('09:00'));
		expect(recovery.text).toContain('lasted 7 h 30 min');
	});
});

test.each([3, -3])("n8n's clock is %i h wrong, and the first Date ends an outage", (hours) => {
	const s = new Clocks({ events: withoutResults });
	s.hostError = hours * hour;
	for (const time of ['06:00', '06:05', '06:10']) s.pollWithoutDate(time);
	const [recovery] = s.itemsAt('07:00', 'done 06:30');
	expect(recovery.incident_opened_at).toBe(iso('06:10'));
	expect(recovery.text).toContain('lasted 1 h 0 min');
});

test("an error of n8n's clock that is corrected at a poll without Date changes no opening", () => {
	const s = new Clocks({ events: withoutResults });
	s.hostError = 2 * hour;
	s.pollAt('06:00', 'done 05:00');
	s.pollAt('06:05', 'error 06:01');
	s.hostError = 0;
	s.pollWithoutDate('06:10');
	s.pollAt('06:15');
	expect(s.itemsAt('07:00', 'done 06:40')[0].incident_opened_at).toBe(iso('06:05'));
});

describe.each([
	['with', 5],
	['with', 72],
	['without', 5],
	['without', 72],
])('both clocks were ahead, and are right again at a poll %s Date (%i h)', (how, hours) => {
	function jumpAhead(s: Clocks): void {
		s.dateError = hours * hour;
		s.hostError = hours * hour;
	}

	function jumpBack(s: Clocks, time: string): void {
		s.dateError = 0;
		s.hostError = 0;
		if (how === 'with') s.pollAt(time);
		else s.pollWithoutDate(time);
	}

	test('a success resolves what was stopped', () => {
		const s = begun({ accessWarningHours: 1 });
		jumpAhead(s);
		s.pollAt('06:00', 'off');
		expect(s.pollAt('07:00')).toEqual(['trigger syncStopped']);
		jumpBack(s, '08:00');
		s.pollAt('09:00');
		expect(s.pollAt('10:00', 'on, done 09:30')).toEqual(['resolve success']);
	});

	test('reminders come', () => {
		const s = begun({ reminderHours: 6, accessWarningHours: 1 });
		jumpAhead(s);
		s.pollAt('06:00', 'error 05:30');
		jumpBack(s, '07:00');
		expect(s.hourly('08:00', '15:00')).toEqual([
			`${iso(how === 'with' ? '13:00' : '14:00')} update syncStillFailing`,
		]);
	});
});

test("an outage is reported in time although its first failed poll had n8n's clock days ahead", () => {
	const s = new Clocks({ events: withoutResults });
	s.hostError = 3 * day;
	s.pollAt('05:00', 'done 04:00');
	s.pollWithoutDate('06:00');
	s.hostError = 0;
	const lines = ['06:10', '06:20'].flatMap((time) => s.pollWithoutDate(time));
	expect(lines).toEqual(['trigger connectionUnreadable']);
});

test("a reminder comes in time although n8n's clock jumped within an outage of the team", () => {
	const s = begun({ reminderHours: 6 });
	s.pollAt('06:00', 'error 05:30');
	s.pollWithoutDate('07:00');
	s.hostError = 30 * hour;
	s.pollWithoutDate('08:00');
	s.hostError = 0;
	expect(s.hourly('09:00', '13:00').at(-1)).toBe(`${iso('12:00')} update syncStillFailing`);
});
