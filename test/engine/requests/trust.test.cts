import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import certificateOptions from 'smtp-server/lib/tls-options';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { byId, runOperation, signIn } from '../runOperation.cts';

/* What stands between n8n and ASA: certificates, proxies, and tokens that are no longer or not quite right. */
let asa: Asa;

afterEach(closeAll);

const list = '/integrations/ad_connections';
const getAll = () => runOperation(asa, 'connection', 'getAll');

describe('a server whose certificate no known authority has signed', () => {
	let connections = 0;
	const server = createServer(certificateOptions());
	server.on('secureConnection', () => connections++);
	server.on('tlsClientError', () => connections++);

	beforeAll(async () => {
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	afterAll(() => server.close());

	const url = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

	beforeEach(async () => {
		asa = await startAsa();
		connections = 0;
	});

	it('is reported as such by the Test, with what to do', async () => {
		const { message } = await asa.engine.testCredential(asa.store({ baseUrl: url() }));
		expect(message).toMatch(/^No response from https:.*: its certificate/);
		expect(message).toContain('NODE_EXTRA_CA_CERTS');
	});

	it('is reported as such by the node, and is not asked again', async () => {
		const { bearer_token: token } = asa.sandbox.mintToken();
		asa.credential = asa.store({ authentication: 'teamToken', token, baseUrl: url() });
		// As if it had been tested before.
		asa.credential.data.sessionToken = '{"authentication":"teamToken"}';
		const { error } = await getAll();
		expect(error?.message).toMatch(/^List AD connections: no response from .*: its certificate/);
		expect(error?.description).toContain('NODE_EXTRA_CA_CERTS');
		expect(error?.description).not.toMatch(/^After fixing this, open the credential/);
		expect(connections).toBe(1);
	});
});

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	beforeEach(async () => {
		asa = await startAsa({ dialect });
	});

	describe('a proxy that wants a sign-in', () => {
		const refuse = () => asa.sandbox.setFaults([{ effect: { type: 'html', status: 407 } }]);

		it('is named by the node, and is not asked again', async () => {
			await signIn(asa);
			refuse();
			const { error } = await getAll();
			expect(error?.message).toBe('List AD connections: a proxy requires a sign-in (407)');
			expect(error?.description).toMatch(/^The proxy is between n8n and Okta/);
			expect(asa.sent()).toEqual([`GET ${list}`]);
		});

		it('is named by the Test', async () => {
			refuse();
			const { message } = await asa.engine.testCredential(asa.credential);
			expect(message).toMatch(/^A proxy between n8n and .* requires a sign-in \(407\)/);
		});
	});

	describe('a pasted token', () => {
		it.each<(token: string) => string>([
			(token) => `Bearer ${token}`,
			(token) => `bearer  ${token}\n`,
			(token) => `"${token}"`,
			(token) => `'Bearer ${token}'`,
			(token) => `Bearer "${token}"`,
			(token) => ` ${token} `,
		])('%# is taken without what was copied with it', async (copied) => {
			const { bearer_token: token } = asa.sandbox.mintToken();
			asa.credential = asa.store({ authentication: 'teamToken', token: copied(token) });
			await expect(asa.engine.testCredential(asa.credential)).resolves.toMatchObject({
				status: 'OK',
			});
			const { items, stored } = await getAll();
			expect(items).toHaveLength(2);
			expect(stored).not.toContain(token);
		});
	});

	describe.each(['401', '403', '400'] as const)(
		'a team that answers an expired or missing token with %s',
		(status) => {
			beforeEach(async () => {
				asa.sandbox.setSwitches({ expiredToken: status, missingToken: status });
				await signIn(asa);
			});

			const session = () =>
				JSON.parse(String(asa.credential.data.sessionToken)) as Record<string, unknown>;
			const setSession = (changes: object) => {
				asa.credential.data.sessionToken = JSON.stringify({ ...session(), ...changes });
			};
			/** A mint, the request that tries the token, and the request itself. */
			const renewal = ['POST /service_token', `GET ${list}`, `GET ${list}`];

			it('gets a new token, once, if its time has passed', async () => {
				asa.sandbox.expireTokens();
				setSession({ expiresAt: Date.now() - 1 });
				const { items } = await getAll();
				expect(items).toHaveLength(2);
				expect(asa.sent()).toEqual(renewal);
				await getAll();
				expect(asa.sent()).toEqual([`GET ${list}`]);
			});

			it('gets it before the old one ends: a request takes its time', async () => {
				const leftMs = Number(session().expiresAt) - Date.now();
				expect(leftMs).toBeGreaterThan(3_580_000);
				expect(leftMs).toBeLessThan(3_595_000);
			});

			it('gets one for a write, which is sent once', async () => {
				asa.sandbox.expireTokens();
				setSession({ expiresAt: Date.now() - 1 });
				const [connection] = asa.sandbox.getState().connections;
				const { error } = await runOperation(asa, 'connection', 'delete', {
					connection: byId(connection.id),
				});
				expect(error).toBeUndefined();
				expect(asa.sent()).toEqual([
					'POST /service_token',
					`GET ${list}`,
					`DELETE ${list}/${connection.id}`,
				]);
			});

			it('gets one if the stored token is for another team', async () => {
				setSession({ team: 'another' });
				expect((await getAll()).items).toHaveLength(2);
				expect(asa.sent()).toEqual(renewal);
			});
		},
	);

	it('a 403 or 400 of its own is not taken for an expired token', async () => {
		await signIn(asa);
		for (const status of [403, 400]) {
			asa.sandbox.setFaults([{ effect: { type: 'status', status } }]);
			expect((await getAll()).error?.httpCode).toBe(String(status));
			expect(asa.sent()).toEqual([`GET ${list}`]);
		}
	});

	it('expressions in the credential work, and stay what they are', async () => {
		const expression = `={{ '${asa.sandbox.team}'.trim() }}`;
		asa.credential = asa.store({ teamName: expression });
		expect((await getAll()).items).toHaveLength(2);
		expect(asa.credential.data.teamName).toBe(expression);
		expect(String(asa.credential.data.sessionToken)).toContain('"token"');
		asa.sandbox.expireTokens();
		expect((await getAll()).items).toHaveLength(2);
	});
});
