import type { FakeResponse } from './fakeApi.cts';
import { readConnectionSample, serverJobOfClient } from '../helpers/oktaSamples.cts';
import { toFailure } from './harness/engine.cts';
import { fieldsOf, hostileList, hostileValues, replaced } from './hostile.cts';
import { byId } from './runOperation.cts';
import { expectReadableError, teamOf, useHostileApi } from './hostileApi.cts';

let respond: (path: string) => FakeResponse;

const { startEngine } = useHostileApi((path) => respond(path));

describe('the pickers', () => {
	/** What one offers, all of it text. */
	async function pick(method: string): Promise<string[]> {
		const { engine, credential } = startEngine();
		const { results } = await engine.listSearch({
			type: 'asaActiveDirectory',
			method,
			parameters: { resource: 'serverSyncJob', operation: 'get', connection: byId('c1') },
			credentials: [credential],
		});
		for (const { name, value } of results) {
			expect([typeof name, typeof value]).toEqual(['string', 'string']);
			expect(name).not.toMatch(/undefined|\[object/);
			expect(value).not.toMatch(/^=/);
		}
		return results.map(({ name }) => name);
	}

	/** Either as many are offered, or a readable error says why not. */
	async function expectPicked(method: string, count: number): Promise<void> {
		const outcome = await pick(method).catch((error: Error) => error);
		if (outcome instanceof Error) expectReadableError(toFailure(outcome));
		else expect(outcome).toHaveLength(count);
	}

	it.each(hostileValues)('of connections with %s', async (_, json) => {
		respond = teamOf(hostileList(readConnectionSample, json), '{"list":[]}');
		expect(await pick('searchConnections')).toHaveLength(fieldsOf(readConnectionSample).length);
	});

	it.each(hostileValues)('of jobs with %s', async (_, json) => {
		respond = teamOf('{"list":[]}', hostileList(serverJobOfClient, json));
		expect(await pick('searchJobs')).toHaveLength(fieldsOf(serverJobOfClient).length);
	});

	it.each(hostileValues)('of objects with %s as id', async (what, json) => {
		const offered = what === 'an expression of n8n' ? 0 : 1;
		respond = teamOf(`{"list":[${replaced(readConnectionSample, 'id', json)}]}`, '{"list":[]}');
		await expectPicked('searchConnections', offered);
		respond = teamOf('{"list":[]}', `{"list":[${replaced(serverJobOfClient, 'id', json)}]}`);
		await expectPicked('searchJobs', 1);
	});
});
