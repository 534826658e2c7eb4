import type { HistoryEvent } from '../../sandbox/history.cts';
import type { LoggedRequest } from '../../sandbox/requestLog.cts';
import type { State } from '../../sandbox/state.cts';
import type { SyncItem } from '../../nodes/AsaActiveDirectory/sync/items';
import { findLeaks, formsOf, networkPlaces, textOf, withoutEnteredPassword } from './canaries.cts';
import { LogLines } from './logLines.cts';
import type { SentRequest } from './networkLog.cts';
import { judgeOperation } from './operationJudge.cts';
import type { OperationEvidence } from './operationRun.cts';
import { Search } from './search.cts';
import { judgeTrigger } from './triggerJudge.cts';
import type { Poll, TriggerEvidence } from './triggerRun.cts';

const list = '/v1/teams/team/integrations/ad_connections';

function event(type: HistoryEvent['type'], details: Record<string, unknown> = {}): HistoryEvent {
	return {
		index: 0,
		at: '2026-01-05T00:00:00Z',
		type,
		connectionId: 'c1',
		connectionName: 'New',
		domain: 'new.example.com',
		details,
	};
}

/** A team with one connection of that name. */
function team(name: string, id = 'c1'): State {
	return {
		now: '',
		speed: 0,
		team: 'team',
		gateways: [],
		projects: [],
		connections: [
			{
				id,
				name,
				gatewayId: 'g1',
				domain: 'new.example.com',
				domainControllers: null,
				serviceAccountUsername: null,
				hasPassword: false,
				usePasswordless: false,
				certificateId: null,
				deletedAt: null,
				serverSyncJobs: [],
				userSyncJobs: [],
			},
		],
		liveConnections: 1,
		tokensMinted: 1,
		requests: 1,
	};
}

const nobody: State = { ...team('New'), connections: [] };

function request(changes: Partial<SentRequest> = {}): SentRequest {
	return {
		method: 'POST',
		origin: 'http://own',
		path: list,
		headers: {},
		body: '{"name":"New"}',
		status: 201,
		isComplete: true,
		fault: null,
		...changes,
	};
}

/** A connection was created, as it should be. */
function created(changes: Partial<OperationEvidence> = {}): OperationEvidence {
	return {
		resource: 'connection',
		operation: 'create',
		isByName: false,
		outcomes: [{ done: [{ id: 'c1', name: 'New' }] }],
		states: [nobody, team('New')],
		events: [event('connection_created')],
		foreign: [],
		sent: [request()],
		minted: [],
		logged: [],
		struck: 0,
		result: undefined,
		virtualSeconds: 0,
		...changes,
	};
}

const failed = (failure: string) => [{ done: [], failure }];

const lost = request({ status: null, isComplete: false, fault: 'ECONNRESET' });

describe('a run of an operation', () => {
	const judge = (changes: Partial<OperationEvidence>) =>
		judgeOperation(created(changes), created());

	it('that did what it should is right', () => {
		expect(judge({})).toEqual({ wrongAnswers: [], lostOrDoubledWrites: [] });
	});

	it.each([
		['another name', { outcomes: [{ done: [{ id: 'c1', name: 'Old' }] }] }],
		['an object that is not there', { outcomes: [{ done: [{ id: 'c2', name: 'New' }] }] }],
		['fewer items than there are', { outcomes: [{ done: [] }] }],
		['a fault of its own', { outcomes: failed('Cannot read properties of null') }],
	])('is wrong where it answers %s', (_, changes) => {
		expect(judge(changes).wrongAnswers).toHaveLength(1);
	});

	it.each([
		[
			'was done twice',
			{ events: [event('connection_created'), event('connection_created')] },
			'done twice',
		],
		[
			'is reported as done, and was not',
			{ events: [], states: [nobody, team('New')] },
			"reported as done, but it isn't",
		],
		[
			'is reported as done, and was not, while somebody else changed another object',
			{ events: [], foreign: [{ ...event('job_deleted'), jobId: 'j1', jobName: 'Servers' }] },
			"reported as done, but it isn't",
		],
		['is reported as failed, and was done', { outcomes: failed('500') }, 'reported as failed'],
		[
			'had no answer, and nobody was told',
			{ outcomes: failed('It failed'), events: [], states: [nobody, nobody], sent: [lost] },
			'its answer was lost',
		],
		[
			'was sent again after its answer was lost',
			{ sent: [{ ...lost, isComplete: true }, request()] },
			'sent blindly again',
		],
	])('is wrong where a write %s', (_, changes, expected) => {
		const { lostOrDoubledWrites } = judge(changes);
		expect(lostOrDoubledWrites).toHaveLength(1);
		expect(lostOrDoubledWrites[0]).toContain(expected);
	});

	it.each([
		[
			'it says that a write may have been carried out',
			{ outcomes: failed('It may have been carried out'), sent: [lost] },
		],
		['a write is sent again after 429', { sent: [request({ status: 429 }), request()] }],
		['a write is sent again with a new token', { sent: [request({ status: 401 }), request()] }],
		[
			'somebody else took away what was created',
			{ events: [], foreign: [event('connection_deleted')] },
		],
		[
			'it fails before anything was sent',
			{ outcomes: failed('Name is empty'), events: [], sent: [] },
		],
	])('is right where %s', (_, changes) => {
		expect(judge(changes)).toEqual({ wrongAnswers: [], lostOrDoubledWrites: [] });
	});

	it('is wrong where it reports as deleted what is there', () => {
		const deleted = created({
			operation: 'delete',
			outcomes: [{ done: [{ deleted: true }] }],
			events: [event('connection_deleted')],
			states: [team('New'), nobody],
		});
		expect(judgeOperation(deleted, deleted).lostOrDoubledWrites).toEqual([]);
		const kept = { ...deleted, events: [], states: [team('New'), team('New')] };
		expect(judgeOperation(kept, deleted).lostOrDoubledWrites).toHaveLength(2);
	});
});

describe("a trigger's life", () => {
	const runOf = (index: number, id: string, outcome: 'succeed' | 'fail'): HistoryEvent[] => {
		const job = { jobKind: 'server' as const, jobId: 'j1', jobName: 'Servers' };
		const details = { resultId: id, isTest: false, outcome };
		return [
			{ ...event('run_started', details), ...job, index },
			{ ...event('run_ended', details), ...job, index: index + 1 },
		];
	};
	const item = (changes: Partial<SyncItem>) =>
		({
			event: 'newResult',
			outcome: 'failed',
			cause: null,
			job_kind: 'serverSyncJob',
			job_name: 'Servers',
			connection_id: 'c1',
			result_id: 'r1',
			title: 'title',
			incident_key: null,
			incident_action: null,
			...changes,
		}) as SyncItem;
	const opened = item({
		event: 'syncFailed',
		cause: 'failed',
		incident_key: 'k1',
		incident_action: 'trigger',
	});
	const answer = (endpoint: number, status: number) =>
		({
			endpoint,
			path: `${list}/c1`,
			status,
			faults: status === 200 ? [] : ['status'],
		}) as unknown as LoggedRequest;
	const allRead = [answer(1, 200), answer(6, 200), answer(16, 200)];
	const poll = (items: SyncItem[] = [], changes: Partial<Poll> = {}): Poll => ({
		ticks: 1,
		isActivation: false,
		items,
		struck: 0,
		requests: allRead,
		until: -1,
		...changes,
	});
	const job = {
		id: 'j1',
		kind: 'server' as const,
		connectionId: 'c1',
		settings: { name: 'Servers', is_active: true },
		results: [{ id: 'r1' }],
	};
	const state = {
		...team('New'),
		connections: [{ ...team('New').connections[0], serverSyncJobs: [job] }],
	} as unknown as State;
	const activation = poll([], { isActivation: true });
	const life = (...polls: Poll[]): TriggerEvidence => ({
		engine: 'classic',
		polls: [activation, ...polls, poll([], { until: 1 })],
		history: runOf(0, 'r1', 'fail'),
		state,
		sent: [],
		minted: [],
		stored: [],
	});
	const good = poll([item({}), opened]);

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

	it.each<[string, Poll[], keyof ReturnType<typeof judgeTrigger>]>([
		['a result was never delivered', [poll()], 'lost'],
		['a result was delivered twice', [good, poll([item({})])], 'duplicated'],
		['a failure was not told', [poll([item({})])], 'wrongIncidents'],
		['a failure was told twice', [good, poll([opened])], 'wrongIncidents'],
		[
			'a job is called overdue',
			[good, poll([item({ event: 'syncOverdue', cause: 'overdue' })])],
			'wrongIncidents',
		],
		[
			'a connection is called unreadable too soon',
			[good, poll([item({ event: 'connectionUnreadable', cause: 'unreadable' })], { struck: 1 })],
			'wrongIncidents',
		],
		[
			'a result has another outcome',
			[poll([item({ outcome: 'success' }), opened])],
			'wrongAnswers',
		],
		[
			'a poll failed with nothing wrong',
			[good, poll([], { error: new Error('why?') })],
			'wrongAnswers',
		],
	])('is wrong where %s', (_, polls, count) => {
		expect(judgeTrigger(life(...polls))[count]).not.toEqual([]);
	});

	const deleted = { ...event('job_deleted'), jobKind: 'server' as const, jobName: 'Servers' };
	const closing = { event: 'syncStopped', incident_key: 'k1', incident_action: 'resolve' } as const;
	const stopped = poll([item({ ...closing, cause: 'failed' })]);
	const afterDeletion = (...polls: Poll[]): TriggerEvidence => ({
		...life(good, ...polls),
		history: [...runOf(0, 'r1', 'fail'), { ...deleted, isActive: true, index: 2 }],
		state: team('New'),
	});

	it('is right where a failing job that is gone is told of, once', () => {
		expect(judgeTrigger(afterDeletion(stopped)).wrongIncidents).toEqual([]);
	});

	it.each<[string, TriggerEvidence, string]>([
		['a job that is gone is not told of', afterDeletion(), 'missing: syncStopped'],
		['a job that is gone is told of twice', afterDeletion(stopped, stopped), 'false: syncStopped'],
		['a job is called gone that is there', life(good, stopped), 'false: syncStopped'],
		[
			'the incident of a job that is gone stays open',
			afterDeletion(poll([item({ event: 'syncStopped' })])),
			'never closed',
		],
		[
			'a failure is told of a job that did not fail before it was gone',
			afterDeletion(stopped, poll([opened])),
			'false: syncFailed',
		],
		[
			'a connection is called gone that is there',
			life(good, poll([item({ event: 'syncStopped', job_name: null })])),
			'false: syncStopped',
		],
	])('is wrong where %s', (_, evidence, expected) => {
		const { wrongIncidents } = judgeTrigger(evidence);
		expect(wrongIncidents).toContainEqual(expect.stringContaining(expected));
	});

	const unread = poll([], { struck: 4, requests: [answer(1, 200), answer(16, 500)] });

	it.each<[string, Poll[], string[]]>([
		['three polls', [unread, unread, unread], ['missing: connectionUnreadable New']],
		['two polls', [unread, unread], []],
		['three polls that are not in a row', [unread, unread, poll(), unread], []],
		['three polls that failed as a whole', [1, 2, 3].map(() => ({ ...unread, error: 'why' })), []],
	])('has to tell of a connection that could not be read: %s', (_, polls, expected) => {
		expect(judgeTrigger(life(good, ...polls)).wrongIncidents).toEqual(expected);
	});

	it('is wrong where ticks that overlap deliver a result twice, and right where each has its own', () => {
		const both = (items: SyncItem[]) => life(poll(items, { ticks: 2 }));
		const newResult = item({});
		expect(judgeTrigger(both([newResult, opened])).duplicated).toEqual([]);
		expect(judgeTrigger(both([newResult, opened, newResult])).duplicated).toHaveLength(1);
		expect(judgeTrigger(both([newResult, opened, opened])).wrongIncidents).not.toEqual([]);
	});

	const from = (first: Partial<Poll>, ...polls: Poll[]): TriggerEvidence => ({
		...life(...polls),
		polls: [{ ...activation, struck: 9, ...first }, ...polls, poll([], { until: 3 })],
	});
	const failure = (cause: string) => Object.assign(new Error(cause), { failure: { cause } });
	const silent = poll([], { requests: [], struck: 9 });

	it('takes as baseline what was there when the lists were first read', () => {
		const waiting = { requests: [] };
		const reported = [{ ...opened, event: 'syncFailed' as const }];
		const right = judgeTrigger(from(waiting, poll(reported, { until: 1 })));
		expect(right).toMatchObject({ due: 0, lost: [], wrongIncidents: [], wrongAnswers: [] });
		const late = judgeTrigger(from({}, poll(reported, { until: 1 })));
		expect(late.lost).toHaveLength(1);
	});

	it('knows that a job may be gone before it was read, and its failure over before its results were', () => {
		const gone = { ...deleted, isActive: true, index: 2 };
		const unread = judgeTrigger({
			...from({ until: 2 }),
			history: [...runOf(0, 'r1', 'fail'), gone],
			state: team('New'),
		});
		expect(unread.wrongIncidents).toEqual([]);
		const recovered = item({
			...closing,
			event: 'syncRecovered',
			cause: 'failed',
			result_id: 'r2',
		});
		const over = [item({ result_id: 'r2', outcome: 'success' }), recovered];
		const history = [...runOf(0, 'r1', 'fail'), ...runOf(2, 'r2', 'succeed')];
		const late = judgeTrigger({ ...from({ until: 1 }, poll(over, { until: 3 })), history });
		expect(late).toMatchObject({ wrongIncidents: [], wrongAnswers: [], lost: [] });
		const early = judgeTrigger({ ...from({ until: 1, struck: 0 }, poll(over)), history });
		expect(early.wrongIncidents).not.toEqual([]);
	});

	it.each<[string, TriggerEvidence]>([
		['publishing is refused for what passes', from({ error: failure('temporarily-unavailable') })],
		['a poll reads nothing and says nothing', from({ requests: [] }, silent, good)],
	])('is wrong where %s', (_, evidence) => {
		expect(judgeTrigger(evidence).wrongAnswers).toHaveLength(1);
	});

	it.each<[string, TriggerEvidence]>([
		['publishing is refused for what lasts', from({ error: failure('credential-invalid') })],
		['the first poll waits', from({ requests: [] })],
		[
			'with durable cursors the first tick waits',
			{ ...from({ requests: [] }, silent), engine: 'durable' },
		],
	])('is right where %s', (_, evidence) => {
		expect(judgeTrigger(evidence).wrongAnswers).toEqual([]);
	});

	const unreadable = item({
		event: 'connectionUnreadable',
		cause: 'unreadable',
		job_kind: null,
		job_name: null,
		incident_key: 'k2',
		incident_action: 'trigger',
	});

	it('counts ticks that overlap towards an unreadable connection', () => {
		const closed = poll([
			item({ ...unreadable, event: 'syncRecovered', incident_action: 'resolve' }),
		]);
		const troubled = (ticks: number) =>
			life(good, poll([unreadable], { struck: 9, ticks }), closed);
		expect(judgeTrigger(troubled(3)).wrongIncidents).toEqual([]);
		expect(judgeTrigger(troubled(2)).wrongIncidents).toEqual(['false: title']);
	});

	it('is wrong where an unreadable connection is never called readable again', () => {
		const troubled = poll([], { struck: 1 });
		const life1 = life(good, troubled, troubled, poll([unreadable], { struck: 1 }));
		expect(judgeTrigger(life1).wrongIncidents).toEqual(['never closed: title']);
		const closed = item({ ...unreadable, event: 'syncRecovered', incident_action: 'resolve' });
		const life2 = life(good, troubled, troubled, poll([unreadable], { struck: 1 }), poll([closed]));
		expect(judgeTrigger(life2).wrongIncidents).toEqual([]);
	});
});

describe('the search for secrets', () => {
	const secrets = {
		keySecret: 'Qk7 key+/ü Zt4 secret Wm9 canary',
		password: 'Hd2 "word" Lp8 pass Rx5 account',
		tokens: new Set(['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLW9mLWl0']),
	};
	const values = [secrets.keySecret, secrets.password, ...secrets.tokens];

	it.each(values.flatMap((value) => formsOf(value)))('finds %s', (form) => {
		const places = [{ name: 'a text', text: `before ${form} behind` }];
		expect(findLeaks(places, secrets)).toMatchObject([{ place: 'a text' }]);
	});

	it('finds base64 wherever the secret stands in it, and a piece of a secret', () => {
		for (const before of ['', 'x', 'xy', 'xyz']) {
			const text = Buffer.from(`${before}${secrets.keySecret}behind`).toString('base64');
			expect(findLeaks([{ name: 'base64', text }], secrets)).toHaveLength(1);
		}
		const piece = secrets.keySecret.slice(3, 27);
		expect(findLeaks([{ name: 'a piece', text: piece }], secrets)).toHaveLength(1);
		expect(findLeaks([{ name: 'nothing', text: 'the key of the house' }], secrets)).toEqual([]);
	});

	it('knows tokens that were minted and never sent', () => {
		const [token] = secrets.tokens;
		const search = new Search(secrets.keySecret, secrets.password, new LogLines());
		const outcomes = failed(`The answer is cut off: ${token}`);
		const evidence = created({ outcomes, minted: [token], sent: [] });
		expect(search.ofOperation(evidence, 'http://own')).toMatchObject([{ secret: 'token' }]);
	});

	it('looks below errors, into what they hide, and where they refer to themselves', () => {
		const cause = Object.assign(new Error('below'), { config: { auth: secrets.keySecret } });
		const error = new Error('above', { cause });
		Object.assign(cause, { error });
		Object.defineProperty(error, 'hidden', { value: secrets.password, enumerable: false });
		const leaks = findLeaks([{ name: 'error', text: textOf({ error }) }], secrets);
		expect(leaks.map(({ secret }) => secret)).toEqual(['key secret', 'password']);
	});

	const leaksIn = (sent: Partial<SentRequest>) =>
		findLeaks(networkPlaces([request(sent)], 'http://own'), secrets).map(({ secret }) => secret);
	const [token] = secrets.tokens;
	const mint = '/v1/teams/team/service_token';
	const account = JSON.stringify({ name: 'New', service_account_password: secrets.password });

	it.each<[string, Partial<SentRequest>]>([
		['the token in the Authorization header', { headers: { Authorization: `Bearer ${token}` } }],
		[
			'the key secret in the mint',
			{ path: mint, body: JSON.stringify({ key_secret: secrets.keySecret }) },
		],
		['the password where a connection is created', { body: account }],
		[
			'the password where a connection is updated',
			{ method: 'PUT', path: `${list}/c1`, body: account },
		],
	])('leaves out %s', (_, sent) => {
		expect(leaksIn(sent)).toEqual([]);
	});

	it.each<[string, Partial<SentRequest>, string]>([
		[
			'the token at another origin',
			{ origin: 'http://other', headers: { authorization: token } },
			'token',
		],
		['the token in the address', { path: `${list}?token=${token}` }, 'token'],
		['the token in another header', { headers: { cookie: token } }, 'token'],
		[
			'the key secret at another address',
			{ path: list, body: JSON.stringify({ key_secret: secrets.keySecret }) },
			'key secret',
		],
		[
			'the password in another field',
			{ body: JSON.stringify({ name: secrets.password }) },
			'password',
		],
		['the password with a job', { path: `${list}/c1/task_settings`, body: account }, 'password'],
	])('finds %s', (_, sent, secret) => {
		expect(leaksIn(sent)).toEqual([secret]);
	});

	it('leaves out the password in the parameter that it was entered in, and there alone', () => {
		const parameters = { serviceAccountPassword: secrets.password };
		const entered = textOf({ node: { parameters } });
		const plain = withoutEnteredPassword(entered, secrets.password);
		expect(findLeaks([{ name: 'node', text: plain }], secrets)).toEqual([]);
		const said = textOf({ node: { parameters }, message: secrets.password });
		const rest = withoutEnteredPassword(said, secrets.password);
		expect(findLeaks([{ name: 'node', text: rest }], secrets)).toHaveLength(1);
	});
});
