import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { closeAll, startAsa, type Asa } from './asa.cts';
import { byId, firstConnection, outputs, runOperation, signIn } from './runOperation.cts';

/*
 * What an expression gives where the interface offers a few values. A value that is not among them must not be taken
 * for another one.
 */
let asa: Asa;

beforeEach(async () => {
	asa = await startAsa({ dialect: 'page' });
	await signIn(asa);
});

afterEach(closeAll);

type Operation = [resource: string, operation: string, parameters: (value: unknown) => object];

const state: Operation = [
	'userSyncJob',
	'getAll',
	(value) => ({ filters: { state: value }, returnAll: true }),
];
const outcome: Operation = [
	'serverSyncJob',
	'getAllResults',
	(value) => ({ filters: { outcome: value }, returnAll: true }),
];
const account: Operation = [
	'connection',
	'update',
	(value) => ({ serviceAccount: value, updateFields: { name: 'Renamed' } }),
];

/** The operation with a value in place of an expression: n8n asks for the fields of every choice of an expression. */
const fixed = ([resource, operation, parameters]: Operation, value: string): Operation => [
	resource,
	operation,
	() => parameters(value),
];

async function run(
	[resource, operation, parameters]: Operation,
	value: unknown,
	items: IDataObject[] = [{ value } as IDataObject],
) {
	const { connection, server, user } = firstConnection(asa);
	const job = byId((resource === 'userSyncJob' ? user : server).id);
	const place = { connection: byId(connection.id), job };
	return await runOperation(
		asa,
		resource,
		operation,
		{ ...place, ...parameters('={{ $json.value }}') } as INodeParameters,
		{ items, continueOnFail: true },
	);
}

describe('a filter or choice', () => {
	it.each<[Operation, unknown, string]>([
		[state, 'on', '\'State\' has the invalid value "on"'],
		[state, 'all', '\'State\' has the invalid value "all"'],
		[outcome, 'broken', '\'Outcome\' has the invalid value "broken"'],
		[fixed(account, 'vault'), 'vault', '\'Service Account\' has the invalid value "vault"'],
	])('%# refuses %j and sends nothing', async (operation, value, message) => {
		const [failed] = outputs(await run(operation, value));
		expect(failed.error).toContain(message);
		expect(failed.description).toMatch(/^Choose .* an expression can return /);
		expect(asa.sent()).toEqual([]);
	});

	it.each<[string, Operation, string[]]>([
		['State active', state, ['ACTIVE', 'active', ' Active ']],
		['Outcome success', outcome, ['success', 'Success', 'SUCCESS']],
	])('%s is the same however it is written', async (_, operation, values) => {
		const answers = [];
		for (const value of values) answers.push(outputs(await run(operation, value)));
		expect(answers[0].length).toBeGreaterThan(0);
		for (const answer of answers) expect(answer).toEqual(answers[0]);
	});

	it('Inactive and Failed find what they name, in any case', async () => {
		const { connection, server, user } = firstConnection(asa);
		asa.sandbox.planRuns(server.id, { outcome: 'fail', durationSeconds: 60 });
		asa.sandbox.advance(2 * 3600);
		const place = { connection: byId(connection.id), job: byId(user.id) };
		await runOperation(asa, 'userSyncJob', 'deactivate', place);
		const names = outputs(await run(state, 'Inactive')).map(({ id }) => id);
		expect(names).toEqual([user.id]);
		const failed = outputs(await run(outcome, 'Failed')).map((one) => one.outcome);
		expect(failed).toEqual(['failed']);
	});

	it.each(['', ' ', null, undefined])('that is %j filters nothing', async (value) => {
		for (const operation of [state, outcome]) {
			const [resource, name] = operation;
			const all = outputs(await run([resource, name, () => ({ returnAll: true })], ''));
			expect(outputs(await run(operation, value))).toEqual(all);
		}
	});
});

describe('a switch', () => {
	const all: Operation = ['connection', 'getAll', (value) => ({ returnAll: value, limit: 1 })];
	const simplify: Operation = ['userSyncJob', 'get', (value) => ({ simplify: value })];
	const wait: Operation = [
		'userSyncJob',
		'runTest',
		(value) => ({ waitForCompletion: value, waitMinutes: 0.02 }),
	];
	const active: Operation = ['userSyncJob', 'updateState', (value) => ({ isActive: value })];
	const ignore: Operation = [
		'userSyncJob',
		'delete',
		(value) => ({ job: byId('gone'), options: { ignoreMissing: value } }),
	];

	it.each([true, 'true', 'TRUE', ' Yes ', 'on', 1, '1'])('%j is on', async (value) => {
		expect(await run(all, value)).toMatchObject({ items: { length: 2 } });
		expect(outputs(await run(ignore, value))).toEqual([{ deleted: true, was_missing: true }]);
	});

	it.each([false, 'false', 'No', 'off', 0, '0'])('%j is off', async (value) => {
		expect(await run(all, value)).toMatchObject({ items: { length: 1 } });
		expect(outputs(await run(ignore, value))[0].error).toMatch(/not found/);
		expect(outputs(await run(simplify, value))[0]).toHaveProperty('upn_field');
	});

	it.each<[Operation, unknown]>([
		[all, 'all'],
		[all, 2],
		[simplify, 'perhaps'],
		[wait, 'soon'],
		[active, 'perhaps'],
		[ignore, 'perhaps'],
	])('%# refuses %j, and nothing is sent', async (operation, value) => {
		const [failed] = outputs(await run(operation, value));
		expect(failed.error).toMatch(/^'[A-Z].*' must be true or false$/);
		expect(failed.description).toMatch(/^Switch '.*' on or off, or have its expression return/);
		expect(asa.sent()).toEqual([]);
	});

	it.each(['', null, undefined])('%j has its default', async (value) => {
		expect(await run(all, value)).toMatchObject({ items: { length: 1 } });
		expect(outputs(await run(simplify, value))[0]).not.toHaveProperty('upn_field');
		expect(outputs(await run(ignore, value))[0].error).toMatch(/not found/);
	});
});

describe('what an expression gives for each item', () => {
	it('counts for that item: options of Sync Status', async () => {
		const grace: Operation = [
			'syncStatus',
			'getAll',
			() => ({ returnAll: true, options: { overdueGraceMinutes: '={{ $json.grace }}' } }),
		];
		const items = [{ grace: 5 }, { grace: 'soon' }];
		const { items: results } = await run(grace, '', items);
		const failed = results.filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	});

	it('counts for that item: Return All, Limit, Simplify, filters and options', async () => {
		const { connection, user } = firstConnection(asa);
		const getAll = (parameters: INodeParameters, items: IDataObject[]) =>
			runOperation(
				asa,
				'userSyncJob',
				'getAll',
				{ connection: byId(connection.id), ...parameters },
				{ items },
			);
		const place = { connection: byId(connection.id), job: byId(user.id) };
		await runOperation(asa, 'userSyncJob', 'deactivate', place);
		const countOf = (all: INodeExecutionData[]) =>
			[0, 1].map((item) => all.filter(({ pairedItem }) => itemOf(pairedItem) === item).length);
		const limited = await getAll({ limit: '={{ $json.limit }}' }, [{ limit: 1 }, { limit: 2 }]);
		expect(countOf(limited.items)).toEqual([1, 2]);
		const all = { returnAll: '={{ $json.all }}', limit: 1 };
		expect(countOf((await getAll(all, [{ all: true }, { all: false }])).items)).toEqual([2, 1]);
		const filters = { returnAll: true, filters: { state: '={{ $json.state }}' } };
		const states = [{ state: 'active' }, { state: null }];
		expect(countOf((await getAll(filters, states)).items)).toEqual([1, 2]);
		const simple = { returnAll: true, simplify: '={{ $json.simple }}' };
		const { items } = await getAll(simple, [{ simple: true }, { simple: false }]);
		const whole = items.filter(({ json }) => 'upn_field' in json);
		expect(countOf(whole)).toEqual([0, 2]);
	});

	const itemOf = (paired: INodeExecutionData['pairedItem']) => (paired as { item: number }).item;
});
