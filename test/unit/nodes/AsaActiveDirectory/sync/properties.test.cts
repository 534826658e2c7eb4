import fc from 'fast-check';
import type { TaskResult } from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import type { SyncItem } from '../../../../../nodes/AsaActiveDirectory/sync/items';
import type { HistoryState } from '../../../../../nodes/AsaActiveDirectory/sync/observation';
import { at, hour, job, minute, serverResult, settings } from './builders.cts';
import { Story } from './story.cts';

/** A run of the job: minutes after the end of the one before, minutes long. */
interface Run {
	pause: number;
	length: number;
	state: 'done' | 'failed';
	isTest: boolean;
	/** Whether the job is updated right before it, which gives it a new id. */
	newId: boolean;
}

/** A poll: minutes after the one before. */
interface Poll {
	pause: number;
	/** crash: n8n dies before anything of it is saved; twice: the tick comes twice; unread: the results fail. */
	fate: 'fine' | 'crash' | 'twice' | 'unread';
}

const start = at('06:00');

const runArbitrary: fc.Arbitrary<Run> = fc.record({
	pause: fc.integer({ min: 0, max: 90 }),
	length: fc.integer({ min: 1, max: 50 }),
	state: fc.constantFrom('done' as const, 'failed' as const),
	isTest: fc.boolean(),
	newId: fc.boolean(),
});

const pollArbitrary: fc.Arbitrary<Poll> = fc.record({
	pause: fc.integer({ min: 1, max: 240 }),
	fate: fc.constantFrom(
		'fine' as const,
		'fine' as const,
		'crash' as const,
		'twice' as const,
		'unread' as const,
	),
});

/** A run with its times, and the job's id by then. */
interface TimedRun extends Run {
	id: string;
	jobId: string;
	from: number;
	to: number;
}

function timed(runs: Run[]): TimedRun[] {
	let time = start;
	let ids = 1;
	return runs.map((run, index) => {
		const from = time + run.pause * minute;
		time = from + run.length * minute;
		if (run.newId) ids++;
		return { ...run, id: `r${index}`, jobId: `job-${ids}`, from, to: time };
	});
}

/** What the API shows of the runs at a time. */
function shown(runs: TimedRun[], now: number): TaskResult[] {
	return runs
		.filter(({ from }) => from <= now)
		.map(({ id, from, to, state, isTest }) =>
			serverResult(id, from, {
				task_state: to <= now ? state : 'running',
				updated_at: new Date(Math.min(to, now)).toISOString(),
				ad_test_request_id: isTest ? `test-${id}` : null,
			}),
		);
}

/** Polls as told and answers what was delivered; ends with a poll after everything. */
function live(story: Story, runs: TimedRun[], polls: Poll[], frequency: number | null): SyncItem[] {
	const delivered: SyncItem[] = [];
	let now = start;
	const observe = (history: HistoryState) => {
		const id = runs.findLast(({ from }) => from <= now)?.jobId ?? 'job-1';
		return story.poll(now, job({ id, frequency, results: shown(runs, now), history }));
	};
	observe('read');
	for (const { pause, fate } of polls) {
		now += pause * minute;
		const before = story.stored;
		const items = observe(fate === 'unread' ? 'not read' : 'read');
		if (fate === 'crash') story.stored = before;
		else delivered.push(...items);
		if (fate === 'twice') delivered.push(...observe('read'));
	}
	now = Math.max(now, runs.at(-1)?.to ?? 0) + minute;
	delivered.push(...observe('read'));
	return delivered;
}

/** The failures that should have been told: one a row of failed runs, and whether a success ended it. */
function expectedFailures(runs: TimedRun[]): Array<{ first: string; end: string | null }> {
	const rows: Array<{ first: string; end: string | null }> = [];
	for (const { id, state } of runs.filter(({ isTest }) => !isTest)) {
		const open = rows.find(({ end }) => end === null);
		if (state === 'failed' && !open) rows.push({ first: id, end: null });
		if (state === 'done' && open) open.end = id;
	}
	return rows;
}

test('each ended result is delivered once, whatever polls, ticks and updates come to', () => {
	fc.assert(
		fc.property(
			fc.array(runArbitrary, { maxLength: 30 }),
			fc.array(pollArbitrary, { maxLength: 30 }),
			(made, polls) => {
				const runs = timed(made);
				const story = new Story(
					settings({ includeTestRuns: true, runningLongMinutes: 1e6 }, ['newResult']),
				);
				const items = live(story, runs, polls, null);
				const ended = runs.filter(({ to }) => to > start);
				expect(items.map(({ result_id }) => result_id)).toEqual(ended.map(({ id }) => id));
			},
		),
		{ numRuns: 300 },
	);
});

test.each([
	['can be read', 'not read'],
	['is there', 'no path'],
] as const)(
	'each ended result is delivered once, where now and then the recent one alone %s',
	(_, history) => {
		fc.assert(
			fc.property(
				fc.array(runArbitrary, { maxLength: 15 }),
				fc.array(fc.record({ pause: fc.integer({ min: 1, max: 240 }), canRead: fc.boolean() }), {
					maxLength: 30,
				}),
				(made, polls) => {
					const runs = timed(made.map((run) => ({ ...run, newId: false })));
					const story = new Story(
						settings({ includeTestRuns: true, runningLongMinutes: 1e6 }, ['newResult']),
					);
					let now = start;
					const look = (canRead: boolean) => {
						const results = shown(runs, now);
						return story.poll(
							now,
							canRead
								? job({ frequency: null, results })
								: job({ frequency: null, results: results.slice(-1), history }),
						);
					};
					look(true);
					const items = polls.flatMap(({ pause, canRead }) => {
						now += pause * minute;
						return look(canRead);
					});
					now = Math.max(now, runs.at(-1)?.to ?? 0) + minute;
					items.push(...look(true));
					const ended = runs.filter(({ to }) => to > start);
					expect(items.map(({ result_id }) => result_id).sort()).toEqual(
						ended.map(({ id }) => id).sort(),
					);
				},
			),
			{ numRuns: 300 },
		);
	},
);

test('each row of failures is opened at its first and closed by the success that ends it', () => {
	fc.assert(
		fc.property(
			fc.array(runArbitrary, { maxLength: 30 }),
			fc.array(pollArbitrary, { maxLength: 30 }),
			(made, polls) => {
				// Three test runs in a row and nothing else would look like ids that say nothing.
				const [first, ...others] = made;
				const runs = timed(first ? [{ ...first, isTest: false }, ...others] : []);
				const story = new Story(settings({ runningLongMinutes: 1e6 }, ['syncFailed']));
				const items = live(story, runs, polls, null);
				const opened = items.filter(({ event }) => event === 'syncFailed');
				const closed = items.filter(({ event }) => event === 'syncRecovered');
				const rows = expectedFailures(runs);
				expect(opened.map(({ result_id }) => result_id)).toEqual(rows.map(({ first }) => first));
				expect(closed.map(({ result_id }) => result_id)).toEqual(
					rows.map(({ end }) => end).filter((end) => end !== null),
				);
				closed.forEach(({ incident_key }, index) => {
					expect(incident_key).toBe(opened[index].incident_key);
				});
			},
		),
		{ numRuns: 300 },
	);
});

test('incidents of each cause open and close by turns, and no key opens twice', () => {
	fc.assert(
		fc.property(
			fc.array(runArbitrary, { maxLength: 30 }),
			fc.array(pollArbitrary, { maxLength: 40 }),
			(made, polls) => {
				const story = new Story(settings({ overdueGraceMinutes: 5, runningLongMinutes: 30 }));
				const items = live(story, timed(made), polls, 1);
				const opened = new Set<string | null>();
				for (const cause of ['failed', 'overdue', 'running_long']) {
					let open: string | null = null;
					for (const item of items.filter((one) => one.cause === cause)) {
						const { incident_action, incident_key } = item;
						if (incident_action === 'trigger') {
							expect(open).toBeNull();
							expect(opened).not.toContain(incident_key);
							opened.add(incident_key);
							open = incident_key;
						} else {
							expect(incident_key).toBe(open);
							if (incident_action === 'resolve') open = null;
						}
					}
				}
			},
		),
		{ numRuns: 300 },
	);
});

test('a job is overdue exactly when its slot was missed, and recovers when it runs', () => {
	const pauses = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 20 });
	fc.assert(
		fc.property(pauses, (gaps) => {
			let time = start;
			const runs = timed(
				gaps.map((pause) => ({ pause, length: 1, state: 'done', isTest: false, newId: false })),
			);
			const story = new Story(settings({}, ['syncOverdue']));
			const results = [serverResult('first', start)];
			story.poll(start + 2 * minute, job({ results }));
			const told: string[] = [];
			const last = (runs.at(-1)?.to ?? start) + 10 * minute;
			for (time = start + 3 * minute; time <= last; time += minute) {
				const seen = [...results, ...shown(runs, time)];
				told.push(...story.names(time, job({ results: seen })));
			}
			const starts = [start, ...runs.map(({ from }) => from)];
			const missed = starts.slice(1).filter((from, index) => from - starts[index] > 91 * minute);
			expect(told).toEqual(missed.flatMap(() => ['syncOverdue', 'syncRecovered']));
		}),
		{ numRuns: 60 },
	);
});

test('whatever is stored, reading it never throws and the next poll is a baseline or a continuation', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (stored) => {
			const story = new Story();
			story.poll(start, job({ results: [serverResult('a', start - hour)] }));
			const spoiled = { ...JSON.parse(story.stored ?? ''), c: { x: stored } };
			story.stored = JSON.stringify(spoiled);
			try {
				story.poll(start + minute, job());
			} catch (error) {
				expect((error as Error).message).toBe('The stored state was not read');
			}
		}),
	);
});
