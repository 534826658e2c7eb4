import type { FakeResponse } from './fakeApi.cts';
import { readConnectionSample } from '../helpers/oktaSamples.cts';
import { heapInUse } from './heap.cts';
import { fieldsOf, hostileList, hostileValues, isId, replaced, samples } from './hostile.cts';
import { object, expectSound, useHostileApi } from './hostileApi.cts';

let respond: (path: string) => FakeResponse;

const { run } = useHostileApi((path) => respond(path));

const gets: Array<[sample: keyof typeof samples, resource: string, operation: string]> = [
	['connection', 'connection', 'get'],
	['serverSyncJob', 'serverSyncJob', 'get'],
	['serverSyncJob of the page', 'serverSyncJob', 'get'],
	['userSyncJob', 'userSyncJob', 'get'],
];

describe.each(gets)('in every field of a %s', (name, resource, operation) => {
	it.each(hostileValues)('%s', async (_, json) => {
		for (const field of fieldsOf(samples[name])) {
			respond = object(replaced(samples[name], field, json));
			const result = await run(resource, operation);
			expectSound(result);
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(1);
		}
	});

	it.each(hostileValues)('%s as id', async (_, json) => {
		respond = object(replaced(samples[name], 'id', json));
		const result = await run(resource, operation);
		expectSound(result);
		if (isId(json)) expect(result.items[0].json.id).toBe(JSON.parse(json));
		else expect(result.error?.message).toContain('the response is not from ASA');
	});
});

const details: typeof gets = [
	['serverResult', 'serverSyncJob', 'getResult'],
	['userResult', 'userSyncJob', 'getResult'],
];

describe.each(details)('in every field of the details of a %s', (name, resource, operation) => {
	const listed = `{"list":[${JSON.stringify(samples[name])}]}`;
	const answer = (text: string) => (path: string) => ({
		text: path.endsWith('/detailed_summary') ? text : listed,
	});
	const { id } = samples[name] as { id: string };

	it.each(hostileValues)('%s', async (_, json) => {
		for (const field of fieldsOf(samples[name])) {
			respond = answer(replaced(samples[name], field, json));
			const result = await run(resource, operation);
			expectSound(result);
			expect(result.error).toBeUndefined();
			expect(result.items.map((item) => item.json.result_id)).toEqual([id]);
		}
	});
});

const lists: typeof gets = [
	['connection', 'connection', 'getAll'],
	['serverSyncJob', 'serverSyncJob', 'getAll'],
	['serverSyncJob of the page', 'serverSyncJob', 'getAll'],
	['userSyncJob', 'userSyncJob', 'getAll'],
	['serverResult', 'serverSyncJob', 'getAllResults'],
	['userResult', 'userSyncJob', 'getAllResults'],
];

describe.each(lists)('in a list of %s', (name, resource, operation) => {
	it.each(hostileValues)('%s', async (_, json) => {
		respond = () => ({ text: hostileList(samples[name], json) });
		const result = await run(resource, operation);
		expectSound(result);
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(fieldsOf(samples[name]).length);
	});

	it.each(hostileValues)('%s as id', async (_, json) => {
		respond = () => ({ text: `{"list":[${replaced(samples[name], 'id', json)}]}` });
		const result = await run(resource, operation);
		expectSound(result);
		const idField = operation === 'getAllResults' ? 'result_id' : 'id';
		if (isId(json)) expect(result.items[0].json[idField]).toBe(JSON.parse(json));
		else expect(result.error?.message).toContain('the response is not from ASA');
	});
});

it('texts come out as they are: no expression is evaluated', async () => {
	const name = '={{ $env.PATH }}{{ 6 * 7 }}';
	respond = object(JSON.stringify({ ...readConnectionSample, name }));
	const { items } = await run('connection', 'get');
	expect(items[0].json.name).toBe(name);
});

/** What 100,000 connections may take, in MB, with all that n8n keeps of them: three times what they do [measured]. */
const longestListMb = 300;

it('a list of 100,000 entries is read within bounds of memory and time', async () => {
	const list = Array.from({ length: 100_000 }, (_, index) => ({
		...readConnectionSample,
		id: `c${index}`,
	}));
	const text = JSON.stringify({ list });
	respond = () => ({ text });
	const before = heapInUse();
	const { items, error } = await run('connection', 'getAll');
	const grown = heapInUse() - before;
	expect(error).toBeUndefined();
	expect(items).toHaveLength(100_000);
	expect(grown).toBeLessThan(longestListMb);
});
