import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from './asa.cts';

describe.each(dialects)('The credential, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
	});

	afterEach(closeAll);

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
				'a missing role, if only the routes of ASA ask for it',
				{},
				() => asa.sandbox.setSwitches({ roles: [], missingRole: 'asaRoutes' }),
				/^The service user lacks a role .* In ASA's dashboard, add it to a group that has the team role Admin \(access_admin\)$/,
			],
			[
				'a missing role, if every route asks for it, which an OPA team does too',
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
});
