import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from './asa.cts';

describe.each(dialects)('The credential, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
	});

	afterEach(closeAll);

	const list = '/integrations/ad_connections';

	function getMany() {
		return asa.engine.run({
			type: 'asaActiveDirectory',
			parameters: { resource: 'connection', operation: 'getAll' },
			credentials: [asa.credential],
		});
	}

	function getOne(items: number, concurrentRequests = 8) {
		const [connection] = asa.sandbox.getState().connections;
		return asa.engine.run({
			type: 'asaActiveDirectory',
			items: Array.from({ length: items }, (_, index) => ({ index })),
			parameters: {
				resource: 'connection',
				operation: 'get',
				connection: { __rl: true, mode: 'id', value: connection.id },
				options: { concurrentRequests },
			},
			credentials: [asa.credential],
		});
	}

	describe('minting', () => {
		it('mints at the first request, tries the token, and uses it again', async () => {
			await getMany();
			expect(asa.sent()).toEqual(['POST /service_token', `GET ${list}`, `GET ${list}`]);
			await getMany();
			expect(asa.sent()).toEqual([`GET ${list}`]);
		});

		it('renews an expired token exactly once', async () => {
			await getMany();
			asa.sandbox.expireTokens();
			asa.sent();
			const { items } = await getMany();
			expect(items).toHaveLength(2);
			expect(asa.sent()).toEqual([
				`GET ${list}`,
				'POST /service_token',
				`GET ${list}`,
				`GET ${list}`,
			]);
		});

		it.each([8, 50])(
			'mints once for 50 items with an expired token, %i at a time',
			async (limit) => {
				await getMany();
				asa.sandbox.expireTokens();
				asa.sent();
				const { items } = await getOne(50, limit);
				expect(items).toHaveLength(50);
				expect(asa.sent().filter((line) => line.startsWith('POST'))).toEqual([
					'POST /service_token',
				]);
			},
		);

		it('never sends a token to another team or host than it was minted for', async () => {
			await getMany();
			const other = await startAsa({ dialect, seed: 99 });
			const { data } = asa.credential;
			Object.assign(data, { baseUrl: other.sandbox.url });
			const { error } = await getMany();
			const authorizations = other.sandbox.getRequests().map(({ authorization }) => authorization);
			expect(authorizations).not.toContain('bearer');
			expect(error?.message).toMatch(/^Key ID or Key Secret is wrong/);
		});

		it('mints again after an edit of the team, without sending the old token', async () => {
			await getMany();
			asa.sent();
			const session = JSON.parse(String(asa.credential.data.sessionToken)) as object;
			asa.credential.data.sessionToken = JSON.stringify({ ...session, team: 'another-team' });
			await getMany();
			expect(asa.sent()).toEqual(['POST /service_token', `GET ${list}`, `GET ${list}`]);
		});

		it('keeps no secret in what n8n stores of an execution, failed ones too', async () => {
			const secrets = () => [
				asa.sandbox.keySecret,
				(JSON.parse(String(asa.credential.data.sessionToken)) as { token: string }).token,
			];
			const good = await getMany();
			for (const status of [400, 401, 403, 404, 409, 429, 500]) {
				asa.sandbox.setFaults([
					{ match: { endpoint: 1 }, effect: { type: 'status', status, retryAfterSeconds: 3600 } },
				]);
				const { stored, error } = await getMany();
				// After a 401 n8n has a new token minted, and it is that which fails here.
				expect(error?.message).toMatch(status === 401 ? /^Okta rejected the token/ : /./);
				expect(error?.httpCode).toBe(status === 401 ? null : String(status));
				for (const secret of secrets()) {
					expect(good.stored).not.toContain(secret);
					expect(stored).not.toContain(secret);
				}
				asa.sandbox.clearFaults();
			}
		});
	});

	describe('Test', () => {
		const cases: Array<[string, object, () => void, RegExp]> = [
			['a wrong key', { keySecret: 'wrong' }, () => {}, /^Key ID or Key Secret is wrong.*\(401\)/],
			['no key', { keySecret: ' ' }, () => {}, /^Key Secret is empty/],
			['no key id', { keyId: '' }, () => {}, /^Key ID is empty/],
			['no team', { teamName: '' }, () => {}, /^Team Name is empty/],
			[
				'a wrong token',
				{ authentication: 'teamToken', token: 'nope' },
				() => {},
				/^Token has expired, is wrong/,
			],
			['no token', { authentication: 'teamToken', token: '' }, () => {}, /^Token is empty/],
			[
				'a wrong team that shows as 404',
				{ teamName: 'other' },
				() => {},
				/^Team Name "other" was not found/,
			],
			[
				'a wrong team that shows as 401',
				{ teamName: 'other' },
				() => asa.sandbox.setSwitches({ wrongTeam: '401' }),
				/doesn't belong to team "other"/,
			],
			[
				'a wrong team that shows as another team',
				{ teamName: 'other' },
				() => asa.sandbox.setSwitches({ wrongTeam: 'otherName' }),
				/^Team Name is "other", but the key belongs to another team/,
			],
			[
				'a missing role',
				{},
				() => asa.sandbox.setSwitches({ roles: [] }),
				/^The service user lacks a role \(401, Missing capability: ad_connection.list\)/,
			],
			[
				'a missing role, where only the routes of ASA ask for it',
				{},
				() => asa.sandbox.setSwitches({ roles: [], missingRole: 'asaRoutes' }),
				/^The service user lacks a role .* In ASA's dashboard, add it to a group that has the team role Admin \(access_admin\)$/,
			],
			[
				'a missing role, where every route asks for it, which an OPA team does too',
				{},
				() => asa.sandbox.setSwitches({ roles: [], opaRoute: '401' }),
				/^The service user lacks a role .* \(access_admin\)\. .* may be on Okta Privileged .* System Log/,
			],
			[
				'an OPA team',
				{},
				() => asa.sandbox.setSwitches({ opaTeam: true }),
				/is on Okta Privileged Access.* Enter an Advanced Server Access team, or .* System Log/,
			],
			[
				'a host that refuses connections',
				{ baseUrl: 'http://127.0.0.1:9' },
				() => {},
				/^No response from http:\/\/127.0.0.1:9: the connection was refused/,
			],
			[
				'a proxy that answers HTML',
				{},
				() => asa.sandbox.setFaults([{ effect: { type: 'html', status: 200 } }]),
				/isn't from Advanced Server Access/,
			],
			[
				'a redirect',
				{},
				() => asa.sandbox.setFaults([{ effect: { type: 'redirect' } }]),
				/returned a redirect \(302\), which is not followed/,
			],
			[
				'too many requests',
				{},
				() =>
					asa.sandbox.setFaults([
						{ effect: { type: 'status', status: 429, retryAfterSeconds: 90 } },
					]),
				/Rate limit reached \(429\). Try again in 90 s/,
			],
			[
				'a server that fails',
				{},
				() => asa.sandbox.setFaults([{ effect: { type: 'status', status: 503 } }]),
				/returned a server error \(503\)/,
			],
			[
				'an address that is none',
				{ baseUrl: 'app.scaleft.com' },
				() => {},
				/^Base URL is not a URL/,
			],
			[
				'a path correction that leads nowhere',
				{
					pathCorrections: {
						correction: [{ endpoint: 'listConnections', path: '/v1/teams/{team}/nowhere' }],
					},
				},
				() => {},
				/^Path Corrections: "List AD connections" returned 404/,
			],
			[
				'plain http',
				{ baseUrl: 'http://app.scaleft.com' },
				() => {},
				/^Base URL must start with https/,
			],
			[
				"a host that isn't Okta's",
				{ baseUrl: 'https://example.com' },
				() => {},
				/turn on Allow Other Host/,
			],
			[
				'a base URL with a path',
				{ baseUrl: 'https://app.scaleft.com/v1' },
				() => {},
				/more than scheme and host/,
			],
			[
				'a base URL with a user',
				{ baseUrl: 'https://me@app.scaleft.com' },
				() => {},
				/user name or password/,
			],
		];

		it.each(cases)('names %s', async (_, changes, prepare, message) => {
			const credential = asa.store(changes as ICredentialDataDecryptedObject);
			prepare();
			const result = await asa.engine.testCredential(credential);
			expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) });
			expect(result.message).not.toContain(asa.sandbox.keySecret);
		});

		it('is content with a good key', async () => {
			await expect(asa.engine.testCredential(asa.credential)).resolves.toMatchObject({
				status: 'OK',
			});
		});

		it('is content with a good token', async () => {
			const { bearer_token: token } = asa.sandbox.mintToken();
			const credential = asa.store({ authentication: 'teamToken', token });
			await expect(asa.engine.testCredential(credential)).resolves.toMatchObject({ status: 'OK' });
		});

		it('follows a path correction of the list of connections', async () => {
			asa.sandbox.setSwitches({ movedPaths: { 1: 'directories' } });
			const path = '/v1/teams/{team}/directories';
			const pathCorrections = { correction: [{ endpoint: 'listConnections', path }] };
			const credential = asa.store({ pathCorrections });
			await expect(asa.engine.testCredential(credential)).resolves.toMatchObject({ status: 'OK' });
		});
	});

	describe('a role that is missing', () => {
		it('ends the run: the items that follow are not sent', async () => {
			await getMany();
			asa.sandbox.setSwitches({ roles: [] });
			asa.sent();
			const { error } = await getOne(20);
			expect(error?.message).toMatch(/^The service user lacks a role/);
			expect(asa.sent().length).toBeLessThanOrEqual(4);
		});

		it('gives each item its error with Continue On Fail, still without sending', async () => {
			await getMany();
			asa.sandbox.setSwitches({ roles: [] });
			asa.sent();
			const [connection] = asa.sandbox.getState().connections;
			const { items } = await asa.engine.run({
				type: 'asaActiveDirectory',
				items: Array.from({ length: 20 }, () => ({})),
				parameters: {
					resource: 'connection',
					operation: 'get',
					connection: { __rl: true, mode: 'id', value: connection.id },
				},
				credentials: [asa.credential],
				continueOnFail: true,
			});
			expect(items).toHaveLength(20);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
			expect(items[19].json.error).toMatch(/^The service user lacks a role/);
			expect(new Set(items.map(({ json }) => JSON.stringify(json))).size).toBe(1);
			expect(items[19].json.description).toMatch(/^After fixing this, open the credential/);
			expect(asa.sent().length).toBeLessThanOrEqual(4);
		});
	});

	describe('redirects', () => {
		it('are not followed, so the token stays with its host', async () => {
			await getMany();
			let visits = 0;
			const elsewhere = createServer((_, response) => {
				visits++;
				response.end('{}');
			});
			await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
			const { port } = elsewhere.address() as AddressInfo;
			asa.sandbox.setFaults([
				{ effect: { type: 'redirect', location: `http://127.0.0.1:${port}/` } },
			]);
			const { error } = await getMany();
			expect(error?.message).toMatch(/redirect \(302\), which is not followed/);
			expect(visits).toBe(0);
			await new Promise((resolve) => elsewhere.close(resolve));
		});
	});
});
