import type { IHttpRequestOptions } from 'n8n-workflow';
import { openClient } from '../../../../../../nodes/AsaActiveDirectory/asa/client';
import { isNotFound } from '../../../../../../nodes/AsaActiveDirectory/asa/http/errors';
import { writeSession } from '../../../../../../nodes/AsaActiveDirectory/asa/auth/session';
import {
	unchanged,
	failureOf,
	fakeRequests,
	fakeTeam,
	keyCredential,
	openFake,
	type FakeResponse,
	type Api,
} from '../support.cts';

const connections = 'https://app.scaleft.com/v1/teams/acme/integrations/ad_connections';

const entries = (count: number, first = 0) =>
	Array.from({ length: count }, (_, index) => ({ id: `c${first + index}` }));

/** A list of so many entries, paged as ASA does: 100 a page unless `count` asks for fewer. */
function paged(total: number): Api {
	return ({ url, qs }) => {
		const query = new URL(url).searchParams;
		const first = Number(query.get('offset') ?? 0);
		const count = Number(query.get('count') ?? qs?.count ?? 100);
		const end = Math.min(first + count, total);
		const link = `<${connections}?offset=${end}&count=${count}>; rel="next"`;
		return {
			body: { list: entries(end - first, first) },
			headers: { date: new Date(end * 1_000).toUTCString(), ...(end < total ? { link } : {}) },
		};
	};
}

/** An API that answers one after the other, the last one for ever. */
function answers(...all: FakeResponse[]): Api {
	return (_, index) => all[Math.min(index, all.length - 1)];
}

const idsOf = (items: object[]) => items.map((item) => (item as { id: string }).id);

/** Lets a promise end on pretended time; what it became, and the milliseconds it took. */
async function timed<Result>(promise: Promise<Result>) {
	const start = Date.now();
	const settled = Promise.allSettled([promise]).then(([outcome]) => ({
		outcome,
		took: Date.now() - start,
	}));
	await jest.runAllTimersAsync();
	return await settled;
}

beforeEach(() => {
	jest.useFakeTimers();
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

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

	it('goes by the corrected path where there is one', async () => {
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

describe('a list', () => {
	it.each([0, 1, 99, 100, 101, 250])('of %i entries is read to its end', async (total) => {
		const { requests, sent } = fakeRequests(paged(total));
		const items = await requests.list(unchanged, 'listConnections');
		expect(idsOf(items)).toEqual(idsOf(entries(total)));
		expect(sent).toHaveLength(Math.max(1, Math.ceil(total / 100)));
	});

	it('is read page by page', async () => {
		const { requests } = fakeRequests(paged(150));
		const pages: object[][] = [];
		for await (const page of requests.pages('listConnections')) pages.push(page);
		expect(pages.map(({ length }) => length)).toEqual([100, 50]);
	});

	it('turns each entry into what it is wanted as before the next page is asked for', async () => {
		const { requests, sent } = fakeRequests(paged(250));
		const read = ({ id }: Record<string, unknown>) => `${String(id)} of page ${sent.length}`;
		const texts = await requests.list(read, 'listConnections', {}, { limit: 150 });
		expect(texts).toHaveLength(150);
		expect([texts[0], texts[149]]).toEqual(['c0 of page 1', 'c149 of page 2']);
	});

	it.each([
		[1, 1],
		[50, 1],
		[99, 1],
		[100, 1],
		[101, 2],
		[200, 2],
		[250, 3],
		[400, 3],
	])('with limit %i is read no further: %i pages of 250 entries', async (limit, pages) => {
		const { requests, sent } = fakeRequests(paged(250));
		const items = await requests.list(unchanged, 'listConnections', {}, { limit });
		expect(items).toHaveLength(Math.min(limit, 250));
		expect(sent).toHaveLength(pages);
	});

	it('asks for fewer than a page where fewer are wanted, beside its query', async () => {
		const { requests, sent } = fakeRequests(paged(250));
		await requests.list(
			unchanged,
			'listConnections',
			{},
			{ limit: 3, query: { certificate_id: 'x' } },
		);
		expect(sent[0].qs).toEqual({ certificate_id: 'x', count: 3 });
	});

	it('asks for whole pages where not every entry counts', async () => {
		const { requests, sent } = fakeRequests(paged(250));
		const keep = ({ id }: Record<string, unknown>) => ['c7', 'c120', 'c121'].includes(String(id));
		const items = await requests.list(unchanged, 'listConnections', {}, { limit: 2, keep });
		expect(idsOf(items)).toEqual(['c7', 'c120']);
		expect(sent).toHaveLength(2);
	});

	it("follows the API's own link, without adding to it", async () => {
		const { requests, sent } = fakeRequests(paged(150));
		await requests.list(unchanged, 'listConnections', {}, { query: { certificate_id: 'x' } });
		expect(sent[1]).toMatchObject({ url: `${connections}?offset=100&count=100`, qs: undefined });
	});

	it('follows a link without a host', async () => {
		const link = '</v1/teams/acme/next>; rel="next"';
		const { requests, sent } = fakeRequests(
			answers({ body: { list: [] }, headers: { link } }, { body: { list: [] } }),
		);
		await requests.list(unchanged, 'listConnections');
		expect(sent[1].url).toBe('https://app.scaleft.com/v1/teams/acme/next');
	});

	it('ends at a link that leads back alone', async () => {
		const link = `<${connections}?prev=true>; rel="prev"`;
		const { requests, sent } = fakeRequests(() => ({
			body: { list: entries(1) },
			headers: { link },
		}));
		await requests.list(unchanged, 'listConnections');
		expect(sent).toHaveLength(1);
	});

	it('reads one object where a list has one entry, and null where it has none', async () => {
		const { requests } = fakeRequests(
			answers({ body: { list: { id: 'c1' } } }, { body: { list: null } }, { body: { List: [] } }),
		);
		expect(await requests.list(unchanged, 'listConnections')).toEqual([{ id: 'c1' }]);
		expect(await requests.list(unchanged, 'listConnections')).toEqual([]);
		expect(await requests.list(unchanged, 'listConnections')).toEqual([]);
	});

	it('of 100,000 entries on one page is read', async () => {
		const { requests } = fakeRequests(() => ({ body: { list: entries(100_000) } }));
		expect(await requests.list(unchanged, 'listConnections')).toHaveLength(100_000);
	});
});

describe('a next page', () => {
	async function refusalOf(link: string): Promise<[string, IHttpRequestOptions[]]> {
		const { requests, sent } = fakeRequests(() => ({ body: { list: [] }, headers: { link } }));
		return [(await failureOf(requests.list(unchanged, 'listConnections'))).message, sent];
	}

	it('on another origin is refused, without a request', async () => {
		const [message, sent] = await refusalOf('<https://evil.example/v1>; rel="next"');
		expect(message).toBe(
			'List AD connections: the response is not from ASA (the next page is on another host)',
		);
		expect(sent).toHaveLength(1);
	});

	it('that was read before is refused', async () => {
		const [message, sent] = await refusalOf(`<${connections}?offset=1>; rel="next"`);
		expect(message).toMatch(/the list has endless pages/);
		expect(sent).toHaveLength(2);
	});

	it('after three in a row without new entries is refused', async () => {
		const { requests, sent } = fakeRequests((_, index) => ({
			body: { list: entries(index === 0 ? 3 : 2) },
			headers: { link: `<${connections}?offset=${index}>; rel="next"` },
		}));
		const error = await failureOf(requests.list(unchanged, 'listConnections'));
		expect(error.message).toMatch(/the list has endless pages/);
		expect(sent).toHaveLength(4);
	});

	it('after 2,000 others is refused', async () => {
		const { requests, sent } = fakeRequests((_, index) => ({
			body: { list: [{ id: String(index) }] },
			headers: { link: `<${connections}?offset=${index}>; rel="next"` },
		}));
		const error = await failureOf(requests.list(unchanged, 'listConnections'));
		expect(error.message).toMatch(/the list has endless pages/);
		expect(sent).toHaveLength(2_000);
	});

	it('that repeats entries of the one before, or leads back to the first, adds only what is new', async () => {
		const again = `<${connections}?count=3>; rel="next"`;
		const { requests } = fakeRequests(
			answers(
				{ body: { list: entries(3) }, headers: { link: again } },
				{
					body: { list: entries(3, 2) },
					headers: { link: `<${connections}?offset=5>; rel="next"` },
				},
				{ body: { list: entries(1, 5) } },
			),
		);
		const items = await requests.list(unchanged, 'listConnections', {}, { query: { count: 3 } });
		expect(idsOf(items)).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5']);
	});
});

describe("an answer that is not one of ASA's", () => {
	const bodies: Array<[string, unknown, string]> = [
		['HTML', '<html>Sign in</html>', 'a text'],
		['plain text', 'OK', 'a text'],
		['no body', undefined, 'an empty body'],
		['an empty body', '', 'an empty body'],
		['null', null, 'an empty body'],
		['a bare array', [{ id: 'c1' }], 'an array'],
	];

	it.each([
		...bodies,
		['an object without list', { id: 'c1' }, 'an object'],
		['a text as list', { list: 'c1' }, 'an object'],
		['a number as list', { list: 1 }, 'an object'],
		['a list of texts', { list: ['c1'] }, 'an object'],
		['a list with null', { list: [{ id: 'c1' }, null] }, 'an object'],
		['a list of lists', { list: [[]] }, 'an object'],
		['an entry without id', { list: [{ id: 'c1' }, { name: 'x' }] }, 'an object'],
		['true as id of an entry', { list: [{ id: true, name: 5 }] }, 'an object'],
	])('is refused where an object with a list is expected: %s', async (_, body, shape) => {
		const { requests, sent } = fakeRequests(() => ({ body }));
		const error = await failureOf(requests.list(unchanged, 'listConnections'));
		expect(error.message).toBe(
			`List AD connections: the response is not from ASA (expected an object with "list", got ${shape})`,
		);
		expect(error).toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		expect(sent).toHaveLength(1);
	});

	it.each([
		...bodies,
		['an object without id', { name: 'x' }, 'an object'],
		['true as id', { id: true, name: 5 }, 'an object'],
		['an empty id', { id: '' }, 'an object'],
	])('is refused where an object is expected: %s', async (_, body, shape) => {
		const { requests } = fakeRequests(() => ({ status: 201, body }));
		const error = await failureOf(
			requests.sendForObject('createConnection', {}, { body: { name: 'x' } }),
		);
		expect(error.message).toBe(
			`Create an AD connection: the response is not from ASA (expected an object with id, got ${shape})`,
		);
		expect(error).toMatchObject({
			description: expect.stringMatching(/may have been carried out/),
		});
	});

	it.each([
		['HTML', '<html>Sign in</html>', 'a text'],
		['an array', [{}], 'an array'],
		['a number', 42, 'a number'],
	])('is refused after a write: %s', async (_, body, shape) => {
		const { requests } = fakeRequests(() => ({ status: 200, body }));
		const error = await failureOf(requests.send('deleteConnection', { connection: 'c1' }));
		expect(error.message).toBe(
			`Delete an AD connection: the response is not from ASA (expected an object or nothing, got ${shape})`,
		);
		expect(error).toMatchObject({
			description: expect.stringMatching(/may have been carried out/),
		});
	});

	it.each([undefined, null, '', {}])('is not the body %j of a write', async (body) => {
		const { requests } = fakeRequests(() => ({ status: 204, body }));
		expect(await requests.send('deleteConnection', { connection: 'c1' })).toMatchObject({
			status: 204,
		});
	});
});

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

	it('stands in an error where the token was renewed since the client was opened', async () => {
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
