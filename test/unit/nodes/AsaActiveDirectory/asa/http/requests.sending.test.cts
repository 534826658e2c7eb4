import { unchanged, failureOf, fakeRequests, keyCredential, openFake } from '../support.cts';
import { connections, pretendTime } from './fakeAnswers.cts';

pretendTime();

describe('opening a client', () => {
	it.each([
		[{ baseUrl: 'nowhere' }, /^Base URL is not a URL/],
		[{ teamName: '' }, /^Team Name is empty/],
		[{ pathCorrections: { correction: [{ endpoint: 'nothing' }] } }, /^Path Corrections name/],
		[
			{ pathCorrections: { correction: [{ endpoint: 'getServerSyncJob', path: '/v1/x' }] } },
			/^Path Corrections for "Get a server sync job": the path must contain [^/]+$/,
		],
	])('says what is wrong with the credential: %j', async (wrong, message) => {
		const error = await failureOf(
			openFake(() => ({}), { credential: { ...keyCredential, ...wrong } }),
		);
		expect(error.message).toMatch(message);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			description: 'Correct the credential of this node',
		});
	});
});

describe('a request', () => {
	it('goes where the table says, with the query, body and time it was given, and follows no redirect', async () => {
		const { requests, sent } = fakeRequests(() => ({ status: 201, body: { id: 'j1' } }), {
			timeoutMs: 5_000,
		});
		const body = { name: 'Job' };
		await requests.sendForObject(
			'createUserSyncJob',
			{ connection: 'c/1' },
			{ body, query: { a: 1 } },
		);
		expect(sent).toEqual([
			{
				method: 'POST',
				url: `${connections}/c%2F1/user_sync_task_settings`,
				qs: { a: 1 },
				body,
				json: true,
				returnFullResponse: true,
				disableFollowRedirect: true,
				timeout: 5_000,
			},
		]);
	});

	it('waits 30 s for its answer unless set otherwise', async () => {
		const { requests, sent } = fakeRequests(() => ({ body: { id: 'c1' } }));
		await requests.send('getConnection', { connection: 'c1' });
		expect(sent[0].timeout).toBe(30_000);
	});

	it('goes by the corrected path if there is one', async () => {
		const path = '/v2/{team}/{connection}/{job}';
		const credential = {
			...keyCredential,
			pathCorrections: { correction: [{ endpoint: 'listServerSyncResults', path }] },
		};
		const { requests, sent } = fakeRequests(() => ({ body: { list: [] } }), { credential });
		await requests.list(unchanged, 'listServerSyncResults', { connection: 'c1', job: 'j1' });
		expect(sent[0].url).toBe('https://app.scaleft.com/v2/acme/c1/j1');
	});

	it("answers with status and body, and keeps the API's time of the first answer", async () => {
		const date = 'Mon, 23 Nov 2026 16:00:00 GMT';
		const { requests } = fakeRequests(() => ({ status: 204, body: '', headers: { date } }));
		const answer = await requests.send('deleteConnection', { connection: 'c1' });
		expect(answer).toMatchObject({ status: 204, body: '' });
		expect(requests.transport.apiTimeAt).toBe(Date.parse(date));
	});

	it.each(['', ' ', '.', '..'])('is not sent with the id %j', async (connection) => {
		const { requests, sent } = fakeRequests(() => ({}));
		const error = await failureOf(requests.send('getConnection', { connection }));
		expect(error.message).toBe('Get an AD connection: an ID is empty, . or ..');
		expect(sent).toEqual([]);
	});
});
