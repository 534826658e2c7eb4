import { openClient } from '../../../../../../nodes/AsaActiveDirectory/asa/client';
import { writeSession } from '../../../../../../nodes/AsaActiveDirectory/asa/auth/session';
import { failureOf, fakeRequests, fakeTeam, keyCredential } from '../support.cts';
import { timed, pretendTime } from './fakeAnswers.cts';

pretendTime();

describe('no secret', () => {
	const minted = (token: string) => ({
		...keyCredential,
		sessionToken: writeSession(keyCredential, token),
	});

	it.each([400, 401, 403, 404, 409, 429, 500, 503])('stands in an error of %i', async (status) => {
		const echo = 'Bearer canary-token; canary-key-secret; canary-password';
		const { requests } = fakeRequests(() => ({ status, body: { message: echo, nottype: echo } }), {
			credential: minted('canary-token'),
		});
		const body = { name: 'x', service_account_password: 'canary-password' };
		const { outcome } = await timed(requests.send('createConnection', {}, { body }));
		const reason = (outcome as PromiseRejectedResult).reason as Error;
		const texts = [reason.message, reason.stack, JSON.stringify(reason)].join();
		expect(texts).not.toMatch(/canary-(token|key|password)/);
	});

	it("stands in the credential's own words", async () => {
		const credentialProblem = 'canary-token is refused';
		const { requests } = fakeRequests(() => ({ credentialProblem }), {
			credential: minted('canary-token'),
		});
		const error = await failureOf(requests.send('getConnection', { connection: 'c1' }));
		expect(error.message).toBe('(hidden) is refused');
	});

	it('stands in an error if the token was renewed since the client was opened', async () => {
		const stored = minted('canary-old');
		const { context } = fakeTeam(() => {
			stored.sessionToken = writeSession(keyCredential, 'canary-new');
			return { status: 400, body: { message: 'Bearer canary-new, before canary-old' } };
		}, stored);
		const client = await openClient(context);
		const error = await failureOf(client.connections.get('c1'));
		expect(error.message).toBe(
			'Get an AD connection: Okta rejected the request (400, Bearer (hidden), before (hidden))',
		);
	});
});
