import type { IDataObject } from 'n8n-workflow';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectory } from '../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import {
	readConnectionSample,
	serverJobOfClient,
	serverResult,
	userResult,
} from '../helpers/oktaSamples.cts';
import { goodMint, startFakeApi, type FakeApi, type FakeResponse } from './fakeApi.cts';
import { createEngine, toFailure, type Failure } from './harness/engine.cts';
import { heapInUse } from './heap.cts';
import {
	fieldsOf,
	hostileLinks,
	hostileList,
	hostileNumbers,
	hostileValues,
	isId,
	isText,
	limitHeaders,
	nearTheLimit,
	replaced,
	samples,
} from './hostile.cts';
import { byId } from './runOperation.cts';
import { skipWaits, type SkippedWaits } from './skippedWaits.cts';
import { everyEvent } from './triggerTeam.cts';

/** An API that answers a list that is empty, and one object for whatever else it is asked. */
function object(text: string): (path: string) => FakeResponse {
	return (path) => ({ text: path === '' ? '{"list":[]}' : text });
}

const connection = JSON.stringify(readConnectionSample);
const job = JSON.stringify(serverJobOfClient);

/** A team of one connection with one server sync job, all in JSON. */
function team(connectionText: string, jobText: string, resultText: string) {
	return (path: string): FakeResponse => {
		if (path === '') return { text: `{"list":[${connectionText}]}` };
		if (path.endsWith('/task_settings')) return { text: `{"list":[${jobText}]}` };
		if (path.endsWith('/task_results')) return { text: `{"list":[${resultText}]}` };
		return { text: path.includes('/task_results/') ? resultText : '{"list":[]}' };
	};
}

let api: FakeApi;
let respond: (path: string) => FakeResponse;
let minted: FakeResponse;
let waits: SkippedWaits;

beforeAll(async () => {
	api = await startFakeApi(
		(path) => respond(path),
		() => minted,
	);
});

beforeEach(() => {
	minted = { text: JSON.stringify(goodMint) };
	waits = skipWaits();
});

afterEach(() => waits.restore());

afterAll(async () => {
	await api.close();
});

const nodeTypes = [new AsaActiveDirectory(), new AsaActiveDirectoryTrigger()];
const credentialTypes = [new OktaAsaApi()];

function startEngine() {
	const engine = createEngine({ nodeTypes, credentialTypes });
	const credential = engine.storeCredential('oktaAsaApi', {
		teamName: api.team,
		authentication: 'serviceUserKey',
		keyId: 'key',
		keySecret: 'canary-key-secret',
		baseUrl: api.url,
	});
	return { engine, credential };
}

/** Runs an operation on an object, all of it put out; once for each input item. */
async function run(resource: string, operation: string, items: IDataObject[] = [{}]) {
	const { engine, credential } = startEngine();
	return await engine.run({
		type: 'asaActiveDirectory',
		items,
		parameters: {
			resource,
			operation,
			connection: byId('c1'),
			job: byId('j1'),
			result: byId(resource === 'userSyncJob' ? userResult.id : serverResult.id),
			returnAll: true,
			simplify: false,
		} as never,
		credentials: [credential],
	});
}

/** What must hold whatever the API says. */
function expectSound({ items, error, stored }: Awaited<ReturnType<typeof run>>): void {
	expect(({} as IDataObject).polluted).toBeUndefined();
	expect(stored).not.toContain('canary-key-secret');
	for (const { json } of items) expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
	if (error) expectReadableError(error);
}

function expectReadableError({ message, description }: Failure): void {
	expect(message).not.toMatch(/call stack|undefined|\[object/);
	expectReadable(message);
	expectReadable(description ?? '');
}

function expectReadable(message: string): void {
	expect(message.length).toBeLessThan(800);
	expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
}

/** Either all items come out, or a readable error says why not. */
function expectItemsOrError(result: Awaited<ReturnType<typeof run>>, count: number): void {
	expectSound(result);
	if (!result.error) expect(result.items).toHaveLength(count);
}

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

/** The lists of a team, in JSON: its connections, and the server sync jobs of each. */
function teamOf(connections: string, jobs: string): (path: string) => FakeResponse {
	return (path) => {
		if (path === '') return { text: connections };
		return { text: path.endsWith('/task_settings') ? jobs : '{"list":[]}' };
	};
}

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

describe('in the mint', () => {
	beforeEach(() => {
		respond = object(JSON.stringify(readConnectionSample));
	});

	it.each(hostileValues)('%s as bearer_token', async (_, json) => {
		minted = { text: replaced(goodMint, 'bearer_token', json) };
		const started = performance.now();
		const result = await run('connection', 'get');
		expectItemsOrError(result, 1);
		if (json.startsWith('{') || json.startsWith('[')) expect(result.error).toBeDefined();
		expect(performance.now() - started).toBeLessThan(10_000);
	});

	it.each(hostileValues)('%s as team_name', async (_, json) => {
		minted = { text: replaced(goodMint, 'team_name', json) };
		const result = await run('connection', 'get');
		expectItemsOrError(result, 1);
		if (isText(json)) expect(result.error?.message).toContain('the key belongs to another team');
	});
});

describe('in a header', () => {
	it.each(hostileLinks)('Link: %s', async (_, link) => {
		respond = () => ({
			text: `{"list":[${JSON.stringify(readConnectionSample)}]}`,
			headers: { link },
		});
		expectItemsOrError(await run('connection', 'getAll'), 1);
	});

	describe.each(limitHeaders)('%s', (name) => {
		it.each(hostileNumbers)('%s', async (_, value) => {
			const headers = { ...nearTheLimit(), [name]: value };
			for (const status of [200, 429]) {
				respond = (path) =>
					path === ''
						? { text: '{"list":[]}' }
						: { status, text: JSON.stringify(readConnectionSample), headers };
				const result = await run('connection', 'get', [{}, {}]);
				expectItemsOrError(result, 2);
				expect(result.error?.httpCode).toBe(status === 429 ? '429' : undefined);
				expect(result.error?.description ?? '').not.toMatch(/NaN|Infinity|\de\+\d/);
			}
		});
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

describe('in what the API says of an error', () => {
	const fields = ['message', 'nottype', 'code', 'more'];

	it.each(hostileValues)('%s', async (_, json) => {
		for (const status of [400, 401, 403, 404, 409, 500]) {
			for (const field of fields) {
				const body = replaced({ code: 1, message: 'No', nottype: 'x', more: 1 }, field, json);
				respond = (path) => (path === '' ? { text: '{"list":[]}' } : { status, text: body });
				const result = await run('serverSyncJob', 'update');
				expectSound(result);
				expect(result.error).toMatchObject({ httpCode: String(status) });
			}
		}
	});
});

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
