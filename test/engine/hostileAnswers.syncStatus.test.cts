import type { FakeResponse } from './fakeApi.cts';
import { readConnectionSample, serverJobOfClient } from '../helpers/oktaSamples.cts';
import { fieldsOf, hostileList, hostileValues, replaced } from './hostile.cts';
import {
	connection,
	job,
	expectSound,
	expectItemsOrError,
	teamOf,
	useHostileApi,
} from './hostileApi.cts';

let respond: (path: string) => FakeResponse;

const { run } = useHostileApi((path) => respond(path));

describe('Sync Status', () => {
	it.each(hostileValues)('of connections with %s', async (_, json) => {
		respond = teamOf(hostileList(readConnectionSample, json), `{"list":[${job}]}`);
		const result = await run('syncStatus', 'getAll');
		expectSound(result);
		expect(result.items).toHaveLength(fieldsOf(readConnectionSample).length);
	});

	it.each(hostileValues)('of jobs with %s', async (_, json) => {
		respond = teamOf(`{"list":[${connection}]}`, hostileList(serverJobOfClient, json));
		const result = await run('syncStatus', 'getAll');
		expectSound(result);
		expect(result.items).toHaveLength(fieldsOf(serverJobOfClient).length);
	});

	it.each(hostileValues)('of objects with %s as id', async (_, json) => {
		const hostileConnection = `{"list":[${replaced(readConnectionSample, 'id', json)}]}`;
		const hostileJob = `{"list":[${replaced(serverJobOfClient, 'id', json)}]}`;
		respond = teamOf(hostileConnection, `{"list":[${job}]}`);
		expectItemsOrError(await run('syncStatus', 'getAll'), 1);
		respond = teamOf(`{"list":[${connection}]}`, hostileJob);
		expectItemsOrError(await run('syncStatus', 'getAll'), 1);
	});
});
