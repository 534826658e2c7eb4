import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import certificateOptions from 'smtp-server/lib/tls-options';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { runOperation, signIn } from '../runOperation.cts';

/* What stands between n8n and ASA: certificates, proxies, and tokens that are no longer or not quite right. */
let asa: Asa;

afterEach(closeAll);

const list = '/integrations/ad_connections';
const getAll = () => runOperation(asa, 'connection', 'getAll');

describe('a server whose certificate nobody vouches for', () => {
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

	it('is told as such by the Test, with what to do', async () => {
		const { message } = await asa.engine.testCredential(asa.store({ baseUrl: url() }));
		expect(message).toMatch(/^No response from https:.*: its certificate/);
		expect(message).toContain('NODE_EXTRA_CA_CERTS');
	});

	it('is told as such by the node, and is not asked again', async () => {
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
			expect(error?.description).toMatch(/^It stands between n8n and Okta/);
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
		'an expired token that is answered with %s',
		(status) => {
			beforeEach(async () => {
				asa.sandbox.setSwitches({ expiredToken: status });
				await signIn(asa);
			});

			/** Lets the time pass that ASA gave the token, here and there. */
			function expire() {
				asa.sandbox.expireTokens();
				const session = JSON.parse(String(asa.credential.data.sessionToken)) as object;
				const expiresAt = Date.now() - 1;
				asa.credential.data.sessionToken = JSON.stringify({ ...session, expiresAt });
			}

			it('is renewed, once', async () => {
				expire();
				const { items } = await getAll();
				expect(items).toHaveLength(2);
				expect(asa.sent()).toEqual([
					`GET ${list}`,
					'POST /service_token',
					`GET ${list}`,
					`GET ${list}`,
				]);
				await getAll();
				expect(asa.sent()).toEqual([`GET ${list}`]);
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
