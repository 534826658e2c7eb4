import fc from '../../../../../helpers/seededFastCheck.cts';
import {
	isUntrusted,
	networkFaultInWords,
	readAnswer,
	readDate,
	readFailure,
} from '../../../../../../nodes/AsaActiveDirectory/asa/http/failure';

/** What n8n's helper throws: an error of its own around axios' error, or around the credential's. */
function thrown(cause?: object): Error {
	return Object.assign(new Error('The request failed'), { cause });
}

function answered(status: number, data: unknown, headers: object = {}, code = 'ERR_BAD_REQUEST') {
	return thrown({ code, message: 'Request failed', response: { status, headers, data } });
}

describe('readFailure', () => {
	it("reads the API's error body", () => {
		const body = {
			code: 401,
			message: 'Missing capability: x.list',
			nottype: 'authorization_error',
		};
		expect(readFailure(answered(401, body))).toEqual({
			status: 401,
			name: 'authorization_error',
			message: 'Missing capability: x.list',
			isObject: true,
		});
	});

	it.each([
		['HTML', '<html>Bad Gateway</html>'],
		['nothing', undefined],
		['null', null],
		['a list', [{ message: 'x' }]],
	])('reads the status alone if the body is %s', (_, body) => {
		expect(readFailure(answered(502, body))).toEqual({ status: 502 });
	});

	it.each([
		['wrong types', { message: { a: 1 }, nottype: ['x'] }],
		['only a prototype', JSON.parse('{"__proto__": {"message": "x"}}')],
	])('reads no words if the body is an object of %s', (_, body) => {
		expect(readFailure(answered(502, body))).toEqual({ status: 502, isObject: true });
	});

	it('takes a proxy that hangs up without a code for a fault of the network', () => {
		const hangsUp = { isAxiosError: true, message: 'Proxy connection ended' };
		expect(readFailure(thrown(hangsUp))).toEqual({ networkCode: 'no answer' });
	});

	it.each(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT'])(
		'reads %s if no answer came',
		(code) => {
			expect(readFailure(thrown({ code, message: `connect ${code}` }))).toEqual({
				networkCode: code,
			});
		},
	);

	it('takes an answer that broke off for a fault of the network, good as its status is', () => {
		expect(readFailure(answered(200, '{"list": [', {}, 'ERR_BAD_RESPONSE'))).toEqual({
			networkCode: 'ERR_BAD_RESPONSE',
		});
	});

	it('takes a redirect for a failure', () => {
		expect(readFailure(answered(302, '', { location: 'https://evil.example' }))).toEqual({
			status: 302,
		});
	});

	it("passes the credential's own words on, and what they mean to n8n", () => {
		const failure = { cause: 'rate-limited' as const, retryAfterMs: 5_000 };
		expect(readFailure(thrown({ message: 'Key ID is empty', failure }))).toEqual({
			credentialProblem: { message: 'Key ID is empty', failure },
		});
		expect(readFailure(new Error('No credential'))).toEqual({
			credentialProblem: { message: 'No credential', failure: undefined },
		});
	});

	it('never throws and never adds to every object, whatever the API answers', () => {
		fc.assert(
			fc.property(fc.integer({ min: 300, max: 599 }), fc.jsonValue(), (status, body) => {
				const failure = readFailure(answered(status, body, { 'x-ratelimit-retry-at': body }));
				expect(failure.status).toBe(status);
				expect(['string', 'undefined']).toContain(typeof failure.message);
				expect(Object.keys(Object.prototype)).toEqual([]);
			}),
		);
	});
});

describe('the wait that a 429 asks for', () => {
	const now = Date.parse('2026-11-23T16:00:00Z');
	const at = (offset: number) => String(now / 1000 + offset);
	const date = new Date(now).toUTCString();

	it.each<[string, Record<string, unknown>, number | undefined]>([
		["is measured on the API's own clock", { date, 'x-ratelimit-retry-at': at(30) }, 30_000],
		['is nothing if the time has passed', { date, 'x-ratelimit-retry-at': at(-5) }, 0],
		['may be long', { date, 'x-ratelimit-retry-at': at(86_400) }, 86_400_000],
		['may be given in fractions', { date, 'x-ratelimit-retry-at': at(0.5) }, 500],
		['is not known without the header', { date }, undefined],
		['is not known from an empty header', { date, 'x-ratelimit-retry-at': '' }, undefined],
		['is not known from words', { date, 'x-ratelimit-retry-at': 'soon' }, undefined],
		['is not known from zero', { date, 'x-ratelimit-retry-at': '0' }, undefined],
		['is not known from more than there is', { date, 'x-ratelimit-retry-at': '1e308' }, undefined],
		['is not known from infinity', { date, 'x-ratelimit-retry-at': 'Infinity' }, undefined],
		['is not known from a time long past', { date, 'x-ratelimit-retry-at': at(-7_200) }, undefined],
		['is not known from more than a day', { date, 'x-ratelimit-retry-at': at(90_000) }, undefined],
		['may be in milliseconds', { date, 'x-ratelimit-retry-at': `${at(30)}000` }, 30_000],
		['may come twice', { date, 'x-ratelimit-retry-at': `${at(30)}, ${at(60)}` }, 30_000],
		['may come twice as a list', { date, 'x-ratelimit-retry-at': [at(30), at(60)] }, 30_000],
		['may be Retry-After in seconds', { date, 'retry-after': '7' }, 7_000],
		['may be Retry-After 0', { date, 'retry-after': '0' }, 0],
		['may be Retry-After twice', { date, 'retry-after': '7, 9' }, 7_000],
		[
			'may be Retry-After as a date',
			{ date, 'retry-after': new Date(now + 12_000).toUTCString() },
			12_000,
		],
		['is not known from Retry-After in words', { date, 'retry-after': 'soon' }, undefined],
		['is not known from an empty Retry-After', { date, 'retry-after': '' }, undefined],
		['is not known from a Retry-After below 0', { date, 'retry-after': '-5' }, undefined],
		[
			'is Retry-After if the other header makes no sense',
			{ date, 'x-ratelimit-retry-at': '1e308', 'retry-after': '7' },
			7_000,
		],
		[
			"is the header of Okta's clients before Retry-After",
			{ date, 'x-ratelimit-retry-at': at(30), 'retry-after': '7' },
			30_000,
		],
		[
			'may be the reset of the limit, if nothing is left of it',
			{ date, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': at(20) },
			20_000,
		],
		[
			'is not known from the reset of a limit of which something is left',
			{ date, 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': at(20) },
			undefined,
		],
		['is not known from the reset alone', { date, 'x-ratelimit-reset': at(20) }, undefined],
	])('%s', (_, headers, expected) => {
		expect(readAnswer(429, headers, {}).retryAfterMs).toBe(expected);
	});

	it('is measured on the local clock if the answer has no date', () => {
		jest.useFakeTimers({ now });
		const { retryAfterMs } = readAnswer(429, { 'x-ratelimit-retry-at': at(7) }, {});
		jest.useRealTimers();
		expect(retryAfterMs).toBe(7_000);
	});

	it.each([
		[429, 7_000],
		[503, 7_000],
		[500, undefined],
		[502, undefined],
		[403, undefined],
	])('is read from status %i: %p', (status, expected) => {
		expect(readAnswer(status, { date, 'retry-after': '7' }, {}).retryAfterMs).toBe(expected);
	});

	it('is within a day whatever the headers say', () => {
		const text = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
		const names = ['x-ratelimit-retry-at', 'retry-after', 'x-ratelimit-remaining'];
		const headers = fc.record(
			Object.fromEntries([...names, 'x-ratelimit-reset', 'date'].map((name) => [name, text])),
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(headers, (sent) => {
				const { retryAfterMs = 0 } = readAnswer(429, sent, {});
				expect(retryAfterMs).toBeGreaterThanOrEqual(0);
				expect(retryAfterMs).toBeLessThanOrEqual(86_400_000);
			}),
		);
	});
});

describe('an error text of any size', () => {
	it('is cut before anything is searched in it', () => {
		const message = 'x'.repeat(60_000_000);
		const startedAt = performance.now();
		const failure = readAnswer(500, {}, { message, nottype: message });
		expect(failure.message).toHaveLength(4_096);
		expect(failure.name).toHaveLength(4_096);
		expect(performance.now() - startedAt).toBeLessThan(2_000);
	});
});

describe('readDate', () => {
	it.each([
		['Mon, 23 Nov 2026 16:00:00 GMT', Date.parse('2026-11-23T16:00:00Z')],
		['yesterday', undefined],
		['', undefined],
		[undefined, undefined],
		[{}, undefined],
	])('reads %j', (date, expected) => {
		expect(readDate({ date })).toBe(expected);
	});
});

describe('a network fault in words', () => {
	it.each([
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
		'CERT_REVOKED',
		'CERT_SIGNATURE_FAILURE',
		'CERT_UNTRUSTED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'INVALID_CA',
	])('%s is a certificate that is not trusted, in words', (code) => {
		expect(isUntrusted(code)).toBe(true);
		expect(networkFaultInWords(code)).toMatch(/^its certificate /);
	});

	it('holds no code in capitals, for which n8n would put a sentence of its own', () => {
		const codes = ['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'ETIMEDOUT', 'CERT_HAS_EXPIRED'];
		for (const code of codes) expect(networkFaultInWords(code)).not.toMatch(/[A-Z_]{4,}/);
		expect(networkFaultInWords('CERT_REJECTED')).toBe('the connection failed: cert rejected');
	});
});
