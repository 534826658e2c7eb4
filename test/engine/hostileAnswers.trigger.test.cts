import type { IDataObject } from 'n8n-workflow';
import { readConnectionSample, serverJobOfClient, serverResult } from '../helpers/oktaSamples.cts';
import type { FakeResponse } from './fakeApi.cts';
import { toFailure } from './harness/engine.cts';
import { fieldsOf, hostileValues, replaced } from './hostile.cts';
import { everyEvent } from './triggerTeam.cts';
import {
	connection,
	job,
	expectReadableError,
	expectReadable,
	useHostileApi,
} from './hostileApi.cts';

let respond: (path: string) => FakeResponse;

const { startEngine } = useHostileApi((path) => respond(path));

/** A team of one connection with one server sync job, all in JSON. */
function team(connectionText: string, jobText: string, resultText: string) {
	return (path: string): FakeResponse => {
		if (path === '') return { text: `{"list":[${connectionText}]}` };
		if (path.endsWith('/task_settings')) return { text: `{"list":[${jobText}]}` };
		if (path.endsWith('/task_results')) return { text: `{"list":[${resultText}]}` };
		return { text: path.includes('/task_results/') ? resultText : '{"list":[]}' };
	};
}

describe('the trigger goes on', () => {
	const failed = { ...serverResult, ad_test_request_id: '', task_state: 'failed' };

	/** The same team once a run has ended with this result. */
	function teamAfter(result: string) {
		return team(connection, replaced(serverJobOfClient, 'recent_task_result', result), result);
	}

	/** The items of three polls; at the second and third the API says what is hostile. */
	async function poll(world: (path: string) => FakeResponse): Promise<IDataObject[]> {
		const { engine, credential } = startEngine();
		const poller = engine.poller({
			type: 'asaActiveDirectoryTrigger',
			parameters: { events: everyEvent },
			credentials: [credential],
		});
		respond = team(connection, job, JSON.stringify(serverResult));
		await poller.activate();
		respond = world;
		const emitted = [await poller.poll(), await poller.poll()];
		for (const error of poller.errors) expectReadableError(toFailure(error));
		poller.warnings.forEach(expectReadable);
		return emitted.flatMap((items) => (items ?? []).map(({ json }) => json));
	}

	function expectItem({ title, text }: IDataObject): void {
		expectReadable(String(title));
		const lines = String(text).split('\n');
		expect(lines.length).toBeLessThan(12);
		for (const line of lines) {
			expectReadable(line);
			expect(line).toMatch(/^\S.*[.!?…]$/);
		}
		expect(({} as IDataObject).polluted).toBeUndefined();
	}

	it.each(hostileValues)('over %s in a connection or a job', async (_, json) => {
		const result = JSON.stringify(serverResult);
		const worlds = [
			...fieldsOf(readConnectionSample).map((name) =>
				team(replaced(readConnectionSample, name, json), job, result),
			),
			...fieldsOf(serverJobOfClient).map((name) =>
				team(connection, replaced(serverJobOfClient, name, json), result),
			),
		];
		for (const world of worlds) (await poll(world)).forEach(expectItem);
	});

	it.each(hostileValues)('over %s as an id', async (_, json) => {
		const result = JSON.stringify(serverResult);
		const newer = replaced({ ...failed, created_at: '2022-08-26T00:00:00Z' }, 'id', json);
		const worlds = [
			team(replaced(readConnectionSample, 'id', json), job, result),
			team(connection, replaced(serverJobOfClient, 'id', json), result),
			teamAfter(newer),
		];
		for (const world of worlds) (await poll(world)).forEach(expectItem);
	});

	it.each(hostileValues)('over %s in a result, and reports it', async (_, json) => {
		const newer = { ...failed, id: 'newer', created_at: '2022-08-26T00:00:00Z' };
		for (const field of fieldsOf(newer)) {
			const items = await poll(teamAfter(replaced(newer, field, json)));
			items.forEach(expectItem);
			if (field.startsWith('status')) expect(items.length).toBeGreaterThan(0);
		}
	});
});
