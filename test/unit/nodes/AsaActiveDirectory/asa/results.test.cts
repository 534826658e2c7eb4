import fc from '../../../../helpers/seededFastCheck.cts';
import type { ResultsWanted } from '../../../../../nodes/AsaActiveDirectory/asa/results';
import { openFake, type Api } from './support.cts';

const job = { connection: 'c', job: 'j' };

/** A result that began at this hour after midnight. */
const at = (hour: number) => ({
	id: `r${hour}`,
	task_state: 'failed',
	rules_summary_status: 'error',
	status: { summary: 'listed', detailed_summary: null },
	created_at: new Date(Date.parse('2026-03-01T00:00:00Z') + hour * 3_600_000).toISOString(),
	updated_at: '2026-03-01T00:30:00Z',
});

/** An API with these pages of results, and an answer to a question for the details of one. */
function apiOf(pages: number[][], details: unknown = {}): Api {
	return ({ url }) => {
		if (url.endsWith('/detailed_summary')) return { body: details };
		const page = Number(new URL(url).searchParams.get('page') ?? 0);
		const next = `<${url.split('?')[0]}?page=${page + 1}>; rel="next"`;
		return {
			body: { list: pages[page].map(at) },
			headers: page + 1 < pages.length ? { link: next } : {},
		};
	};
}

/** Hours of the results that are read, and the number of pages that it takes. */
async function read(pages: number[][], wanted: ResultsWanted = {}) {
	const { client, sent } = await openFake(apiOf(pages));
	const results = await client.results('serverSyncJob').list(job, wanted);
	return { hours: results.map(({ id }) => Number(id.slice(1))), pages: sent.length };
}

describe('the results of a job', () => {
	it.each([
		['from new to old', [[5, 4], [3, 2], [1]], 1],
		['from old to new', [[1, 2], [3, 4], [5]], 3],
		['in no order', [[4, 5], [1, 3], [2]], 3],
		['from new to old at first', [[3, 2], [5, 4], [1]], 1],
		['one a page', [[5], [4], [3]], 2],
		['all at one time', [[5, 5], [4]], 2],
	])('listed %s are read newest first', async (_, pages, count) => {
		const seen = await read(pages, { limit: 2 });
		expect(seen.pages).toBe(count);
		expect(seen.hours).toEqual([...seen.hours].sort((a, b) => b - a));
	});

	it('are the newest up to the limit, whatever their order on one page', async () => {
		const hours = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(hours, fc.integer({ min: 1, max: 20 }), async (page, limit) => {
				const newest = [...page].sort((a, b) => b - a).slice(0, limit);
				expect((await read([page], { limit })).hours).toEqual(newest);
			}),
			{ numRuns: 50 },
		);
	});

	it('are filtered before they are counted', async () => {
		const keep = ({ id }: { id: string }) => Number(id.slice(1)) % 2 === 0;
		expect(await read([[5, 4], [3, 2], [1]], { limit: 2, keep })).toEqual({
			hours: [4, 2],
			pages: 2,
		});
	});

	it('are asked for without a count, which may give the oldest', async () => {
		const { client, sent } = await openFake(apiOf([[1, 2]]));
		await client.results('serverSyncJob').list(job, { limit: 1 });
		expect(sent.map(({ qs }) => qs)).toEqual([{ descending: true }]);
	});
});

describe('one result', () => {
	const status = { summary: 'why', detailed_summary: 'all of it' };

	it.each<[string, unknown, number]>([
		['a whole result', { ...at(2), status }, 1],
		['a whole result without id', { ...at(2), id: undefined, status }, 1],
		['its status alone', { status }, 2],
		['its summaries alone', { id: 'r2', ...status }, 2],
	])('is whole if its details are %s', async (_, details, requests) => {
		const { client, sent } = await openFake(apiOf([[1, 2, 3]], details));
		const { result, isOdd } = await client.results('serverSyncJob').get(job, 'r2');
		expect(result).toMatchObject({ ...at(2), status });
		expect([isOdd, sent.length]).toEqual([false, requests]);
	});

	it.each<[string, unknown]>([
		['nothing', ''],
		['about another result', { ...at(3), status }],
	])('is as it is listed if its details are %s', async (_, details) => {
		const { client } = await openFake(apiOf([[1, 2, 3]], details));
		const { result, isOdd } = await client.results('serverSyncJob').get(job, 'r2');
		expect(result).toMatchObject(at(2));
		expect(isOdd).toBe(true);
	});

	it('is undefined if no list holds it', async () => {
		const { client } = await openFake(apiOf([[1, 3]], { status }));
		expect((await client.results('serverSyncJob').get(job, 'r2')).result).toBeUndefined();
	});
});
