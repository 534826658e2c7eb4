import { Throttle } from '../../../../../../nodes/AsaActiveDirectory/asa/http/pacing';
import { fakeRequests, type Api } from '../support.cts';

const now = Date.parse('2026-11-23T16:00:00Z');

/** The headers of an answer: of 10,000 requests, `remaining` are left for `seconds`. */
function limitHeaders(remaining: unknown, seconds: number): Record<string, unknown> {
	return {
		date: new Date(now).toUTCString(),
		'x-ratelimit-limit': '10000',
		'x-ratelimit-remaining': String(remaining),
		'x-ratelimit-reset': String(now / 1_000 + seconds),
	};
}

/** How long each of three requests has to wait that ask for their turn at the same time. */
function delays(headers: Record<string, unknown>, budgetMs?: number): number[] {
	const throttle = new Throttle(budgetMs);
	throttle.read(headers);
	return [throttle.reserveMs(now), throttle.reserveMs(now), throttle.reserveMs(now)];
}

describe('the time between two requests', () => {
	it.each([
		['far from the limit', limitHeaders(501, 100), 0],
		['at a twentieth: what is left lasts until it is renewed', limitHeaders(500, 100), 200],
		['nearer', limitHeaders(200, 100), 500],
		['at most a second', limitHeaders(10, 3_600), 1_000],
		['a second if nothing is left', limitHeaders(0, 3_600), 1_000],
		['none if the limit is renewed by now', limitHeaders(0, 0), 0],
		['none without headers', {}, 0],
		['none if they say nonsense', limitHeaders('many', 3_600), 0],
	])('%s', (_, headers, gap) => {
		expect(delays(headers)).toEqual([0, gap, 2 * gap]);
	});

	it("is at most a two-hundredth of a poll's budget, and less later", () => {
		expect(delays(limitHeaders(10, 3_600), 40_000)).toEqual([0, 200, 398]);
	});

	it('leaves half of its budget to a poll of thousands', () => {
		const throttle = new Throttle(40_000);
		throttle.read(limitHeaders(500, 3_600));
		const waits = Array.from({ length: 5_000 }, () => throttle.reserveMs(now));
		expect(waits[100]).toBeGreaterThan(10_000);
		expect(waits[4_999]).toBeLessThanOrEqual(20_000);
	});

	it.each([
		['far from the limit', 9_999, 0],
		['near it', 10, 1_000],
	])('delays no request for a clock that was set back: %s', (_, remaining, gap) => {
		const throttle = new Throttle();
		throttle.read(limitHeaders(remaining, 3_600));
		throttle.reserveMs(now);
		const earlier = now - 3_600_000;
		expect([throttle.reserveMs(earlier), throttle.reserveMs(earlier)]).toEqual([0, gap]);
	});

	it('is none again once the limit is renewed', () => {
		const throttle = new Throttle();
		throttle.read(limitHeaders(10, 3_600));
		throttle.reserveMs(now);
		throttle.read(limitHeaders(9_999, 3_600));
		expect([throttle.reserveMs(now + 1_000), throttle.reserveMs(now + 1_000)]).toEqual([0, 0]);
	});
});

describe('a client near the limit', () => {
	beforeEach(() => {
		jest.useFakeTimers({ now });
	});

	afterEach(() => {
		jest.useRealTimers();
	});

	const nearLimit: Api = () => ({ body: { id: 'c1' }, headers: limitHeaders(100, 50) });

	it('starts its requests one after the other, half a second apart', async () => {
		const { requests } = fakeRequests(nearLimit);
		await requests.send('getConnection', { connection: 'c1' });
		const took: number[] = [];
		const sending = [1, 2, 3, 4].map(async () => {
			await requests.send('getConnection', { connection: 'c1' });
			took.push(Date.now() - now);
		});
		await jest.runAllTimersAsync();
		await Promise.all(sending);
		expect(took).toEqual([0, 500, 1_000, 1_500]);
	});

	it('ends at once when the execution is cancelled meanwhile', async () => {
		const abort = new AbortController();
		const { requests, sent } = fakeRequests(nearLimit, { signal: abort.signal });
		await requests.send('getConnection', { connection: 'c1' });
		await requests.send('getConnection', { connection: 'c1' });
		const waiting = requests.send('getConnection', { connection: 'c1' });
		const settled = Promise.allSettled([waiting]);
		abort.abort();
		await jest.runAllTimersAsync();
		expect(await settled).toMatchObject([{ reason: { message: 'The execution was cancelled' } }]);
		expect(sent).toHaveLength(2);
	});
});
