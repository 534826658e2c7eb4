import { at, during, run, Scenario, type Fault } from './scenario.cts';

const unreadableTeam = { unreadable: 'team' } as const;
const error = "error execution: the team can't be read";
const opened = 'trigger connectionUnreadable of outage';
const message = 'Okta returned a server error (500)';

/** A job that is well, watched by a trigger whose Connection Unreadable isn't chosen, nor these other events. */
function unchosen(...others: string[]): Scenario {
	const scenario = new Scenario().without('connectionUnreadable', ...others);
	scenario.runs = [run(0, 'done')];
	scenario.poll(0);
	return scenario;
}

/** The types of what the oracle finds in a poll with these error executions. */
const typesOf = (
	scenario: Scenario,
	hour: number,
	errors: string[],
	fault: Fault = unreadableTeam,
) => scenario.check(hour, fault, [], errors).findings.map(({ type }) => type);

/** A scenario at the second poll that can't read the team. */
function failedTwice(...others: string[]): Scenario {
	const scenario = unchosen(...others);
	scenario.poll(1, unreadableTeam);
	scenario.check(2, unreadableTeam, [], [message]);
	return scenario;
}

it('expects an error execution at the second failed poll and after each interval of reminders', () => {
	expect(unchosen('syncStillFailing').polls(1, 60, () => unreadableTeam)).toEqual([
		[2, error],
		[26, error],
		[51, error],
	]);
});

it('expects one at each outage', () => {
	const outages = (hour: number) => (hour === 3 ? {} : unreadableTeam);
	expect(unchosen('syncRecovered').polls(1, 6, outages)).toEqual([
		[2, error],
		[5, error],
	]);
});

it('expects none of a connection or of a single failed poll', () => {
	expect(unchosen().polls(1, 40, during(1, 40, { unreadable: 'connection' }))).toEqual([]);
	expect(unchosen().polls(1, 6, during(1, 1, unreadableTeam))).toEqual([]);
});

it('counts those that are right', () => {
	const scenario = unchosen();
	expect(scenario.check(1, unreadableTeam, [], [])).toMatchObject({ findings: [], errors: 0 });
	const second = scenario.check(2, unreadableTeam, [], [message]);
	expect(second).toMatchObject({ findings: [], errors: 1, alerts: 0 });
});

it('finds a missing, a doubled and an early one', () => {
	const scenario = unchosen();
	expect(typesOf(scenario, 1, [message])).toEqual(['wrong']);
	expect(typesOf(scenario, 2, [])).toEqual(['missing']);
	expect(typesOf(failedTwice(), 3, [message])).toEqual(['wrong']);
	const doubled = unchosen();
	doubled.poll(1, unreadableTeam);
	const { findings, errors } = doubled.check(2, unreadableTeam, [], [message, message]);
	expect(errors).toBe(1);
	expect(findings).toMatchObject([
		{ type: 'wrong', subject: 'team', line: error, text: expect.stringContaining(message) },
	]);
});

it('finds one for a connection, at a poll that can read the team, and if the event is chosen', () => {
	const scenario = unchosen();
	scenario.poll(1, { unreadable: 'connection' });
	expect(typesOf(scenario, 2, [message], { unreadable: 'connection' })).toEqual(['wrong']);
	expect(typesOf(failedTwice('syncRecovered'), 3, [message], {})).toEqual(['wrong']);
	const chosen = new Scenario();
	chosen.poll(0);
	chosen.poll(1, unreadableTeam);
	expect(typesOf(chosen, 2, [message])).toEqual(['wrong', 'missing']);
});

it('expects the incident once the event is chosen', () => {
	const scenario = failedTwice();
	scenario.settings = new Scenario().settings;
	expect(scenario.polls(3, 30, () => unreadableTeam)).toEqual([
		[3, opened],
		[27, 'update syncStillFailing of outage'],
	]);
});

/** An incident that was notified before its event was unchosen, with these others. */
function unchosenLater(...others: string[]): Scenario {
	const scenario = new Scenario();
	scenario.poll(0);
	expect(scenario.polls(1, 2, () => unreadableTeam)).toEqual([[2, opened]]);
	return scenario.without('connectionUnreadable', ...others);
}

it('accepts a reminder or an error execution of an incident whose event is no longer chosen', () => {
	expect(unchosenLater().polls(3, 40, () => unreadableTeam)).toEqual([
		[26, 'update syncStillFailing of outage'],
	]);
	const scenario = unchosenLater();
	scenario.polls(3, 25, () => unreadableTeam);
	expect(typesOf(scenario, 26, [message])).toEqual([]);
	expect(typesOf(unchosenLater(), 3, [message])).toEqual(['wrong']);
});

it('lists that nothing reminds of it if reminders are not chosen either', () => {
	const point = 'what reminds of an incident of the team whose event is no longer chosen';
	const pointsOf = (errors: string[]) => {
		const scenario = unchosenLater('syncStillFailing');
		scenario.polls(3, 25, () => unreadableTeam);
		const { findings, points } = scenario.check(26, unreadableTeam, [], errors);
		expect(findings).toEqual([]);
		return points;
	};
	expect(pointsOf([message])).toEqual([]);
	expect(pointsOf([])).toEqual([point]);
});

it('expects it again after a restart that lost it', () => {
	const scenario = unchosen();
	scenario.poll(1, unreadableTeam);
	const saved = scenario.oracle.knowledge;
	expect(typesOf(scenario, 2, [message])).toEqual([]);
	expect(typesOf(scenario, 3, [])).toEqual([]);
	scenario.oracle.knowledge = saved;
	expect(typesOf(scenario, 3, [])).toEqual(['missing']);
});

it('expects the next one an interval after a clock of n8n that was ahead', () => {
	const ahead = (hour: number) => ({ ...unreadableTeam, ...during(4, 4, { n8n: 5 })(hour) });
	const scenario = unchosen();
	expect(scenario.polls(1, 27, ahead)).toEqual([
		[2, error],
		[27, error],
	]);
	expect(scenario.oracle.knowledge.team[0].incident?.openedAt).toBe(at(2));
});
