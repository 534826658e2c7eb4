import { isNotFound } from '../../../../../../nodes/AsaActiveDirectory/asa/http/errors';
import { failureOf, fakeRequests, type FakeResponse } from '../support.cts';
import { answers, timed, pretendTime } from './fakeAnswers.cts';

pretendTime();

describe('a fault that passes', () => {
	const good = { body: { id: 'c1' } };

	it.each<[string, FakeResponse, number]>([
		['502', { status: 502 }, 600],
		['503', { status: 503 }, 600],
		['504', { status: 504 }, 600],
		['a cut connection', { networkCode: 'ECONNRESET' }, 600],
		['429', { status: 429 }, 7_500],
	])('is waited out by a GET: %s', async (_, fault, wait) => {
		const { requests, sent } = fakeRequests(answers(fault, good));
		const { outcome, took } = await timed(requests.send('getConnection', { connection: 'c1' }));
		expect(outcome.status).toBe('fulfilled');
		expect([sent.length, took]).toEqual([2, wait]);
		expect(sent[1]).toEqual(sent[0]);
	});

	it('that does not pass ends a GET after four requests', async () => {
		const { requests, sent } = fakeRequests(() => ({ status: 503 }));
		const { outcome, took } = await timed(requests.send('getConnection', { connection: 'c1' }));
		expect(outcome.status).toBe('rejected');
		expect([sent.length, took]).toEqual([4, 600 + 1_200 + 2_400]);
	});

	it.each(['createConnection', 'updateConnection', 'deleteConnection'] as const)(
		'is never sent into again by a write: %s',
		async (name) => {
			for (const fault of [
				{ status: 502 },
				{ status: 503 },
				{ networkCode: 'ECONNRESET' },
				{ networkCode: 'ETIMEDOUT' },
			]) {
				const { requests, sent } = fakeRequests(() => fault);
				const { outcome } = await timed(requests.send(name, { connection: 'c1' }));
				expect(outcome).toMatchObject({
					status: 'rejected',
					reason: { description: expect.stringMatching(/may or may not have been carried out/) },
				});
				expect(sent).toHaveLength(1);
			}
		},
	);

	it('is waited out by a write after 429 alone', async () => {
		const { requests, sent } = fakeRequests(answers({ status: 429 }, { status: 204 }));
		const { outcome } = await timed(requests.send('updateConnection', { connection: 'c1' }));
		expect(outcome.status).toBe('fulfilled');
		expect(sent).toHaveLength(2);
	});

	it.each([300, 302, 400, 401, 403, 404, 409, 500])('is not what %i is', async (status) => {
		const { requests, sent } = fakeRequests(() => ({ status, body: {} }));
		const error = await failureOf(requests.send('getConnection', { connection: 'c1' }));
		expect(error).toMatchObject({ httpCode: String(status) });
		expect(isNotFound(error)).toBe(status === 404);
		expect(sent).toHaveLength(1);
	});
});

describe('the longest wait', () => {
	const in30s = () => ({
		status: 429,
		headers: {
			date: new Date().toUTCString(),
			'x-ratelimit-retry-at': String(Math.floor(Date.now() / 1_000) + 30),
		},
	});
	const inAnHour = () => ({
		status: 429,
		headers: { 'x-ratelimit-retry-at': String(Date.now() / 1_000 + 3_600) },
	});

	it('is a minute: what takes longer fails at once and says how long', async () => {
		const { requests, sent } = fakeRequests(inAnHour);
		const { outcome, took } = await timed(requests.send('getConnection', { connection: 'c1' }));
		expect(outcome).toMatchObject({
			reason: {
				message: 'Get an AD connection: rate limit reached (429)',
				description: expect.stringMatching(
					/accepts the next in 3600 s; this node waits at most 60 s/,
				),
				failure: { cause: 'rate-limited', retryAfterMs: 3_600_000 },
			},
		});
		expect([sent.length, took]).toEqual([1, 0]);
	});

	it('is what the budget leaves', async () => {
		const { requests } = fakeRequests(in30s, { budgetMs: 40_000 });
		const { outcome, took } = await timed(requests.send('getConnection', { connection: 'c1' }));
		expect(outcome.status).toBe('rejected');
		expect(took).toBeGreaterThan(30_000);
		expect(took).toBeLessThan(40_000);
	});

	it('of a request is what the budget leaves, too', async () => {
		const { requests, sent } = fakeRequests(answers({ status: 503 }, { body: { id: 'c1' } }), {
			budgetMs: 10_000,
		});
		await timed(requests.send('getConnection', { connection: 'c1' }));
		expect(sent.map(({ timeout }) => timeout)).toEqual([10_000, 9_400]);
	});

	it('is over with the budget: nothing more is sent', async () => {
		const { requests, sent } = fakeRequests(answers({ body: { id: 'c1' } }), { budgetMs: 0 });
		const { outcome } = await timed(requests.send('getConnection', { connection: 'c1' }));
		expect([outcome.status, sent.length]).toEqual(['rejected', 0]);
	});
});
