import { endpoints, type EndpointName } from '../../nodes/AsaActiveDirectory/api/endpoints';
import type { AssumedName } from '../../contract-check/variants.cts';
import { pathsToTry, variants } from '../../contract-check/variants.cts';
import { check, closeAll, row, standing, startFront, startTeam } from './support.cts';

/** Some tests check a team many times over. */
jest.setTimeout(60_000);

afterEach(closeAll);

const readOnly: EndpointName[] = [
	'listConnections',
	'getConnection',
	'listServerSyncJobs',
	'getServerSyncJob',
	'listServerSyncResults',
	'getServerSyncResult',
	'listUserSyncJobs',
	'getUserSyncJob',
	'listUserSyncResults',
	'getUserSyncResult',
	'listGateways',
	'listProjects',
];

const teamPrefix = '/v1/teams/{team}/';

describe.each(['client', 'page'] as const)('in the dialect of the %s', (dialect) => {
	it('confirms all that GET can, changes nothing, and sees who is right', async () => {
		const sandbox = await startTeam({ dialect });
		const before = sandbox.getState().connections;
		const outcome = await check(sandbox);
		const confirmed = outcome.report.standings.filter(({ verdict }) => verdict === 'confirmed');
		expect(confirmed.map(({ endpoint }) => endpoint).sort()).toEqual([...readOnly].sort());
		expect(outcome.report.broken).toEqual([]);
		expect(sandbox.getState().connections).toEqual(before);
		const methods = sandbox.getRequests().map(({ method, path }) => `${method} ${path}`);
		expect(methods.filter((line) => !line.startsWith('GET'))).toEqual([
			`POST /v1/teams/${sandbox.team}/service_token`,
		]);
		const isClient = dialect === 'client';
		expect(row(outcome, 'hostname_attribute or host_name_attribute')).toEqual(
			isClient ? ['4', '0', '0'] : ['0', '4', '0'],
		);
		expect(row(outcome, 'rule_assignments: array or one object')).toEqual(
			isClient ? ['4', '0', '0'] : ['0', '4', '0'],
		);
		expect(outcome.report.markdown).not.toContain('alt_names_attributes: array');
		expect(row(outcome, 'sid_field or SID_Field')[isClient ? 1 : 0]).toBe('0');
		expect(row(outcome, 'start_hour_utc: integer or timestamp')[isClient ? 1 : 0]).toBe('0');
	});

	it.each(Object.keys(variants).filter((name) => !name.startsWith('test')) as AssumedName[])(
		'finds %s at each of its variants, and names the Path Correction',
		async (name) => {
			const sandbox = await startTeam({ dialect });
			for (const path of pathsToTry(name, []).slice(1)) {
				const moved = path.slice(teamPrefix.length);
				sandbox.setSwitches({ movedPaths: { [String(endpoints[name].number)]: moved } });
				const outcome = await check(sandbox, { flags: { connections: 1 } });
				expect(standing(outcome, name)).toMatchObject({ verdict: 'refuted', correction: path });
				expect(row(outcome, endpoints[name].what)).toEqual([`\`${path}\``]);
				expect(outcome.report.broken).toEqual([]);
			}
		},
	);
});

test('a result beside a moved list is looked for there first', async () => {
	const sandbox = await startTeam();
	const base = endpoints.listServerSyncResults.path.replace('task_results', 'sync_results');
	const moved = base.slice(teamPrefix.length);
	sandbox.setSwitches({ movedPaths: { 13: moved, 14: `${moved}/{result}` } });
	const outcome = await check(sandbox);
	expect(standing(outcome, 'getServerSyncResult').correction).toBe(`${base}/{result}`);
});

test('a path that answers nowhere is refuted, without a correction, and searched for once', async () => {
	const sandbox = await startTeam();
	sandbox.setSwitches({ movedPaths: { 24: null } });
	const outcome = await check(sandbox);
	const { verdict, correction, note } = standing(outcome, 'listUserSyncResults');
	expect({ verdict, correction }).toEqual({ verdict: 'refuted', correction: undefined });
	expect(note).toContain('6 other paths');
	const asked = sandbox.getRequests().filter(({ path }) => path.endsWith('/user_sync_results'));
	expect(asked).toHaveLength(1);
	// The id of a result is known from its job.
	expect(standing(outcome, 'getUserSyncResult').verdict).toBe('confirmed');
});

test('a certain path that is gone is refuted and reported as broken', async () => {
	const sandbox = await startTeam();
	sandbox.setSwitches({ movedPaths: { 18: null } });
	const outcome = await check(sandbox);
	expect(standing(outcome, 'getUserSyncJob').verdict).toBe('refuted');
	expect(outcome.report.broken).toEqual(['Get a user sync job: refuted']);
});

test('without the list of server sync jobs the active job of the connection is asked', async () => {
	const sandbox = await startTeam();
	sandbox.setSwitches({ movedPaths: { 6: null } });
	const outcome = await check(sandbox);
	expect(standing(outcome, 'listServerSyncJobs').verdict).toBe('refuted');
	expect(standing(outcome, 'getServerSyncJob').verdict).toBe('confirmed');
	expect(outcome.report.broken).toEqual([]);
});

test('the specification of the team settles a path that no variant names', async () => {
	const sandbox = await startTeam();
	const moved = 'integrations/ad_connections/{connection}/task_settings/{job}/outcomes';
	sandbox.setSwitches({ movedPaths: { 13: moved } });
	const base = '/v1/teams/{team_name}/integrations/ad_connections';
	const baseUrl = await startFront(sandbox, {
		openapi: '3.0.0',
		paths: {
			[base]: { get: {}, post: {} },
			[`${base}/{id}/task_settings/{task_settings_id}/outcomes`]: { get: {} },
			[`${base}/{id}/task_settings/{task_settings_id}/deactivate`]: { post: {} },
			'/v1/teams/{team_name}/gateways': { get: {} },
		},
	});
	const outcome = await check(sandbox, { credential: { baseUrl } });
	expect(standing(outcome, 'listServerSyncResults').correction).toBe(`${teamPrefix}${moved}`);
	expect(outcome.report.markdown).toContain(
		'Of the endpoints above it names: 1, 2, 11, List gateways.',
	);
	expect(row(outcome, 'GET')).toEqual([`\`${base}\``]);
});

test('a token that expires on the way is renewed', async () => {
	const sandbox = await startTeam();
	sandbox.setFaults([{ match: { endpoint: 8 }, effect: { type: 'expireTokens' }, times: 1 }]);
	const outcome = await check(sandbox);
	expect(outcome.report.broken).toEqual([]);
	expect(outcome.report.markdown).toContain('tokens minted: 2');
});

test.each([
	[{ type: 'html', status: 200 }, 'unclear', '200 with a text that is not JSON'],
	[{ type: 'html', status: 404 }, 'unclear', "404 without ASA's JSON"],
	[{ type: 'status', status: 403 }, 'unclear', '403'],
	[{ type: 'status', status: 409 }, 'unclear', '409'],
	[{ type: 'status', status: 400 }, 'refuted', '400'],
	[{ type: 'redirect', status: 302 }, 'unclear', '302, a redirect'],
	[{ type: 'replaceBody', body: [] }, 'refuted', '200 with another body than due (JSON: array)'],
	[{ type: 'emptyBody' }, 'refuted', '200 with another body than due (an empty body)'],
] as const)('a certain endpoint that answers %j is %s', async (effect, verdict, said) => {
	const sandbox = await startTeam();
	sandbox.setFaults([{ match: { endpoint: 18 }, effect }]);
	const outcome = await check(sandbox);
	expect(standing(outcome, 'getUserSyncJob')).toMatchObject({ verdict, attempt: { said } });
	expect(outcome.report.broken).toEqual([`Get a user sync job: ${verdict}`]);
});

test('a right that is missing on an assumed path says nothing about the path', async () => {
	const sandbox = await startTeam();
	sandbox.setFaults([{ match: { endpoint: 13 }, effect: { type: 'status', status: 403 } }]);
	const outcome = await check(sandbox);
	expect(standing(outcome, 'listServerSyncResults').verdict).toBe('unclear');
	expect(sandbox.getRequests().some(({ path }) => path.endsWith('/ad_task_results'))).toBe(false);
});

test('a test path that takes POST alone shows itself by another status than 404', async () => {
	const sandbox = await startTeam();
	sandbox.setFaults([
		{
			match: { method: 'GET', path: '/ad_test_requests$' },
			effect: { type: 'status', status: 405 },
		},
	]);
	expect(standing(await check(sandbox), 'testServerSyncJob')).toMatchObject({
		verdict: 'not tried',
		note: 'GET answers 405 at C/{connection}/task_settings/{job}/ad_test_requests: something is there',
	});
});

test('fields of another type, missing and unknown ones are named', async () => {
	const sandbox = await startTeam();
	const project = { id: 'p1', Name: 'x', colour: 'red', 'my.domain.example': true };
	sandbox.setFaults([
		{
			match: { endpoint: 'projects' },
			effect: {
				type: 'replaceBody',
				body: { list: [project, { id: 'p2' }, { id: 'p3', name: 7 }] },
			},
		},
	]);
	const outcome = await check(sandbox);
	const [, , missing, otherTypes, unknown, otherCase] = row(outcome, 'gateway or project');
	expect({ missing, otherTypes, unknown, otherCase }).toEqual({
		missing: 'name (1)',
		otherTypes: 'name (integer)',
		unknown: 'colour (string), (hidden, 17 characters) (boolean)',
		otherCase: 'Name',
	});
	expect(outcome.report.broken).toEqual(['fields of a gateway or project']);
});

test('the words of results, their texts and their ids are counted', async () => {
	const sandbox = await startTeam({
		switches: {
			taskStateWords: { failed: 'went_wrong' },
			rulesSummaryWords: { failed: 'partially done' },
			emptyTestId: 'nilUuid',
		},
	});
	const job = sandbox.getState().connections[0].serverSyncJobs[0];
	sandbox.runJob(job.id);
	sandbox.endRun(job.id, 'fail');
	const outcome = await check(sandbox);
	expect(row(outcome, 'task_state')[0]).toContain('went_wrong');
	expect(row(outcome, 'rules_summary_status')[0]).toContain('partially done');
	expect(row(outcome, 'Test request ids of results')[0]).toMatch(/^nil UUID \(\d+\)$/);
	expect(row(outcome, 'Most results listed of one job (first page)')).toEqual(['10']);
	expect(row(outcome, 'With descending=true, newest first')).toEqual(['4 of 4 lists']);
	expect(row(outcome, 'User sync jobs by the query status=ACTIVE')).toEqual([
		'200, active: 2 of 2',
	]);
	expect(row(outcome, 'A connection id that does not exist')).toEqual([
		'404, resource_does_not_exist',
	]);
});

test('paging and the limit are described', async () => {
	const sandbox = await startTeam({ switches: { linkHeaders: 'one' } });
	const outcome = await check(sandbox);
	expect(row(outcome, 'A page of count=1: Link header')).toEqual(['rel next, quoted']);
	expect(row(outcome, 'A page of count=1: next page')).toEqual(['200']);
	expect(row(outcome, 'Requests an hour, by X-RateLimit-Limit')).toEqual(['10000']);
});

test('no more requests are sent than allowed, and the report says that it was cut short', async () => {
	const sandbox = await startTeam();
	const lines: string[] = [];
	const outcome = await check(sandbox, {
		flags: { maxRequests: 15 },
		tell: (line) => lines.push(line),
	});
	expect(sandbox.countRequests()).toBe(15);
	expect(lines[0]).toBe('At most 15 requests, one at a time.');
	expect(outcome.report.markdown).toContain('15 of at most 15 requests; CUT SHORT');
	expect(standing(outcome, 'listConnections').verdict).toBe('confirmed');
	expect(standing(outcome, 'listUserSyncResults').verdict).toBe('not tried');
});

test('a team without connections has little to show', async () => {
	const outcome = await check(await startTeam({ dataset: 'empty' }));
	expect(standing(outcome, 'getConnection')).toMatchObject({
		verdict: 'not tried',
		note: 'there was nothing to ask it for',
	});
	expect(outcome.report.broken).toEqual([]);
});

test('requests go one at a time', async () => {
	const sandbox = await startTeam({ switches: { maxConcurrentRequests: 1 } });
	expect((await check(sandbox)).report.broken).toEqual([]);
	expect(sandbox.getRequests().filter(({ status }) => status === 429)).toEqual([]);
});

describe('what makes a check impossible is said by the credential', () => {
	it.each([
		[{ opaTeam: true }, {}, 'lives on Okta Privileged Access'],
		[{ roles: [] }, {}, 'lacks a role'],
		[{}, { keySecret: 'wrong' }, 'Key ID or Key Secret is wrong'],
		[{}, { teamName: 'other' }, "isn't known"],
		[{}, { baseUrl: 'http://127.0.0.1:9' }, 'it refuses the connection'],
		[{}, { authentication: 'teamToken', token: 'old' }, 'Token has expired, is wrong'],
	])('%j %j', async (switches, credential, message) => {
		const sandbox = await startTeam({ switches });
		await expect(check(sandbox, { credential })).rejects.toThrow(message);
	});

	it('an answer in HTML', async () => {
		const sandbox = await startTeam();
		sandbox.setFaults([{ effect: { type: 'html', status: 200 } }]);
		await expect(check(sandbox)).rejects.toThrow("isn't one of Advanced Server Access");
	});
});

test('a pasted token is enough', async () => {
	const sandbox = await startTeam();
	const token = sandbox.mintToken().bearer_token;
	const credential = { authentication: 'teamToken', token, keyId: '', keySecret: '' };
	const outcome = await check(sandbox, { credential });
	expect(outcome.report.broken).toEqual([]);
	expect(outcome.report.markdown).toContain('a pasted token, tokens minted: 0');
});
