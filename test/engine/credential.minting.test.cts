import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import { connectionReads } from './connectionReads.cts';

describe.each(dialects)('The credential, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
	});

	afterEach(closeAll);

	const list = '/integrations/ad_connections';

	const { getMany, getOne } = connectionReads(() => asa);

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
});
