import type { IHttpRequestOptions } from 'n8n-workflow';
import { unchanged, failureOf, fakeRequests, type Api } from '../support.cts';
import { connections, answers, pretendTime } from './fakeAnswers.cts';

const entries = (count: number, first = 0) =>
	Array.from({ length: count }, (_, index) => ({ id: `c${first + index}` }));

/** A list of `total` entries, paged as ASA does: 100 a page unless `count` asks for fewer. */
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

const idsOf = (items: object[]) => items.map((item) => (item as { id: string }).id);

pretendTime();

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

	it('asks for fewer than a page if fewer are wanted, beside its query', async () => {
		const { requests, sent } = fakeRequests(paged(250));
		await requests.list(
			unchanged,
			'listConnections',
			{},
			{ limit: 3, query: { certificate_id: 'x' } },
		);
		expect(sent[0].qs).toEqual({ certificate_id: 'x', count: 3 });
	});

	it('asks for whole pages if not every entry counts', async () => {
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

	it('reads one object if a list has one entry, and null if it has none', async () => {
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
