import axios, { type AxiosInstance } from 'axios';
import { asaEndpoints } from '../../../sandbox/endpoints.cts';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import { clientOf, connectionsPath } from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let anyone: AxiosInstance;

beforeEach(async () => {
	sandbox = await startSandbox({ team: 'Demo-Team', dataset: 'demo' });
	anyone = axios.create({ baseURL: `${sandbox.url}/v1/teams`, validateStatus: () => true });
});

afterEach(() => sandbox.close());

const unauthenticated = { code: 401, message: expect.any(String), nottype: 'authentication_error' };

function mint(team = sandbox.team, changes: object = {}) {
	const { keyId, keySecret } = sandbox;
	return anyone.post(`/${team}/service_token`, {
		key_id: keyId,
		key_secret: keySecret,
		...changes,
	});
}

describe('minting', () => {
	test('answers a token that looks like a JWT, works and expires', async () => {
		sandbox.setSwitches({ tokenLifetimeSeconds: 600 });
		const { status, data } = await mint();
		expect(status).toBe(200);
		expect(data).toEqual({
			bearer_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
			expires_at: '2026-01-05T00:10:00Z',
			team_name: 'Demo-Team',
		});
		const api = clientOf(sandbox, data.bearer_token);
		expect((await api.get(connectionsPath)).status).toBe(200);
		sandbox.advance(600);
		const late = await api.get(connectionsPath);
		expect([late.status, late.data]).toEqual([401, unauthenticated]);
	});

	test.each([{ key_secret: 'wrong' }, { key_id: 'wrong' }])('refuses %j', async (changes) => {
		const { status, data } = await mint(sandbox.team, changes);
		expect([status, data]).toEqual([401, unauthenticated]);
	});

	test.each([
		{ key_secret: undefined },
		{ key_secret: '' },
		{ key_secret: 's'.repeat(513) },
		{ key_id: 7 },
		{ team: 'x' },
	])('refuses the form of %j', async (changes) => {
		expect((await mint(sandbox.team, changes)).status).toBe(400);
	});

	test('takes no Authorization', async () => {
		const { status } = await clientOf(sandbox).post('/service_token', {
			key_id: sandbox.keyId,
			key_secret: sandbox.keySecret,
		});
		expect(status).toBe(400);
	});
});

describe('a token', () => {
	const connections = (authorization?: string) =>
		anyone.get(`/${sandbox.team}${connectionsPath}`, { headers: { authorization } });

	test.each([undefined, 'Bearer nonsense', 'Basic eDp5', 'Bearer '])(
		'is not %j',
		async (header) => {
			const { status, data } = await connections(header);
			expect([status, data]).toEqual([401, unauthenticated]);
		},
	);

	test('can be expired from outside', async () => {
		const api = clientOf(sandbox);
		expect(sandbox.expireTokens()).toBe(1);
		expect((await api.get(connectionsPath)).status).toBe(401);
	});

	test.each([
		['401', 'authentication_error'],
		['403', 'forbidden_error'],
		['400', 'invalid_request'],
	] as const)('that has expired gets %s by a switch', async (expiredToken, nottype) => {
		sandbox.setSwitches({ expiredToken });
		const api = clientOf(sandbox);
		sandbox.expireTokens();
		const { status, data } = await api.get(connectionsPath);
		expect([String(status), data.nottype]).toEqual([expiredToken, nottype]);
		expect((await connections('Bearer nonsense')).status).toBe(401);
	});

	test.each([
		['401', 'authentication_error'],
		['403', 'forbidden_error'],
		['400', 'invalid_request'],
	] as const)('that is missing gets %s by a switch', async (missingToken, nottype) => {
		sandbox.setSwitches({ missingToken });
		const { status, data } = await connections();
		expect([String(status), data.nottype]).toEqual([missingToken, nottype]);
		expect((await connections('Bearer nonsense')).status).toBe(401);
	});

	test("isn't needed to hear that a route is missing", async () => {
		expect((await anyone.get('/Demo-Team/nothing')).status).toBe(404);
		expect(
			(await axios.get(`${sandbox.url}/v1/openapi.json`, { validateStatus: null })).status,
		).toBe(404);
	});
});

describe('the role', () => {
	test.each(asaEndpoints.map((endpoint) => [endpoint.number, endpoint] as const))(
		'is needed by endpoint %i',
		async (_number, { method, path, capability }) => {
			sandbox.setSwitches({ roles: ['anything_else'] });
			const url = `/${path.replace(/\{\w+\}/g, 'any')}`;
			const { status, data } = await clientOf(sandbox).request({ method, url });
			expect([status, data]).toEqual([
				401,
				{ code: 401, message: `Missing capability: ${capability}`, nottype: 'authorization_error' },
			]);
		},
	);

	test.each(['access_user', 'access_admin', 'server_admin', 'reporting_user'])(
		'%s may list servers',
		async (role) => {
			sandbox.setSwitches({ roles: [role] });
			expect((await clientOf(sandbox).get('/servers')).status).toBe(200);
		},
	);

	test.each([
		['everyRoute', 401],
		['asaRoutes', 404],
	] as const)("with missingRole %s gets %i from OPA's list", async (missingRole, status) => {
		sandbox.setSwitches({ roles: [], missingRole });
		const api = clientOf(sandbox);
		expect((await api.get('/connections/active_directory')).status).toBe(status);
		expect((await api.get(connectionsPath)).status).toBe(401);
	});
});

describe('a wrong team', () => {
	test.each([
		['404', 404, 'resource_does_not_exist'],
		['401', 401, 'authentication_error'],
	] as const)('gets %s', async (wrongTeam, code, nottype) => {
		sandbox.setSwitches({ wrongTeam });
		const { status, data } = await mint('other');
		expect([status, data]).toEqual([code, { code, message: expect.any(String), nottype }]);
	});

	test('may be answered with another name', async () => {
		sandbox.setSwitches({ wrongTeam: 'otherName' });
		const { status, data } = await mint('other');
		expect([status, data.team_name]).toEqual([200, 'Demo-Team']);
	});

	test("isn't one that differs by case alone", async () => {
		const { status, data } = await mint('demo-TEAM');
		expect([status, data.team_name]).toEqual([200, 'Demo-Team']);
	});
});

describe('an OPA team', () => {
	test('has other routes and lacks the capability for ours', async () => {
		sandbox.setSwitches({ opaTeam: true });
		const api = clientOf(sandbox);
		const ours = await api.get(connectionsPath);
		expect(ours.status).toBe(401);
		expect(ours.data.message).toBe('Missing capability: ad_connection.list');
		const theirs = await api.get('/connections/active_directory');
		expect(theirs.status).toBe(200);
		expect(theirs.data.list).toEqual([
			expect.objectContaining({ domain: 'corp.example.com', status: 'connected' }),
			expect.objectContaining({ domain: 'emea.example.com' }),
		]);
	});

	test('is not what an ASA team is', async () => {
		const api = clientOf(sandbox);
		expect((await api.get('/connections/active_directory')).status).toBe(404);
		sandbox.setSwitches({ opaRoute: '401' });
		const { status, data } = await api.get('/connections/active_directory');
		expect([status, data.nottype]).toEqual([401, 'authorization_error']);
	});

	test('needs the role too', async () => {
		sandbox.setSwitches({ opaTeam: true, roles: [], missingRole: 'asaRoutes' });
		expect((await clientOf(sandbox).get('/connections/active_directory')).status).toBe(401);
	});
});
