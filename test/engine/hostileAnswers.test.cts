import type { IDataObject } from 'n8n-workflow';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectory } from '../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import {
	readConnectionSample,
	serverJob,
	serverJobOfClient,
	serverResult,
	userJob,
	userResult,
} from '../nodes/AsaActiveDirectory/api/samples.cts';
import { startAnsweringApi, type AnsweringApi, type Said } from './answeringApi.cts';
import { createEngine } from './harness/engine.cts';
import { byId } from './runOperation.cts';
import { everyEvent } from './triggerTeam.cts';

/** JSON of arrays within arrays. */
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** Values as JSON that a server might answer in any field. */
const hostileValues: Array<[what: string, json: string]> = [
	['an expression of n8n', JSON.stringify('={{ $env.PATH }}{{ 6 * 7 }}')],
	['HTML', JSON.stringify('<img src=x onerror="alert(1)">')],
	['control characters', JSON.stringify('a\u0000b\u001b[31mc\nd\re\u202ef\u2028g')],
	['the name of the prototype', JSON.stringify('__proto__')],
	[
		'an object with the prototype as a field',
		'{"__proto__": {"polluted": true}, "constructor": 1}',
	],
	['1 MB of text', JSON.stringify('x'.repeat(1_000_000))],
	['arrays nested 100,000 deep', nested(100_000)],
	['objects nested 20,000 deep', '{"a":'.repeat(20_000) + 'null' + '}'.repeat(20_000)],
	['a list of 100,000 entries', `[${Array.from({ length: 100_000 }, () => '"x"').join()}]`],
	['a number beyond all others', '1e999'],
	['a negative number', '-1'],
	['true', 'true'],
	['null', 'null'],
];

const samples = {
	connection: readConnectionSample,
	serverSyncJob: serverJobOfClient,
	'serverSyncJob of the page': serverJob,
	userSyncJob: userJob,
	serverResult,
	userResult,
};

/** An object's JSON with one field replaced; a dot leads into an object. */
function replaced(sample: object, field: string, json: string): string {
	const [name, inner] = field.split('.');
	const fields = Object.entries(sample).map(([key, value]) => {
		const text =
			key !== name ? JSON.stringify(value) : inner ? replaced(value as object, inner, json) : json;
		return `${JSON.stringify(key)}:${text}`;
	});
	return `{${fields.join()}}`;
}

/** Every field of a sample but its id, those of the status too. */
function fieldsOf(sample: object): string[] {
	const names = Object.keys(sample).filter((name) => name !== 'id');
	const status = names.includes('status') ? ['status.summary', 'status.detailed_summary'] : [];
	return [...names, ...status];
}

/** An API that answers a list that is empty, and one object for whatever else it is asked. */
function object(text: string): (path: string) => Said {
	return (path) => ({ text: path === '' ? '{"list":[]}' : text });
}

let api: AnsweringApi;
let said: (path: string) => Said;

beforeAll(async () => {
	api = await startAnsweringApi((path) => said(path));
});

afterAll(async () => {
	await api.close();
});

function startEngine() {
	const engine = createEngine({
		nodeTypes: [new AsaActiveDirectory(), new AsaActiveDirectoryTrigger()],
		credentialTypes: [new OktaAsaApi()],
	});
	const credential = engine.storeCredential('oktaAsaApi', {
		teamName: api.team,
		authentication: 'serviceUserKey',
		keyId: 'key',
		keySecret: 'canary-key-secret',
		baseUrl: api.url,
	});
	return { engine, credential };
}

/** Runs an operation on an object, all of it put out. */
async function run(resource: string, operation: string) {
	const { engine, credential } = startEngine();
	return await engine.run({
		type: 'asaActiveDirectory',
		parameters: {
			resource,
			operation,
			connection: byId('c1'),
			job: byId('j1'),
			result: byId('r1'),
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
	if (!error) return;
	expect(error.message).not.toMatch(/call stack|undefined|\[object/);
	expectReadable(error.message);
	expectReadable(error.description ?? '');
}

function expectReadable(message: string): void {
	expect(message.length).toBeLessThan(800);
	expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
}

const gets: Array<[sample: keyof typeof samples, resource: string, operation: string]> = [
	['connection', 'connection', 'get'],
	['serverSyncJob', 'serverSyncJob', 'get'],
	['serverSyncJob of the page', 'serverSyncJob', 'get'],
	['userSyncJob', 'userSyncJob', 'get'],
	['serverResult', 'serverSyncJob', 'getResult'],
	['userResult', 'userSyncJob', 'getResult'],
];

describe.each(gets)('in every field of a %s', (name, resource, operation) => {
	it.each(hostileValues)('%s', async (_, json) => {
		for (const field of fieldsOf(samples[name])) {
			said = object(replaced(samples[name], field, json));
			const result = await run(resource, operation);
			expectSound(result);
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(1);
		}
	});
});

it('texts come out as they are: no expression is evaluated', async () => {
	const name = '={{ $env.PATH }}{{ 6 * 7 }}';
	said = object(JSON.stringify({ ...readConnectionSample, name }));
	const { items } = await run('connection', 'get');
	expect(items[0].json.name).toBe(name);
});

it('a list of 100,000 entries is read within bounds of memory and time', async () => {
	const list = Array.from({ length: 100_000 }, (_, index) => ({
		...readConnectionSample,
		id: `c${index}`,
	}));
	const text = JSON.stringify({ list });
	said = () => ({ text });
	const before = process.memoryUsage().heapUsed;
	const { items, error } = await run('connection', 'getAll');
	expect(error).toBeUndefined();
	expect(items).toHaveLength(100_000);
	expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(1_000);
});

describe('in what the API says of an error', () => {
	const fields = ['message', 'nottype', 'code', 'more'];

	it.each(hostileValues)('%s', async (_, json) => {
		for (const status of [400, 401, 403, 404, 409, 500]) {
			for (const field of fields) {
				const body = replaced({ code: 1, message: 'No', nottype: 'x', more: 1 }, field, json);
				said = (path) => (path === '' ? { text: '{"list":[]}' } : { status, text: body });
				const result = await run('serverSyncJob', 'update');
				expectSound(result);
				expect(result.error).toMatchObject({ httpCode: String(status) });
			}
		}
	});
});

describe('the trigger goes on', () => {
	const connection = JSON.stringify(readConnectionSample);
	const job = JSON.stringify(serverJobOfClient);
	const failed = { ...serverResult, ad_test_request_id: '', task_state: 'failed' };

	/** A team of one connection with one server sync job, all in JSON. */
	function team(connectionText: string, jobText: string, resultText: string) {
		return (path: string): Said => {
			if (path === '') return { text: `{"list":[${connectionText}]}` };
			if (path.endsWith('/task_settings')) return { text: `{"list":[${jobText}]}` };
			if (path.endsWith('/task_results')) return { text: `{"list":[${resultText}]}` };
			return { text: path.includes('/task_results/') ? resultText : '{"list":[]}' };
		};
	}

	/** The same team once a run has ended with this result. */
	function teamAfter(result: string) {
		return team(connection, replaced(serverJobOfClient, 'recent_task_result', result), result);
	}

	/** The items of three polls; at the second and third the API says what is hostile. */
	async function poll(world: (path: string) => Said): Promise<IDataObject[]> {
		const { engine, credential } = startEngine();
		const poller = engine.poller({
			type: 'asaActiveDirectoryTrigger',
			parameters: { events: everyEvent },
			credentials: [credential],
		});
		said = team(connection, job, JSON.stringify(serverResult));
		await poller.activate();
		said = world;
		const emitted = [await poller.poll(), await poller.poll()];
		return emitted.flatMap((items) => (items ?? []).map(({ json }) => json));
	}

	function expectItem({ title, text }: IDataObject): void {
		expectReadable(String(title));
		expect(String(text).split('\n')).toHaveLength(3);
		String(text).split('\n').forEach(expectReadable);
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

	it.each(hostileValues)('over %s in a result, and reports it', async (_, json) => {
		const newer = { ...failed, id: 'newer', created_at: '2022-08-26T00:00:00Z' };
		for (const field of fieldsOf(newer)) {
			const items = await poll(teamAfter(replaced(newer, field, json)));
			items.forEach(expectItem);
			if (field.startsWith('status')) expect(items.length).toBeGreaterThan(0);
		}
	});
});
