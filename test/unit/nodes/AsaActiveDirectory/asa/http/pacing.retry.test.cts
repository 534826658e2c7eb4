import fc from '../../../../../helpers/seededFastCheck.cts';
import type { Failure } from 'n8n-workflow';
import {
	endpointOf,
	type EndpointName,
} from '../../../../../../nodes/AsaActiveDirectory/asa/endpoints';
import type { RequestFailure } from '../../../../../../nodes/AsaActiveDirectory/asa/http/failure';
import { retryDelayMs } from '../../../../../../nodes/AsaActiveDirectory/asa/http/pacing';

const methods: Record<string, EndpointName> = {
	GET: 'getConnection',
	POST: 'createConnection',
	PUT: 'updateConnection',
	DELETE: 'deleteConnection',
};

const transient: RequestFailure[] = [
	{ status: 502 },
	{ status: 503 },
	{ status: 504 },
	{ networkCode: 'ECONNREFUSED' },
	{ networkCode: 'ECONNRESET' },
	{ networkCode: 'ETIMEDOUT' },
	{ networkCode: 'ERR_BAD_RESPONSE' },
];

const final: RequestFailure[] = [
	...[301, 302, 307, 400, 401, 403, 404, 408, 409, 415, 499, 500].map((status) => ({ status })),
	{ credentialProblem: { message: 'Key ID is empty' } },
	{},
];

const faults = { transient, final };

/** Which method is sent again after which failure. */
const rules: Array<[method: string, kind: keyof typeof faults, isRepeated: boolean]> = [
	['GET', 'transient', true],
	['GET', 'final', false],
	['POST', 'transient', false],
	['POST', 'final', false],
	['PUT', 'transient', false],
	['PUT', 'final', false],
	['DELETE', 'transient', false],
	['DELETE', 'final', false],
];

const table = rules.flatMap(([method, kind, isRepeated]) =>
	faults[kind].map((failure) => [method, failure, isRepeated] as const),
);

function delay(method: string, failure: RequestFailure, attempt = 0, random = 0) {
	return retryDelayMs(endpointOf(methods[method]), failure, attempt, random);
}

const anyRandom = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('retryDelayMs', () => {
	it.each(table)('after %s and %j: repeated is %s', (method, failure, isRepeated) => {
		expect(delay(method, failure) !== undefined).toBe(isRepeated);
	});

	it.each(Object.keys(methods))('repeats %s after 429: it was not carried out', (method) => {
		expect(delay(method, { status: 429 })).toBe(5_000);
		expect(delay(method, { status: 429, retryAfterMs: 20_000 })).toBe(20_100);
	});

	it.each(Object.keys(methods))('repeats %s if no token could be minted for now', (method) => {
		const mint = (failure: Failure) =>
			delay(method, { credentialProblem: { message: '', failure } });
		expect(mint({ cause: 'temporarily-unavailable' })).toBe(400);
		expect(mint({ cause: 'temporarily-unavailable', retryAfterMs: 20_000 })).toBe(20_100);
		expect(mint({ cause: 'rate-limited' })).toBe(5_000);
		expect(mint({ cause: 'rate-limited', retryAfterMs: 20_000 })).toBe(20_100);
		expect(mint({ cause: 'credential-invalid' })).toBeUndefined();
		expect(mint({ cause: 'configuration-invalid' })).toBeUndefined();
	});

	it.each(Object.keys(methods))('repeats %s 3 times at most', (method) => {
		for (const failure of [...transient, { status: 429 }, { status: 429, retryAfterMs: 0 }]) {
			expect(delay(method, failure, 3)).toBeUndefined();
		}
	});

	it("waits 5 to 10 s if 429 names no time, as Okta's clients do", () => {
		fc.assert(
			fc.property(anyRandom, (random) => {
				const wait = delay('PUT', { status: 429 }, 0, random) ?? 0;
				return wait >= 5_000 && wait <= 10_000;
			}),
		);
	});

	it('waits 0.1 to 3 s longer than the time that 429 names', () => {
		fc.assert(
			fc.property(anyRandom, fc.nat(), (random, retryAfterMs) => {
				const wait = delay('GET', { status: 429, retryAfterMs }, 0, random) ?? 0;
				return wait >= retryAfterMs + 100 && wait <= retryAfterMs + 3_000;
			}),
		);
	});

	it('waits twice as long each time after a fault, 5.6 s together at most', () => {
		const attempts = [0, 1, 2];
		const waits = (random: number) =>
			attempts.map((attempt) => delay('GET', { status: 503 }, attempt, random));
		expect(waits(0)).toEqual([400, 800, 1_600]);
		fc.assert(
			fc.property(anyRandom, (random) => {
				const sum = waits(random).reduce<number>((total, wait) => total + (wait ?? Infinity), 0);
				return sum >= 2_800 && sum <= 5_600;
			}),
		);
	});
});
