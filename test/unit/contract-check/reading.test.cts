import { endpoints, type EndpointName } from '../../../nodes/AsaActiveDirectory/asa/endpoints';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import { check, closeAll, row, resultOf, startFront, startTeam } from './support.cts';

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
	'getGatewayStatus',
	'listProjects',
	'listServers',
];

const teamPrefix = '/v1/teams/{team}/';

describe.each(['client', 'page'] as const)('in the dialect of the %s', (dialect) => {
	it('confirms all that GET can, changes nothing, and sees who is right', async () => {
		const sandbox = await startTeam({ dialect });
		const before = sandbox.getState().connections;
		const outcome = await check(sandbox);
		const confirmed = outcome.report.endpoints.filter(({ finding }) => finding === 'confirmed');
		expect(confirmed.map(({ endpoint }) => endpoint).sort()).toEqual([...readOnly].sort());
		expect(outcome.report.contradictions).toEqual([]);
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
});

/** Moves endpoints to other templates. */
function movePaths(sandbox: Sandbox, paths: Partial<Record<EndpointName, string>>): void {
	const moved = Object.entries(paths).map(([name, path]) => [
		endpoints[name as EndpointName].number,
		path.slice(teamPrefix.length),
	]);
	sandbox.setSwitches({ movedPaths: Object.fromEntries(moved) });
}

test('a moved path is found, and the Path Correction named', async () => {
	const sandbox = await startTeam();
	const path = endpoints.listServerSyncResults.path.replace('task_results', 'sync_results');
	movePaths(sandbox, { listServerSyncResults: path });
	const outcome = await check(sandbox);
	expect(resultOf(outcome, 'listServerSyncResults')).toMatchObject({
		finding: 'contradicted',
		correction: path,
	});
	expect(row(outcome, endpoints.listServerSyncResults.what)).toEqual([`\`${path}\``]);
	expect(outcome.report.contradictions).toEqual([]);
});

test.each(['', '/details', '/summary'])('details that end in "%s" are found', async (suffix) => {
	const sandbox = await startTeam();
	const { path, what } = endpoints.getServerSyncResult;
	const moved = path.replace('/detailed_summary', suffix);
	movePaths(sandbox, { getServerSyncResult: moved });
	const outcome = await check(sandbox);
	expect(resultOf(outcome, 'getServerSyncResult').correction).toBe(moved);
	// The path is certain.
	expect(outcome.report.contradictions).toEqual([`${what}: contradicted`]);
	expect(outcome.report.markdown).toContain(`**CONTRADICTS A CERTAIN FACT**: ${what}`);
});

test('details below a moved list are found', async () => {
	const sandbox = await startTeam();
	const list = endpoints.listServerSyncResults.path.replace('task_results', 'recent_task_results');
	const details = `${list}/{result}/details`;
	movePaths(sandbox, { listServerSyncResults: list, getServerSyncResult: details });
	expect(resultOf(await check(sandbox), 'getServerSyncResult').correction).toBe(details);
});

test('a path that answers nowhere has no correction, and is searched for once', async () => {
	const sandbox = await startTeam();
	sandbox.setSwitches({ movedPaths: { 24: null } });
	const outcome = await check(sandbox);
	const { finding, correction, note } = resultOf(outcome, 'listUserSyncResults');
	expect({ finding, correction }).toEqual({ finding: 'contradicted', correction: undefined });
	expect(note).toBe('none of 13 other paths answers');
	const asked = sandbox.getRequests().filter(({ path }) => path.endsWith('/user_sync_results'));
	expect(asked).toHaveLength(1);
	// The id of a result is known from its job.
	expect(resultOf(outcome, 'getUserSyncResult').finding).toBe('confirmed');
});

test('a certain path that is gone contradicts a certain fact', async () => {
	const sandbox = await startTeam();
	sandbox.setSwitches({ movedPaths: { 18: null } });
	const outcome = await check(sandbox);
	expect(resultOf(outcome, 'getUserSyncJob').finding).toBe('contradicted');
	expect(outcome.report.contradictions).toEqual(['Get a user sync job: contradicted']);
});

test('without the list of server sync jobs the active job of the connection is asked', async () => {
	const sandbox = await startTeam();
	sandbox.setSwitches({ movedPaths: { 6: null } });
	const outcome = await check(sandbox);
	expect(resultOf(outcome, 'listServerSyncJobs').finding).toBe('contradicted');
	expect(resultOf(outcome, 'getServerSyncJob').finding).toBe('confirmed');
	expect(outcome.report.contradictions).toEqual([]);
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
	expect(resultOf(outcome, 'listServerSyncResults').correction).toBe(`${teamPrefix}${moved}`);
	expect(outcome.report.markdown).toContain('Of the endpoints above it names: 1, 2, 11, 26.');
	expect(row(outcome, 'GET')).toEqual([`\`${base}\``]);
});

test('a token that expires on the way is renewed', async () => {
	const sandbox = await startTeam();
	sandbox.setFaults([{ match: { endpoint: 8 }, effect: { type: 'expireTokens' }, times: 1 }]);
	const outcome = await check(sandbox);
	expect(outcome.report.contradictions).toEqual([]);
	expect(outcome.report.markdown).toContain('tokens minted: 2');
});

test.each([
	[{ type: 'html', status: 200 }, 'inconclusive', '200 with a text that is not JSON'],
	[{ type: 'html', status: 404 }, 'inconclusive', "404 without ASA's JSON"],
	[{ type: 'status', status: 403 }, 'inconclusive', '403'],
	[{ type: 'status', status: 409 }, 'inconclusive', '409'],
	[{ type: 'status', status: 400 }, 'contradicted', '400'],
	[{ type: 'redirect', status: 302 }, 'inconclusive', '302, a redirect'],
	[{ type: 'replaceBody', body: [] }, 'contradicted', '200 with an unexpected body (JSON: array)'],
	[{ type: 'emptyBody' }, 'contradicted', '200 with an unexpected body (an empty body)'],
] as const)('a certain endpoint that answers %j is %s', async (effect, finding, answer) => {
	const sandbox = await startTeam();
	sandbox.setFaults([{ match: { endpoint: 18 }, effect }]);
	const outcome = await check(sandbox);
	expect(resultOf(outcome, 'getUserSyncJob')).toMatchObject({ finding, attempt: { answer } });
	const { contradictions, inconclusive } = outcome.report;
	const lines = finding === 'contradicted' ? contradictions : inconclusive;
	expect(lines).toEqual([`Get a user sync job: ${finding}`]);
	expect([...contradictions, ...inconclusive]).toHaveLength(1);
});

test('a missing role says nothing about the path', async () => {
	const sandbox = await startTeam();
	sandbox.setFaults([{ match: { endpoint: 13 }, effect: { type: 'status', status: 403 } }]);
	const outcome = await check(sandbox);
	expect(resultOf(outcome, 'listServerSyncResults').finding).toBe('inconclusive');
	expect(sandbox.getRequests().some(({ path }) => path.endsWith('/task_result'))).toBe(false);
});

test('a test path that takes only POST is recognized by another status than 404', async () => {
	const sandbox = await startTeam();
	sandbox.setFaults([
		{
			match: { method: 'GET', path: '/ad_test_request$' },
			effect: { type: 'status', status: 405 },
		},
	]);
	expect(resultOf(await check(sandbox), 'testServerSyncJob')).toMatchObject({
		finding: 'not tried',
		note: 'GET answers 405 at /v1/teams/{team}/integrations/ad_connections/{connection}/task_settings/{job}/ad_test_request: something is there',
	});
});

test('fields of another type, missing and unknown ones are named', async () => {
	const sandbox = await startTeam();
	const project = { id: 'p1', Name: 'x', colour: 'red', 'my.domain.example': true };
	sandbox.setFaults([
		{
			match: { endpoint: 28 },
			effect: {
				type: 'replaceBody',
				body: { list: [project, { id: 'p2' }, { id: 'p3', name: 7 }] },
			},
		},
	]);
	const outcome = await check(sandbox);
	const [, , missing, otherTypes, unknown, otherCase] = row(outcome, 'project');
	expect({ missing, otherTypes, unknown, otherCase }).toEqual({
		missing: 'name (1)',
		otherTypes: 'name (integer)',
		unknown: 'colour (string), (hidden, 17 characters) (boolean)',
		otherCase: 'Name',
	});
	expect(outcome.report.contradictions).toEqual(['fields of a project']);
});

test('no more requests are sent than allowed, and the report says that it was cut short', async () => {
	const sandbox = await startTeam();
	const lines: string[] = [];
	const outcome = await check(sandbox, {
		flags: { maxRequests: 15 },
		log: (line) => lines.push(line),
	});
	expect(sandbox.countRequests()).toBe(15);
	expect(lines[0]).toBe('At most 15 requests, one at a time.');
	expect(outcome.report.markdown).toContain('15 of at most 15 requests; CUT SHORT');
	expect(resultOf(outcome, 'listConnections').finding).toBe('confirmed');
	expect(resultOf(outcome, 'listUserSyncResults').finding).toBe('not tried');
});

test('a team without connections has little to show', async () => {
	const outcome = await check(await startTeam({ dataset: 'empty' }));
	expect(resultOf(outcome, 'getConnection')).toMatchObject({
		finding: 'not tried',
		note: 'there was nothing to read it for',
	});
	expect(outcome.report.contradictions).toEqual([]);
});

test('requests go one at a time', async () => {
	const sandbox = await startTeam({ switches: { maxConcurrentRequests: 1 } });
	expect((await check(sandbox)).report.contradictions).toEqual([]);
	expect(sandbox.getRequests().filter(({ status }) => status === 429)).toEqual([]);
});

describe('an error of the credential ends the check', () => {
	it.each<[SwitchChanges, Record<string, string>, string]>([
		[{ opaTeam: true }, {}, 'is on Okta Privileged Access'],
		[{ roles: [], missingRole: 'asaRoutes' }, {}, 'lacks a role'],
		[{}, { keySecret: 'wrong' }, 'Key ID or Key Secret is wrong'],
		[{}, { teamName: 'other' }, 'was not found'],
		[{}, { baseUrl: 'http://127.0.0.1:9' }, 'the connection was refused'],
		[{}, { authentication: 'teamToken', token: 'old' }, 'Token has expired, is wrong'],
	])('%j %j', async (switches, credential, message) => {
		const sandbox = await startTeam({ switches });
		await expect(check(sandbox, { credential })).rejects.toThrow(message);
	});

	it('an answer in HTML', async () => {
		const sandbox = await startTeam();
		sandbox.setFaults([{ effect: { type: 'html', status: 200 } }]);
		await expect(check(sandbox)).rejects.toThrow("isn't from Advanced Server Access");
	});
});

test('a pasted token is enough', async () => {
	const sandbox = await startTeam();
	const token = sandbox.mintToken().bearer_token;
	const credential = { authentication: 'teamToken', token, keyId: '', keySecret: '' };
	const outcome = await check(sandbox, { credential });
	expect(outcome.report.contradictions).toEqual([]);
	expect(outcome.report.markdown).toContain('a pasted token, tokens minted: 0');
});
