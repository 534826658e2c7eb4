import type { AxiosInstance, AxiosResponse } from 'axios';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.cts';
import { clientOf, connectionsPath, userJobBody } from '../../helpers/sandboxRequests.cts';

let sandbox: Sandbox;
let api: AxiosInstance;
let names: string[];

beforeEach(async () => {
	const dataset = { connections: 7, serverJobsPerConnection: 0, userJobsPerConnection: 1 };
	sandbox = await startSandbox({ dataset, switches: { pageSize: 3 } });
	api = clientOf(sandbox);
	names = sandbox.getState().connections.map(({ name }) => name);
});

afterEach(() => sandbox.close());

function linkOf({ headers }: AxiosResponse, rel: string): string | undefined {
	return new RegExp(`<([^>]+)>; rel="${rel}"`).exec(headers.link ?? '')?.[1];
}

function namesOf({ data }: AxiosResponse): string[] {
	return data.list.map(({ name }: { name: string }) => name);
}

async function allPages(first: string, rel = 'next'): Promise<string[][]> {
	const pages: string[][] = [];
	for (let url: string | undefined = first; url !== undefined; ) {
		const page = await api.get(url);
		pages.push(namesOf(page));
		url = linkOf(page, rel);
	}
	return pages;
}

test('next leads through the whole list', async () => {
	expect(await allPages(connectionsPath)).toEqual([
		names.slice(0, 3),
		names.slice(3, 6),
		names.slice(6),
	]);
});

test('count makes pages smaller, never larger, and stays in the links', async () => {
	expect(await allPages(`${connectionsPath}?count=2`)).toHaveLength(4);
	expect(await allPages(`${connectionsPath}?count=100`)).toHaveLength(3);
});

test('descending gives the newest first', async () => {
	const pages = await allPages(`${connectionsPath}?descending=true`);
	expect(pages.flat()).toEqual([...names].reverse());
	expect(pages[0]).toHaveLength(3);
});

test.each(['false', 'true'])('prev leads back (descending=%s)', async (descending) => {
	sandbox.setSwitches({ lastPageLink: 'prevOnly' });
	const ordered = descending === 'true' ? [...names].reverse() : names;
	const second = linkOf(await api.get(`${connectionsPath}?descending=${descending}`), 'next') ?? '';
	const third = linkOf(await api.get(second), 'next') ?? '';
	expect(await allPages(third, 'prev')).toEqual([
		ordered.slice(6),
		ordered.slice(3, 6),
		ordered.slice(0, 3),
	]);
});

test('next and prev come as two headers, or as one', async () => {
	const second = linkOf(await api.get(connectionsPath), 'next') ?? '';
	const linksOf = async () => {
		const { request } = await api.get(second);
		const raw: string[] = request.res.rawHeaders;
		return raw.filter((_, index) => index % 2 === 1 && raw[index - 1].toLowerCase() === 'link');
	};
	expect(await linksOf()).toEqual([
		expect.stringMatching(/^<[^>]+>; rel="next"$/),
		expect.stringMatching(/^<[^>]+>; rel="prev"$/),
	]);
	sandbox.setSwitches({ linkHeaders: 'one' });
	expect(await linksOf()).toEqual([expect.stringMatching(/rel="next", <[^>]+>; rel="prev"$/)]);
});

test.each([
	['none', undefined, undefined],
	['prevOnly', /^<[^>]+>; rel="prev"$/, undefined],
	['withoutNext', /^<[^>]+>; rel="self"$/, /^<[^>]+>; rel="self"$/],
] as const)('the last page by lastPageLink %s', async (lastPageLink, ofLast, ofSingle) => {
	sandbox.setSwitches({ lastPageLink });
	const second = await api.get(linkOf(await api.get(connectionsPath), 'next') ?? '');
	expect(linkOf(second, 'prev')).toBeDefined();
	const last = await api.get(linkOf(second, 'next') ?? '');
	expect(last.data.list).toHaveLength(1);
	const matches = (pattern?: RegExp) => (pattern ? expect.stringMatching(pattern) : undefined);
	expect(last.headers.link).toEqual(matches(ofLast));
	sandbox.setSwitches({ pageSize: 7 });
	expect((await api.get(connectionsPath)).headers.link).toEqual(matches(ofSingle));
});

test('descending and count are honoured everywhere, or only where they are documented', async () => {
	const [{ id }] = sandbox.getState().connections;
	const jobs = `${connectionsPath}/${id}/user_sync_task_settings`;
	for (const name of ['A', 'B']) await api.post(jobs, userJobBody({ name }));
	const query = '?descending=true&count=1';
	expect(namesOf(await api.get(jobs + query))).toEqual(['B']);
	sandbox.setSwitches({ descending: 'ignored' });
	expect(namesOf(await api.get(jobs + query))).toEqual(['Users 1']);
	sandbox.setSwitches({ count: 'ignored' });
	expect(namesOf(await api.get(jobs + query))).toEqual(['Users 1', 'A', 'B']);
	expect(namesOf(await api.get(connectionsPath + query))).toEqual([names[6]]);
});

describe('the results of a job', () => {
	let results: string;
	let oldestFirst: string[];

	const timesOf = async (query: string) => {
		const times: string[] = [];
		for (let url: string | undefined = results + query; url !== undefined; ) {
			const page = await api.get(url);
			times.push(...page.data.list.map((result: { created_at: string }) => result.created_at));
			url = linkOf(page, 'next');
		}
		return times;
	};

	beforeEach(async () => {
		sandbox.advance(10 * 86_400);
		const [{ id, userSyncJobs }] = sandbox.getState().connections;
		results = `${connectionsPath}/${id}/user_sync_task_settings/${userSyncJobs[0].id}/user_sync_task_results`;
		oldestFirst = userSyncJobs[0].results.map(({ createdAt }) => createdAt);
		expect(oldestFirst).toHaveLength(10);
	});

	test('come oldest first, newest first or shuffled, over all pages', async () => {
		expect(await timesOf('')).toEqual(oldestFirst);
		sandbox.setSwitches({ resultsOrder: 'newestFirst' });
		expect(await timesOf('')).toEqual([...oldestFirst].reverse());
		sandbox.setSwitches({ resultsOrder: 'shuffled' });
		const shuffled = await timesOf('');
		expect(shuffled).not.toEqual(oldestFirst);
		expect([...shuffled].sort()).toEqual(oldestFirst);
		expect(await timesOf('')).toEqual(shuffled);
	});

	test('come newest first for descending, if it is honoured', async () => {
		sandbox.setSwitches({ resultsOrder: 'shuffled' });
		expect(await timesOf('?descending=true')).toEqual([...oldestFirst].reverse());
		sandbox.setSwitches({ descending: 'ignored' });
		expect(await timesOf('?descending=true')).toEqual(await timesOf(''));
	});
});

test('links stay on the origin by which the sandbox was called, filters with them', async () => {
	const { url, team } = sandbox;
	const local = `${url.replace('127.0.0.1', 'localhost')}/v1/teams/${team}/projects?contains=s&count=1`;
	const page = await api.get(local, { family: 4 });
	const next = new URL(linkOf(page, 'next') ?? '');
	expect(next.hostname).toBe('localhost');
	expect([next.searchParams.get('contains'), next.searchParams.get('count')]).toEqual(['s', '1']);
});

test('pages keep their place when objects vanish and come', async () => {
	const first = await api.get(connectionsPath);
	for (const { id } of first.data.list) await api.delete(`${connectionsPath}/${id}`);
	const second = await api.get(linkOf(first, 'next') ?? '');
	expect(namesOf(second)).toEqual(names.slice(3, 6));
});

test('every list pages', async () => {
	sandbox.setSwitches({ pageSize: 1, runDurationSeconds: [1, 1] });
	sandbox.advance(2 * 86_400);
	const [{ id, userSyncJobs }] = sandbox.getState().connections;
	const jobs = `${connectionsPath}/${id}/user_sync_task_settings`;
	const results = await api.get(`${jobs}/${userSyncJobs[0].id}/user_sync_task_results`);
	const lists = [results, await api.get('/gateways'), await api.get('/projects')];
	for (const list of lists) {
		expect(list.data.list).toHaveLength(1);
		expect(linkOf(list, 'next')).toBeDefined();
	}
});
