import { answeredObjects } from '../../../contract-check/compareForms.cts';
import { readFacts } from '../../../contract-check/facts.cts';
import { createEvidence, type Attempt, type Exchange } from '../../../contract-check/record.cts';
import { Redactor } from '../../../contract-check/redactor.cts';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import { clientOf } from '../../helpers/sandboxRequests.cts';
import { check, closeAll, factOf, resultOf, row, startTeam } from './support.cts';

/** Some tests check a team many times over. */
jest.setTimeout(60_000);

afterEach(closeAll);

/** What switch shows which finding about which fact, and what is seen. */
const bySwitch: Array<[SwitchChanges, string, string, string]> = [
	[{ lastPageLink: 'prevOnly' }, 'The last of several pages', 'contradicted', 'rel prev (1)'],
	[{ lastPageLink: 'withoutNext' }, 'A list on one page', 'contradicted', 'rel self (17)'],
	[{ rateLimitPerHour: 5_000 }, 'The limit is 10,000', 'contradicted', '5000'],
	[{ opaRoute: '401' }, "The successor's list", 'confirmed', '401, authorization_error'],
	[{ opaRoute: '404' }, "The successor's list", 'confirmed', '404, resource_does_not_exist'],
	[
		{ descending: 'ignored' },
		'The query descending puts the newest results of a user',
		'contradicted',
		'with it oldest first, without it oldest first',
	],
	[
		{ resultsOrder: 'newestFirst' },
		'The query descending puts the newest results of a server',
		'not seen',
		'with it newest first, without it newest first',
	],
	[
		{ resultsOrder: 'shuffled', descending: 'ignored' },
		'The query descending puts the newest results of a server',
		'contradicted',
		'with it no order, without it no order',
	],
	[{}, 'Lists of results take the query count', 'confirmed', '1 and 1 with count=1'],
	[
		{ count: 'ignored' },
		'Lists of results take the query count',
		'contradicted',
		'10 and 10 with count=1',
	],
	[{ idForm: 'mixed' }, 'recent_task_result of a job is', 'confirmed', 'of 4 of 4 jobs'],
	[{ idForm: 'mixed' }, 'active_task_settings_id of a', 'confirmed', 'in 2 of 2 connections'],
	[{ keepResults: 12 }, 'A job keeps its last 10', 'contradicted', 'at most 12 listed'],
	[{ keepResults: 4 }, 'A job keeps its last 10', 'not seen', 'at most 4 listed'],
	[{ details: 'status' }, 'The details of a result', 'contradicted', 'status alone (4)'],
	[{ details: 'summary' }, 'The details of a result', 'contradicted', 'summary alone (4)'],
	[{ details: 'empty' }, 'The details of a result', 'contradicted', 'another object (4)'],
	[{ details: 'otherResult' }, 'The details of a result', 'contradicted', 'another result (4)'],
	[{ testIdsOnEveryResult: true }, 'Scheduled runs have no', 'contradicted', 'filled (33)'],
	[{ emptyTestId: 'empty' }, 'Scheduled runs have no', 'confirmed', 'empty (33)'],
	[{ emptyTestId: 'nilUuid' }, 'Scheduled runs have no', 'confirmed', 'nil UUID (33)'],
	[{}, 'recent_task_result of a job is the newest', 'confirmed', 'of 4 of 4 jobs'],
	[{}, 'An unknown connection ID', 'confirmed', '404, resource_does_not_exist'],
	[{}, 'active_task_settings_id of a connection', 'confirmed', 'in 2 of 2 connections'],
	[{}, 'The query count limits a page', 'confirmed', '1 of 2 connections'],
	[{}, 'The next page is at rel="next"', 'confirmed', 'next page: 200'],
	[{}, 'The query descending reverses', 'confirmed', 'reversed'],
];

test.each(bySwitch)('%j: "%s" is %s, %s', async (switches, start, finding, seen) => {
	const outcome = await check(await startTeam({ switches }));
	const found = factOf(outcome, start);
	expect({ finding: found.finding, seen: found.seen }).toEqual({ finding, seen });
	expect(row(outcome, found.what).at(-1)).toBe(seen);
	const isBroken = found.certainty === 'certain' && finding === 'contradicted';
	expect(outcome.report.contradictions).toEqual(isBroken ? [`${found.what}: ${seen}`] : []);
	expect(outcome.report.markdown.includes('CONTRADICTS A CERTAIN FACT')).toBe(isBroken);
});

/** Lets the first server sync job run and fail, and then run again hours later. */
async function failOnce(sandbox: Sandbox): Promise<void> {
	const { id } = sandbox.getState().connections[0].serverSyncJobs[0];
	sandbox.runJob(id);
	sandbox.endRun(id, 'fail');
	sandbox.advance(7 * 3_600);
}

describe('the words of results', () => {
	it.each(['error', 'timeout'])('%s is a word that the contract knows', async (failed) => {
		const sandbox = await startTeam({ switches: { taskStateWords: { failed } } });
		await failOnce(sandbox);
		const fact = factOf(await check(sandbox), 'task_state of a finished run');
		expect(fact.finding).toBe('confirmed');
		expect(fact.seen).toContain(`${failed} (`);
	});

	it('another word contradicts what is certain only in rules_summary_status', async () => {
		const switches = {
			taskStateWords: { failed: 'went_wrong' },
			rulesSummaryWords: { failed: 'partially done' },
		};
		const sandbox = await startTeam({ switches });
		await failOnce(sandbox);
		const outcome = await check(sandbox);
		const states = factOf(outcome, 'task_state of a finished run');
		const rules = factOf(outcome, 'rules_summary_status of a finished run');
		expect(states).toMatchObject({ finding: 'contradicted', certainty: 'probable' });
		expect(rules).toMatchObject({ finding: 'contradicted', certainty: 'certain' });
		expect(rules.seen).toContain('partially done (');
		expect(outcome.report.contradictions).toEqual([`${rules.what}: ${rules.seen}`]);
	});

	it('a word of the newest run contradicts nothing: the run may still go on', async () => {
		const sandbox = await startTeam({ switches: { taskStateWords: { running: 'queued' } } });
		const { id } = sandbox.getState().connections[0].serverSyncJobs[0];
		sandbox.runJob(id);
		const fact = factOf(await check(sandbox), 'task_state of a finished run');
		expect(fact.finding).toBe('confirmed');
		expect(fact.seen).toContain('queued (');
	});
});

test('a certificate_id that comes back is seen', async () => {
	const sandbox = await startTeam();
	await clientOf(sandbox).post('/integrations/ad_connections', {
		name: 'Passwordless',
		gateway_id: sandbox.getState().gateways[0].id,
		domain: 'passwordless.example.com',
		certificate_id: 'f05dab1e-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
	});
	expect(factOf(await check(sandbox), 'certificate_id comes back').finding).toBe('confirmed');
});

/** What an answer shows which finding about which fact. */
const byAnswer: Array<[number, object, string, string, string]> = [
	[
		3,
		{ id: 'a', name: 'a', service_account_password: 'hunter2' },
		'The password and use_passwordless never',
		'contradicted',
		'in 2 of 10 answers',
	],
	[
		6,
		{ list: ['a', 'b'].map((id) => ({ id, is_active: true, frequency: 2, run_test: true })) },
		'At most one server sync job',
		'contradicted',
		'at most 2',
	],
	[
		6,
		{ list: [{ id: 'a', frequency: 24, recent_task_result: { id: '' } }] },
		'Zero values stand for none',
		'confirmed',
		'result without an ID (2), daily job without an hour (2)',
	],
	[
		1,
		{ list: ['a', 'b'].map((id) => ({ id, name: id, domain: 'X.example' })) },
		'One connection per domain',
		'contradicted',
		'2 connections',
	],
	[
		29,
		{ list: [{ id: 'a', hostname: 'a', state: 'GONE', last_seen: '2026-01-01T00:00:00Z' }] },
		'The state of a server',
		'contradicted',
		'GONE (1)',
	],
	[
		29,
		{
			list: [
				{ id: 'a', registered_at: '2026-01-01T00:00:00Z', last_seen: '2026-01-02T00:00:00Z' },
				{ id: 'b', registered_at: '2026-01-01T00:00:00Z', last_seen: '2026-01-01T00:00:00Z' },
			],
		},
		'A sync renews last_seen',
		'confirmed',
		'1 of 2 servers were seen after their registration',
	],
	[
		29,
		{ list: [{ id: 'a', hostname: 'a', state: 'ACTIVE', last_seen: '2025-12-31T00:00:00Z' }] },
		'No AD server is listed',
		'contradicted',
		'longest 120 hours, 1 server',
	],
];

test.each(byAnswer)(
	'endpoint %i with %j: "%s" is %s',
	async (endpoint, body, start, finding, seen) => {
		const sandbox = await startTeam();
		sandbox.setFaults([{ match: { endpoint }, effect: { type: 'replaceBody', body } }]);
		expect(factOf(await check(sandbox), start)).toMatchObject({ finding, seen });
	},
);

/** The facts that these answers of a list of connections show. */
function factsOf(exchanges: Exchange[]) {
	const attempt: Attempt = {
		endpoint: 'listConnections',
		path: '',
		query: {},
		parameters: {},
		exchanges,
		items: [],
		finding: 'confirmed',
		answer: '200',
	};
	const found = answeredObjects([attempt], [], []);
	return readFacts([attempt], createEvidence(), found, new Redactor([]));
}

describe('headers of the limit', () => {
	const limits = {
		'x-ratelimit-limit': '10000',
		'x-ratelimit-remaining': '1',
		'x-ratelimit-reset': '1',
	};
	const good = { status: 200, headers: limits, body: { list: [] } };

	it.each([
		[
			'missing on an answer',
			[good, { ...good, headers: {} }],
			'Every answer has X-Rate',
			'on 1 of 2 answers',
		],
		['429 without a time', [{ ...good, status: 429 }], '429 has', 'on 0 of 1; Retry-After on 0'],
	])('%s', (_, exchanges, start, seen) => {
		const fact = factsOf(exchanges).find(({ what }) => what.startsWith(start));
		expect(fact).toMatchObject({ finding: 'contradicted', seen });
	});

	it("are not missed on a proxy's page", () => {
		const page = { status: 502, headers: {}, body: '<html>' };
		const fact = factsOf([good, page]).find(({ what }) => what.startsWith('Every answer has X'));
		expect(fact).toMatchObject({ finding: 'confirmed', seen: 'on 1 of 1 answers' });
	});
});

test('without answers nothing is seen', () => {
	expect(new Set(factsOf([]).map(({ finding }) => finding))).toEqual(new Set(['not seen']));
});

test('a result of zero values is none, and lacks no field', async () => {
	const sandbox = await startTeam();
	const zero = { id: '', created_at: '0001-01-01T00:00:00Z' };
	const jobs = [
		{ id: 'a', recent_task_result: zero },
		{ id: 'b', recent_task_result: {} },
	];
	sandbox.setFaults([
		{ match: { endpoint: 6 }, effect: { type: 'replaceBody', body: { list: jobs } } },
	]);
	const outcome = await check(sandbox);
	expect(factOf(outcome, 'Zero values stand for none')).toMatchObject({
		finding: 'confirmed',
		seen: 'result without an ID (4)',
	});
	expect(outcome.report.contradictions.join()).not.toContain('fields of');
});

test.each<[SwitchChanges, RegExp]>([
	[{ zeroValues: true }, /^zero time \(\d+\)$/],
	[{ emptyTestId: 'nilUuid' }, /^nil UUID \(\d+\)$/],
])('%j shows zero values, and contradicts nothing that is certain', async (switches, seen) => {
	const outcome = await check(await startTeam({ switches }));
	const fact = factOf(outcome, 'Zero values stand for none');
	expect(fact.finding).toBe('confirmed');
	expect(fact.seen).toMatch(seen);
	expect(outcome.report.contradictions).toEqual([]);
	expect(resultOf(outcome, 'getServerSyncJob').finding).toBe('confirmed');
});
