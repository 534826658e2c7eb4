import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import type { LoggedRequest } from '../../../../sandbox/requestLog.cts';
import type { State } from '../../../../sandbox/state.cts';
import { faultNamed } from '../../faults/kinds.cts';
import type { SentRequest } from '../../rig/networkLog.cts';
import { event, list, team } from '../sampleEvidence.cts';
import { judgeTrigger, type TriggerVerdict } from './check.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

const times = (index: number) => `2026-01-05T00:${String(index).padStart(2, '0')}:00Z`;

/** A scheduled run that starts at one place of the history and ends at the next. */
function runOf(index: number, id: string, outcome: 'succeed' | 'fail'): HistoryEvent[] {
	const job = { jobKind: 'server' as const, jobId: 'j1', jobName: 'Servers' };
	const details = { resultId: id, isTest: false, outcome };
	return [
		{ ...event('run_started', details), ...job, index, at: times(index) },
		{ ...event('run_ended', details), ...job, index: index + 1, at: times(index + 1) },
	];
}

const nothing = {
	severity: 'info',
	severity_raised: false,
	cause: null,
	causes: null,
	incident_key: null,
	incident_action: null,
	already_resolved: false,
	closed_by: null,
	job_kind: null,
	job_name: null,
	connection_id: 'c1',
	result_id: null,
	title: 'title',
	text: 'text',
	is_sample: false,
} as const;

function item(changes: Partial<SyncItem>): SyncItem {
	return { ...nothing, ...changes } as SyncItem;
}

const servers = { job_kind: 'serverSyncJob', job_name: 'Servers' } as const;

function resultOf(index: number, id: string, outcome: 'failed' | 'success'): SyncItem {
	const severity = outcome === 'failed' ? 'error' : 'info';
	const ran = { started_at: times(index), finished_at: times(index + 1) };
	return item({ ...servers, ...ran, event: 'newResult', outcome, severity, result_id: id });
}

const result = resultOf(0, 'r1', 'failed');

const opened = item({
	...servers,
	event: 'syncFailed',
	severity: 'error',
	cause: 'failed',
	causes: ['failed'],
	incident_key: 'k1',
	incident_action: 'trigger',
	result_id: 'r1',
});

const closed = item({
	...opened,
	event: 'syncRecovered',
	severity: 'info',
	incident_action: 'resolve',
	closed_by: 'success',
	result_id: 'r2',
});

const closedAsDeleted = item({ ...closed, closed_by: 'deleted', result_id: null });

const stopped = item({ ...servers, event: 'syncStopped', severity: 'warning' });

const unreadable = item({
	event: 'connectionUnreadable',
	severity: 'error',
	cause: 'unreadable',
	causes: ['unreadable'],
	incident_key: 'k2',
	incident_action: 'trigger',
});

const readable = item({
	...unreadable,
	event: 'syncRecovered',
	severity: 'info',
	incident_action: 'resolve',
});

const unreadableTeam = item({ ...unreadable, connection_id: null, incident_key: 'k3' });

const readableTeam = item({ ...readable, connection_id: null, incident_key: 'k3' });

/** Requests for the three lists, each with its status. */
function asked(statuses: [connections: number, server: number, user: number]) {
	const paths = [list, `${list}/c1/task_settings`, `${list}/c1/user_sync_task_settings`];
	const answers = paths.map((path, index) => {
		return { method: 'GET', path, status: statuses[index], durationMs: 9 };
	});
	return {
		sent: answers as unknown as SentRequest[],
		requests: answers.map((one) => ({
			...one,
			faults: one.status === 200 ? [] : ['status'],
		})) as unknown as LoggedRequest[],
	};
}

const allRead = asked([200, 200, 200]);

function poll(items: SyncItem[] = [], changes: Partial<Poll> = {}): Poll {
	const nobody = {
		ticks: 1,
		isActivation: false,
		isForgotten: false,
		at: 0,
		durationMs: 9,
		thrown: [],
		errors: [],
		struck: 0,
	};
	return { ...nobody, ...allRead, items, until: -1, ...changes };
}

const struck = (...statuses: Parameters<typeof asked>[0]) => ({ struck: 1, ...asked(statuses) });

/** One connection could be read in part, and another wholly; the team could not be read. */
const twoLists = asked([200, 200, 200]);
const otherRead = twoLists.requests.map((one) => ({ ...one, path: one.path.replace('c1', 'c2') }));
const connectionUnread = (() => {
	const own = struck(200, 200, 500);
	const otherSent = otherRead as unknown as SentRequest[];
	return { ...own, sent: [...own.sent, ...otherSent], requests: [...own.requests, ...otherRead] };
})();
const teamUnread = struck(500, 500, 500);

const job = {
	id: 'j1',
	kind: 'server' as const,
	connectionId: 'c1',
	settings: { name: 'Servers', is_active: true },
	results: [{ id: 'r1' }, { id: 'r2' }],
};

const [connection] = team('New').connections;

const state = {
	...team('New'),
	connections: [
		{ ...connection, serverSyncJobs: [job] },
		{ ...connection, id: 'c2', name: 'Other' },
	],
} as unknown as State;

const always = {
	engine: 'classic' as const,
	strikes: [{ fault: faultNamed('status 500'), at: 0, lasts: true }],
	fromActivation: false,
	tellsTrouble: true,
};

const activation = poll([], { isActivation: true });

/** Polls a quarter of an hour apart, between the activation and a last one, and one run that fails after the first. */
function life(...polls: Poll[]): TriggerEvidence {
	const all = [activation, ...polls, poll([], { until: 1 })];
	return {
		case: always,
		polls: all.map((one, index) => ({ ...one, at: one.at || index * 15 * 60_000 })),
		history: runOf(0, 'r1', 'fail'),
		state,
		minted: [],
		stored: [],
	};
}

const good = poll([result, opened]);

/** All that is said to be wrong. */
function mistakesOf(evidence: TriggerEvidence): string[] {
	const { lost, duplicated, wrongIncidents, wrongAnswers } = judgeTrigger(evidence);
	return [...lost, ...duplicated, ...wrongIncidents, ...wrongAnswers];
}

describe("a trigger's life", () => {
	it('in which each result was delivered once is right', () => {
		expect(judgeTrigger(life(good))).toEqual({
			due: 1,
			delivered: 1,
			lost: [],
			duplicated: [],
			wrongIncidents: [],
			wrongAnswers: [],
		});
	});

	it.each<[string, Poll[], keyof TriggerVerdict]>([
		['a result was never delivered', [poll()], 'lost'],
		['a result was delivered twice', [good, poll([result])], 'duplicated'],
		['a failure was not told', [poll([result])], 'wrongIncidents'],
		['a failure was told at a later poll', [poll([result]), poll([opened])], 'wrongIncidents'],
		['a failure was told twice', [good, poll([opened])], 'wrongIncidents'],
		[
			'a failure is told anew',
			[good, poll([{ ...opened, incident_action: 'update' }])],
			'wrongAnswers',
		],
		[
			'a job is called overdue',
			[good, poll([{ ...opened, event: 'syncOverdue', cause: 'overdue' }])],
			'wrongAnswers',
		],
		['a failure ends without a success', [good, poll([closed])], 'wrongIncidents'],
		[
			'a result has another outcome',
			[poll([{ ...result, outcome: 'success' }, opened])],
			'wrongAnswers',
		],
		[
			'a result has another time',
			[poll([{ ...result, started_at: times(7) }, opened])],
			'wrongAnswers',
		],
		['a severity is wrong', [poll([result, { ...opened, severity: 'critical' }])], 'wrongAnswers'],
		[
			'a key is too long',
			[poll([result, { ...opened, incident_key: 'k'.repeat(65) }])],
			'wrongAnswers',
		],
		['a poll threw', [good, poll([], { struck: 3, thrown: [new Error('why?')] })], 'wrongAnswers'],
		[
			'an error execution was started',
			[good, poll([], { errors: [new Error('why?')] })],
			'wrongIncidents',
		],
		[
			'a failure is told of a list that was not read',
			[poll([result, opened], struck(200, 500, 200))],
			'wrongAnswers',
		],
	])('is wrong where %s', (_, polls, count) => {
		expect(judgeTrigger(life(...polls))[count]).not.toEqual([]);
	});

	it('is right where a failure and its end come at once, and say so', () => {
		const both = (already_resolved: boolean) => ({
			...life(
				poll([
					...[result, resultOf(2, 'r2', 'success')],
					...[
						{ ...opened, already_resolved },
						{ ...closed, already_resolved },
					],
				]),
			),
			history: [...runOf(0, 'r1', 'fail'), ...runOf(2, 'r2', 'succeed')],
		});
		expect(mistakesOf(both(true))).toEqual([]);
		expect(mistakesOf(both(false))).toHaveLength(1);
	});

	it('is wrong where a key is used again after a success', () => {
		const results = [resultOf(2, 'r2', 'success'), resultOf(4, 'r3', 'failed')];
		const again = { ...opened, result_id: 'r3' };
		const evidence = (key: string) => ({
			...life(
				good,
				poll([results[0], closed]),
				poll([results[1], { ...again, incident_key: key }]),
			),
			history: [
				...[...runOf(0, 'r1', 'fail'), ...runOf(2, 'r2', 'succeed')],
				...runOf(4, 'r3', 'fail'),
			],
		});
		expect(mistakesOf(evidence('k4'))).toEqual([]);
		expect(mistakesOf(evidence('k1'))).toEqual(['a key is used again: title']);
	});

	it('is wrong where ticks that overlap deliver a result twice, and right where each has its own', () => {
		const both = (items: SyncItem[]) => life(poll(items, { ticks: 2 }));
		expect(mistakesOf(both([result, opened]))).toEqual([]);
		expect(judgeTrigger(both([result, opened, result])).duplicated).toHaveLength(1);
		expect(judgeTrigger(both([result, opened, opened])).wrongIncidents).not.toEqual([]);
	});
});

describe('what is deleted', () => {
	const deletion = { ...event('job_deleted'), jobKind: 'server' as const, jobName: 'Servers' };
	const after = (...polls: Poll[]): TriggerEvidence => ({
		...life(good, ...polls),
		history: [...runOf(0, 'r1', 'fail'), { ...deletion, isActive: true, index: 2 }],
		state: {
			...state,
			connections: state.connections.map((one) => ({ ...one, serverSyncJobs: [] })),
		},
	});
	const healthy = (...polls: Poll[]): TriggerEvidence => ({
		...after(),
		...{
			polls: [activation, ...polls, poll()],
			history: [{ ...deletion, isActive: true, index: 0 }],
		},
	});
	const withConnection = (...polls: Poll[]): TriggerEvidence => {
		const evidence = healthy(...polls);
		return {
			...evidence,
			history: [...evidence.history, { ...event('connection_deleted'), index: 1 }],
		};
	};
	const stoppedConnection = item({ event: 'syncStopped', severity: 'warning' });

	it.each<[string, TriggerEvidence]>([
		['the incident of a failing job ends', after(poll([closedAsDeleted]))],
		['a healthy job is told of', healthy(poll([stopped]))],
		['a connection is told of', withConnection(poll([stoppedConnection]))],
	])('is told rightly where %s', (_, evidence) => {
		expect(mistakesOf(evidence)).toEqual([]);
	});

	it.each<[string, TriggerEvidence, string]>([
		['a healthy job is not told of', healthy(), 'missing: syncStopped c1/serverSyncJob/Servers'],
		['a healthy job is told of twice', healthy(poll([stopped, stopped])), 'false: syncStopped'],
		['a job is told of that is there', life(good, poll([stopped])), 'false: syncStopped'],
		[
			'an incident ends as deleted of a job that is there',
			life(good, poll([closedAsDeleted])),
			'false: closed as deleted',
		],
		[
			'a failing job is told of as well',
			after(poll([closedAsDeleted, stopped])),
			'false: syncStopped',
		],
		['the incident of a job that is gone stays open', after(poll([stopped])), 'never closed'],
		['a connection is not told of', withConnection(), 'missing: syncStopped c1/null/null'],
		['each job of a connection is told of', withConnection(poll([stopped])), 'false: syncStopped'],
		[
			'a connection is told of that is there',
			life(good, poll([stoppedConnection])),
			'false: syncStopped',
		],
	])('is told wrongly where %s', (_, evidence, expected) => {
		expect(judgeTrigger(evidence).wrongIncidents).toContainEqual(expect.stringContaining(expected));
	});
});

describe('trouble', () => {
	const troubles = {
		connection: [connectionUnread, unreadable, readable],
		team: [teamUnread, unreadableTeam, readableTeam],
	} as const;

	describe.each(['connection', 'team'] as const)('of a %s', (who) => {
		const [unread, begins, ends] = troubles[who];
		const bad = (...items: SyncItem[]) => poll(items, unread);
		const end = poll([ends]);

		it.each<[string, Poll[]]>([
			['told at the second poll', [bad(), bad(begins), bad(), end]],
			['not told after one poll', [bad()]],
			['not told across a good one', [bad(), poll(), bad()]],
		])('is right where it is %s', (_, polls) => {
			expect(mistakesOf(life(good, ...polls))).toEqual([]);
		});

		it.each<[string, Poll[], string]>([
			['not told', [bad(), bad()], 'not told'],
			['told at the first poll', [bad(begins), end], 'told too early'],
			['told across a good one', [bad(), poll(), bad(begins), end], 'told too early'],
			[
				'told within ten minutes',
				[{ ...bad(), at: 60_000 }, { ...bad(begins), at: 120_000 }, end],
				'told too early',
			],
			[
				'taken back while it lasts',
				[bad(), bad(begins), bad(ends), bad(begins), end],
				'taken back while it lasts',
			],
			['not taken back', [bad(), bad(begins)], 'not taken back'],
		])('is wrong where it is %s', (_, polls, expected) => {
			expect(mistakesOf(life(good, ...polls))).toContainEqual(expect.stringContaining(expected));
		});
	});

	it('is not counted on across the trouble of the team', () => {
		const connectionBad = (...items: SyncItem[]) => poll(items, connectionUnread);
		const teamBad = (...items: SyncItem[]) => poll(items, teamUnread);
		const begins = [connectionBad(), teamBad(), teamBad(unreadableTeam)];
		const anew = [connectionBad(readableTeam), connectionBad(unreadable), poll([readable])];
		expect(mistakesOf(life(good, ...begins, ...anew))).toEqual([]);
		const early = [connectionBad(readableTeam, unreadable), poll([readable])];
		expect(mistakesOf(life(good, ...begins, ...early))).toHaveLength(1);
	});

	describe('that nobody has chosen to be told', () => {
		const untold = (...polls: Poll[]) => ({
			...life(good, ...polls),
			case: { ...always, tellsTrouble: false },
		});
		const bad = (...errors: unknown[]) => poll([], { ...teamUnread, errors });

		it.each<[string, Poll[]]>([
			['an error says once', [bad(), bad('why'), bad()]],
			['is that of a connection', [1, 2, 3].map(() => poll([], connectionUnread))],
		])('is right where it %s', (_, polls) => {
			expect(mistakesOf(untold(...polls))).toEqual([]);
		});

		it.each<[string, Poll[], string]>([
			['no error is shown', [bad(), bad()], 'no error'],
			['an error is shown at once', [bad('why')], 'too early'],
			['an error is shown again', [bad(), bad('why'), bad('why')], 'more than once'],
			[
				'it is told all the same',
				[bad(), poll([unreadableTeam], teamUnread), poll([readableTeam])],
				"isn't chosen",
			],
		])('is wrong where %s', (_, polls, expected) => {
			expect(mistakesOf(untold(...polls))).toContainEqual(expect.stringContaining(expected));
		});
	});
});

describe('the first poll', () => {
	const from = (first: Partial<Poll>, ...polls: Poll[]): TriggerEvidence => ({
		...life(...polls),
		polls: [{ ...activation, struck: 9, ...first }, ...polls, poll([], { until: 3 })],
	});

	it('takes as baseline what was there when the lists were first read', () => {
		const reported = poll([opened], { until: 1 });
		expect(mistakesOf(from(teamUnread, reported))).toEqual([]);
		expect(judgeTrigger(from({}, reported)).lost).toHaveLength(1);
	});

	it('may come when a job is gone, or when its failure is over', () => {
		const deletion = { ...event('job_deleted'), jobKind: 'server' as const, jobName: 'Servers' };
		const gone = {
			...from({ until: 2 }),
			history: [...runOf(0, 'r1', 'fail'), { ...deletion, isActive: true, index: 2 }],
		};
		expect(mistakesOf(gone)).toEqual([]);
		const history = [...runOf(0, 'r1', 'fail'), ...runOf(2, 'r2', 'succeed')];
		const over = poll([resultOf(2, 'r2', 'success')], { until: 3 });
		expect(mistakesOf({ ...from({ until: 1 }, over), history })).toEqual([]);
		const early = from({ until: 1, struck: 0 }, over);
		expect(judgeTrigger({ ...early, history }).wrongIncidents).not.toEqual([]);
	});

	const strike = (name: string, fromActivation = true) => ({
		...always,
		...{ fromActivation, strikes: [{ fault: faultNamed(name), at: 0, lasts: true }] },
	});
	const refused = poll([], { isActivation: true, thrown: ['why'], ...teamUnread });
	const published = poll([opened], { isActivation: true, until: 1 });

	it.each<[string, TriggerEvidence, number]>([
		['refuses what lasts', { ...from(refused, published), case: strike('status 403') }, 0],
		['refuses what passes', { ...from(refused, published), case: strike('status 500') }, 1],
		['accepts what lasts', { ...from(teamUnread, published), case: strike('status 403') }, 1],
	])('%s', (_, evidence, mistakes) => {
		expect(judgeTrigger(evidence).wrongAnswers).toHaveLength(mistakes);
	});
});
