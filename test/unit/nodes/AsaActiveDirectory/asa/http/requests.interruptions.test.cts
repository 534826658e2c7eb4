import { openClient } from '../../../../../../nodes/AsaActiveDirectory/asa/client';
import { failureOf, fakeRequests, fakeTeam } from '../support.cts';
import { pretendTime } from './fakeAnswers.cts';

pretendTime();

describe('a cancelled execution', () => {
	it('is let go within a second', async () => {
		const execution = new AbortController();
		const { requests, sent } = fakeRequests(() => ({ status: 429 }), { signal: execution.signal });
		const failed = failureOf(requests.send('getConnection', { connection: 'c1' }));
		await jest.advanceTimersByTimeAsync(2_300);
		execution.abort();
		await jest.advanceTimersByTimeAsync(1_000);
		expect((await failed).message).toBe('The execution was cancelled');
		expect(sent).toHaveLength(1);
	});
});

describe('a write whose answer is lost', () => {
	const lost = /may or may not have been carried out/;

	it('is reported, although the execution was cancelled meanwhile', async () => {
		const execution = new AbortController();
		const { requests } = fakeRequests(
			() => {
				execution.abort();
				return { networkCode: 'ERR_CANCELED' };
			},
			{ signal: execution.signal },
		);
		const failure = failureOf(requests.send('updateConnection', { connection: 'c1' }));
		expect(await failure).toMatchObject({
			message: expect.stringMatching(/: the execution was cancelled$/),
			description: expect.stringMatching(lost),
		});
	});

	it('is reported, although the credential can not be read any more', async () => {
		const { context } = fakeTeam(() => ({ networkCode: 'ECONNRESET' }));
		const client = await openClient(context);
		context.getCredentials = async () => await Promise.reject(new Error('The vault is closed'));
		const failure = failureOf(client.connections.replace('c1', {}));
		expect(await failure).toMatchObject({ description: expect.stringMatching(lost) });
	});
});
