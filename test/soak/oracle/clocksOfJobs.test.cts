import { at, during, run, Scenario, wrongClocks } from './scenario.cts';

/** A job with an interval in hours, after its first run. */
function healthy(frequency: number | null, kind?: 'userSyncJob'): Scenario {
	const scenario = new Scenario(kind).withoutReminders();
	scenario.job.frequency = frequency;
	scenario.runs = [run(0, 'done')];
	scenario.poll(0);
	scenario.poll(1);
	return scenario;
}

it.each([{ date: 5 }, { date: -5 }])(
	'counts a schedule that changed while Date was wrong from the poll that saw it: %p',
	(wrong) => {
		const scenario = healthy(6);
		scenario.poll(2, wrong);
		scenario.job.frequency = 4;
		// It changed at 3, so that the next start is late after 7:30.
		expect(scenario.polls(3, 9, during(3, 4, wrong))).toEqual([[8, 'trigger syncOverdue']]);
	},
);

it('expects nothing that opens by the clock at a poll at which a clock has jumped', () => {
	expect(healthy(3).polls(2, 6)).toEqual([[4, 'trigger syncOverdue']]);
	for (const wrong of wrongClocks) {
		expect(healthy(3).polls(2, 6, during(3, 3, wrong))).toEqual([[5, 'trigger syncOverdue']]);
		expect(healthy(3).polls(2, 6, during(4, 4, wrong))).toEqual([[6, 'trigger syncOverdue']]);
	}
});

it("expects what is due after an outage at once although n8n's clock is always wrong", () => {
	for (const n8n of [-50, 50]) {
		const scenario = new Scenario().withoutReminders();
		scenario.job.frequency = 3;
		scenario.runs = [run(0, 'done')];
		const alerts = scenario.polls(0, 6, (hour) => ({
			n8n,
			...(hour === 3 || hour === 4 ? { unreadable: 'team' } : {}),
		}));
		expect(alerts.filter(([, line]) => !line.includes('outage'))).toEqual([
			[5, 'trigger syncOverdue'],
		]);
	}
});

it.each(wrongClocks)(
	'lets a success resolve that ended after the last poll saw the job off: %p',
	(wrong) => {
		const scenario = healthy(null);
		scenario.runs.push(run(1.5, 'error'));
		scenario.poll(2);
		scenario.job.isActive = false;
		expect(scenario.polls(3, 4, () => wrong)).toEqual([[4, 'update syncStopped']]);
		scenario.job.isActive = true;
		scenario.runs.push(run(4.2, 'done'));
		expect(scenario.polls(5, 5)).toEqual([[5, 'resolve syncRecovered']]);
	},
);

it.each([{ date: 5 }, { date: -5 }])('lets no earlier success resolve: %p', (wrong) => {
	const scenario = healthy(null);
	scenario.runs.push(run(1.5, 'error'));
	scenario.poll(2);
	scenario.job.isActive = false;
	scenario.runs.push(run(3.5, 'done'));
	scenario.polls(3, 4, () => wrong);
	scenario.job.isActive = true;
	expect(scenario.polls(5, 6)).toEqual([]);
});

/** A job of users that fails from its second run on: their access ends at 48. */
function atRisk(): Scenario {
	const scenario = healthy(null, 'userSyncJob');
	scenario.runs.push(run(1.5, 'error'));
	return scenario;
}

const early = [
	[2, 'trigger syncFailed'],
	[24, 'update accessAtRisk'],
];

it('expects an end of access that was reported early again at its time, once', () => {
	expect(atRisk().polls(2, 70)).toEqual([...early, [48, 'update accessAtRisk']]);
	expect(atRisk().polls(2, 70, during(44, 45, { date: 5 }))).toEqual([
		...early,
		[45, 'update accessAtRisk'],
		[48, 'update accessAtRisk'],
	]);
});

it('expects an end of access that was reported in time once', () => {
	for (const wrong of wrongClocks) {
		const alerts = atRisk().polls(2, 70, during(60, 63, wrong));
		expect(alerts).toEqual([...early, [48, 'update accessAtRisk']]);
		// Access seems to end later at this poll alone.
		const later = atRisk().polls(2, 70, during(50, 50, wrong));
		expect(later).toEqual([...early, [48, 'update accessAtRisk']]);
	}
});

it('lets an end of access wait at a poll at which a clock has jumped', () => {
	const alerts = atRisk().polls(2, 70, during(48, 60, { n8n: 5 }));
	expect(alerts).toEqual([...early, [49, 'update accessAtRisk']]);
});

it.each(wrongClocks)('gives up watching a stopped job in time: %p', (wrong) => {
	const scenario = new Scenario().withoutReminders();
	scenario.polls(0, 1);
	scenario.job.isActive = false;
	// Off at 2 and 3; without a run there is no end of access.
	expect(scenario.polls(2, 40, during(5, 9, wrong))).toEqual([
		[3, 'trigger syncStopped'],
		[27, 'resolve syncRecovered'],
	]);
});

it.each(wrongClocks)(
	'watches a stopped job until the next poll if a clock has jumped: %p',
	(wrong) => {
		const scenario = new Scenario().withoutReminders();
		scenario.polls(0, 1);
		scenario.job.isActive = false;
		expect(scenario.polls(2, 40, during(27, 40, wrong))).toEqual([
			[3, 'trigger syncStopped'],
			[28, 'resolve syncRecovered'],
		]);
	},
);

it.each(wrongClocks)('waits 24 hours for an unknown result: %p', (wrong) => {
	for (const last of [6, 99]) {
		const scenario = healthy(null);
		scenario.runs.push(run(1.5, 'whatever', { taskState: 'skipped' }));
		const lost = scenario.polls(2, 40, during(4, last, wrong), 'lost');
		expect(lost).toEqual([[26, 'newResult unknown']]);
	}
});

it.each(wrongClocks)('takes unknown results for a failure after 24 hours: %p', (wrong) => {
	const scenario = healthy(null);
	const skipped = { taskState: 'skipped' };
	scenario.runs.push(run(1.5, '', skipped), run(2.5, '', skipped));
	expect(scenario.polls(2, 40, during(1, 6, wrong))).toEqual([[26, 'trigger syncFailed']]);
});

const running = { startedAt: null, updatedAt: null };

it.each([
	{ wrong: { date: 5 }, startedAt: 2, reportedAt: 5 },
	// No jump shows, so that the present is all that is known.
	{ wrong: { date: 5, n8n: 5 }, startedAt: 4, reportedAt: 7 },
])('moves back the start that a poll gave a run: %p', ({ wrong, startedAt, reportedAt }) => {
	const scenario = healthy(null);
	scenario.runs.push(run(1.5, 'running', { startedAt: at(30), updatedAt: null }));
	const alerts = scenario.polls(2, 8, during(2, 3, wrong));
	expect(alerts).toEqual([[reportedAt, 'trigger syncRunningLong']]);
	expect(scenario.state.runs.at(-1)?.startedAt).toBe(at(startedAt));
});

it.each([
	{ wrong: { date: 5 }, reportedAt: 5 },
	{ wrong: { date: 5, n8n: 5 }, reportedAt: 7 },
])('moves back a run without a start: %p', ({ wrong, reportedAt }) => {
	const scenario = healthy(null);
	scenario.runs.push(run(1.5, 'running', running));
	const alerts = scenario.polls(2, 8, during(2, 3, wrong));
	expect(alerts).toEqual([[reportedAt, 'trigger syncRunningLong']]);
});

it('leaves the start that a poll gave a run while Date was late', () => {
	const scenario = healthy(null);
	scenario.runs.push(run(1.5, 'running', { startedAt: at(30), updatedAt: null }));
	scenario.polls(2, 3, during(2, 2, { date: -5 }));
	// Just after the run before it.
	expect(scenario.state.runs.at(-1)?.startedAt).toBe(at(0) + 1000);
});

it('leaves the start that ASA gave a run, even if it is ahead', () => {
	const scenario = healthy(null);
	scenario.runs.push(run(1.5, 'running', { startedAt: at(4.5), updatedAt: null }));
	const alerts = scenario.polls(2, 8, during(2, 2, { n8n: 5 }));
	expect(scenario.state.runs.at(-1)?.startedAt).toBe(at(4.5));
	expect(alerts).toEqual([[7, 'trigger syncRunningLong']]);
});

it('replaces a start that ASA gave ahead of both clocks, and keeps that', () => {
	const scenario = healthy(null);
	scenario.runs.push(run(1.5, 'running', { startedAt: at(4.5), updatedAt: null }));
	expect(scenario.polls(2, 8)).toEqual([[5, 'trigger syncRunningLong']]);
	expect(scenario.state.runs.at(-1)?.startedAt).toBe(at(2));
});

it('keeps the order of runs that are taken as started at the present', () => {
	const scenario = healthy(null);
	const ahead = { startedAt: at(30), updatedAt: at(30) };
	const bothAhead = { date: 5, n8n: 5 };
	scenario.runs.push(run(1.5, 'error', ahead));
	scenario.poll(2, bothAhead);
	scenario.runs.push(run(2.5, 'running', { startedAt: at(31), updatedAt: null }));
	scenario.poll(3, bothAhead);
	scenario.runs[2] = run(2.5, 'done', { startedAt: at(31) });
	expect(scenario.polls(4, 4)).toEqual([[4, 'resolve syncRecovered']]);
	expect(scenario.state.runs.map(({ startedAt }) => startedAt)).toEqual([at(0), at(4), at(4)]);
});

it('keeps it behind a run whose start ASA gave, even if that is ahead', () => {
	const scenario = healthy(null);
	const whileAhead = { n8n: 10 };
	scenario.runs.push(run(1.5, 'error', { startedAt: at(8), updatedAt: at(8) }));
	scenario.poll(2, whileAhead);
	scenario.runs.push(run(2.5, 'running', { startedAt: at(30), updatedAt: null }));
	scenario.poll(3, whileAhead);
	scenario.runs[2] = run(2.5, 'done', { startedAt: at(30) });
	expect(scenario.polls(4, 4)).toEqual([[4, 'resolve syncRecovered']]);
});

it('counts the next start from an end that moved back', () => {
	const scenario = healthy(3);
	scenario.runs.push(run(1.5, 'done', { updatedAt: at(30) }));
	scenario.poll(2, { date: 5 });
	expect(scenario.polls(3, 9)).toEqual([[6, 'trigger syncOverdue']]);
});

it('keeps a run that moves back behind one that ASA gave a start', () => {
	const scenario = healthy(null);
	scenario.runs.push(run(1.5, 'running', running));
	scenario.poll(2, { date: 5 });
	scenario.runs.push(run(2.8, 'error'));
	scenario.poll(3, { date: 5 });
	scenario.poll(4);
	expect(scenario.state.runs.map(({ id }) => id)).toEqual(['run-0', 'run-2.8', 'run-1.5']);
	expect(scenario.state.runs[2].orderWhenSeenAt).toBe(at(2.8));
});

it('puts a run with a future start behind known ones while Date is late', () => {
	const scenario = healthy(null);
	scenario.runs.push(run(1.5, 'error', { startedAt: at(9), updatedAt: at(9) }));
	expect(scenario.polls(2, 2, () => ({ date: -5 }))).toEqual([[2, 'trigger syncFailed']]);
});
