import fc from 'fast-check';
import type { TaskResult } from '../../../../../nodes/AsaActiveDirectory/asa/model/result';
import { check } from '../../../../../nodes/AsaActiveDirectory/monitor/index';
import {
	itemOf,
	type SyncItem,
} from '../../../../../nodes/AsaActiveDirectory/monitor/output/items';
import type { Snapshot } from '../../../../../nodes/AsaActiveDirectory/monitor/snapshot/types';
import {
	readState,
	writeState,
} from '../../../../../nodes/AsaActiveDirectory/monitor/state/storage';
import type { State } from '../../../../../nodes/AsaActiveDirectory/monitor/state/types';
import { Scenario } from './scenario.cts';
import { allEvents } from './settings.cts';
import { serverResult, unavailable, type WorldJob } from './team.cts';
import { at, iso, minute } from './times.cts';

/** What happens to the team between two polls, and to the poll. */
type Step =
	| { do: 'start'; state: string; isTest: boolean; job: number }
	| { do: 'end'; state: string; job: number; minutes: number }
	| { do: 'correct'; state: string; job: number }
	| { do: 'switch' | 'update' | 'vanish' | 'slip' | 'hours'; job: number }
	| { do: 'wait'; minutes: number }
	| { do: 'poll'; kind: 'fine' | 'lost' | 'unread' | 'failed' | 'team' | 'forgetful' };

const endWords = fc.constantFrom('done', 'error', 'closed');

const anyJob = fc.integer({ min: 0, max: 1 });

const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant('start' as const),
			state: fc.constantFrom('running', 'running', 'done', 'error', 'digest'),
			isTest: fc.boolean(),
			job: anyJob,
		}),
	},
	{
		weight: 5,
		arbitrary: fc.record({
			do: fc.constant('end' as const),
			state: endWords,
			job: anyJob,
			minutes: fc.integer({ min: 0, max: 5 }),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('correct' as const), state: endWords, job: anyJob }),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constantFrom(
				'switch' as const,
				'update' as const,
				'vanish' as const,
				'slip' as const,
				'hours' as const,
			),
			job: anyJob,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('wait' as const),
			minutes: fc.constantFrom(10, 60, 300, 1500, 3000),
		}),
	},
	{
		weight: 10,
		arbitrary: fc.record({
			do: fc.constant('poll' as const),
			kind: fc.constantFrom(
				'fine' as const,
				'fine' as const,
				'fine' as const,
				'lost' as const,
				'unread' as const,
				'failed' as const,
				'team' as const,
				'forgetful' as const,
			),
		}),
	},
);

/** A team of two user sync jobs that a trigger of all events watches. */
class RandomTeam {
	readonly s = new Scenario(
		{ events: allEvents, failureThreshold: 2, includeTestRuns: true },
		'userSyncJob',
	);
	now = at('06:00');
	/** All that was delivered, poll by poll. */
	readonly delivered: SyncItem[][] = [];
	private runs = 0;
	private slipped: WorldJob[] = [];

	constructor() {
		this.s.connection.job('Second', 'userSyncJob');
		this.poll('fine');
	}

	get jobs(): WorldJob[] {
		return this.s.connection.jobs;
	}

	take(step: Step): void {
		this.now += minute;
		if (step.do === 'wait') this.now += step.minutes * minute;
		else if (step.do === 'poll') this.poll(step.kind);
		else this.change(this.jobs[step.job], step);
	}

	private change(job: WorldJob, step: Exclude<Step, { do: 'wait' | 'poll' }>): void {
		const newest = job.results[job.results.length - 1];
		if (step.do === 'start') {
			const id = `r${++this.runs}`;
			const ad_test_request_id = step.isTest ? `t${id}` : null;
			job.put(serverResult(id, this.now, { task_state: step.state, ad_test_request_id }));
			job.results = job.results.slice(-10);
		} else if (step.do === 'end' && newest) {
			if (['running', 'digest'].includes(newest.task_state)) this.reword(job, newest, step.state);
		} else if (step.do === 'correct' && newest) {
			this.reword(job, newest, step.state);
		} else if (step.do === 'switch') {
			job.isActive = !job.isActive;
		} else if (step.do === 'update') {
			job.id = `${job.name}-${++this.runs}`;
		} else if (step.do === 'vanish' && newest?.task_state === 'running') {
			job.results = job.results.slice(0, -1);
		} else if (step.do === 'slip') {
			job.isListed = false;
			this.slipped.push(job);
		} else if (step.do === 'hours') {
			job.frequencyHours = job.frequencyHours === 1 ? 6 : 1;
		}
	}

	private reword(job: WorldJob, result: TaskResult, task_state: string): void {
		job.put({ ...result, task_state, updated_at: iso(this.now) });
		job.results.sort((a, b) => a.created_at.localeCompare(b.created_at));
	}

	poll(kind: Extract<Step, { do: 'poll' }>['kind']): void {
		const { s } = this;
		const before = s.stored;
		s.teamError = kind === 'team' ? unavailable : null;
		s.connection.fail(kind === 'failed' ? unavailable : null);
		s.connection.unread = kind === 'unread' ? ['userSyncJob'] : [];
		s.isForgetful = kind === 'forgetful';
		const state = s.state;
		const snapshot = s.read(state, this.now);
		this.holds(state, snapshot);
		const items = s.items(this.now);
		for (const job of this.slipped.splice(0)) job.isListed = true;
		if (kind === 'lost') s.stored = before;
		else this.delivered.push(items);
	}

	/** What holds at every single poll. */
	private holds(state: State | undefined, snapshot: Snapshot): void {
		const frozen = JSON.stringify(state && writeState(state));
		const read = JSON.stringify(snapshot);
		const result = check(state, snapshot, this.s.settings);
		// Neither input is changed.
		expect(JSON.stringify(state && writeState(state))).toBe(frozen);
		expect(JSON.stringify(snapshot)).toBe(read);
		// The state survives being stored.
		const stored = JSON.stringify(writeState(result.state));
		const again = readState(JSON.parse(stored));
		expect(JSON.stringify(again && writeState(again))).toBe(stored);
		// The same snapshot brings nothing the second time.
		expect(check(again, snapshot, this.s.settings).events).toEqual([]);
		// The order of lists doesn't matter.
		const reversed = check(state, turned(snapshot), this.s.settings);
		expect(JSON.stringify(reversed.events.map(itemOf))).toBe(
			JSON.stringify(result.events.map(itemOf)),
		);
		expect(JSON.stringify(writeState(reversed.state))).toBe(stored);
	}

	/** Polls until nothing can be left over. */
	finishRuns(): void {
		for (let poll = 0; poll < 4; poll++) {
			this.now += 25 * 60 * minute;
			this.poll('fine');
		}
	}
}

function turned(snapshot: Snapshot): Snapshot {
	if (!Array.isArray(snapshot.connections)) return snapshot;
	const connections = [...snapshot.connections].reverse().map((connection) => ({
		...connection,
		lists: Object.fromEntries(
			Object.entries(connection.lists).map(([kind, list]) => [
				kind,
				Array.isArray(list)
					? [...list]
							.reverse()
							.map((job) =>
								job.results ? { ...job, results: [...job.results].reverse() } : { ...job },
							)
					: list,
			]),
		),
	}));
	return { ...snapshot, connections };
}

export function runHistory(steps: Step[]): RandomTeam {
	const team = new RandomTeam();
	for (const one of steps) team.take(one);
	team.finishRuns();
	return team;
}

export const histories = fc.array(step, { maxLength: 60 });
