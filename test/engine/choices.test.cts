import type { IDataObject, INodeParameters } from 'n8n-workflow';
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

type Operation = [resource: string, operation: string, parameters: (value: string) => IDataObject];

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

async function run([resource, operation, parameters]: Operation, value: string, items = [{}]) {
	const { connection, server } = firstConnection(asa);
	const place = { connection: byId(connection.id), job: byId(server.id) };
	return await runOperation(
		asa,
		resource,
		operation,
		{ ...place, ...parameters(value) } as INodeParameters,
		{ items, continueOnFail: true },
	);
}

it.each<[Operation, string, string]>([
	[state, 'on', '"State" is "on", which it does not offer'],
	[outcome, 'broken', '"Outcome" is "broken", which it does not offer'],
	[account, 'vault', '"Service Account" is "vault", which it does not offer'],
])('%j refuses %s and sends nothing', async (operation, value, message) => {
	const [failed] = outputs(await run(operation, value));
	expect(failed.error).toContain(message);
	expect(asa.sent()).toEqual([]);
});

it.each<[Operation, string[]]>([
	[state, ['ACTIVE', 'active', ' Active ']],
	[outcome, ['success', 'Success', 'SUCCESS']],
])('%j takes %j as the same', async (operation, values) => {
	const answers = [];
	for (const value of values) answers.push(outputs(await run(operation, value)));
	expect(answers[0].length).toBeGreaterThan(0);
	for (const answer of answers) expect(answer).toEqual(answers[0]);
});

it.each<[Operation]>([[state], [outcome]])(
	'%j filters nothing if the value is empty',
	async (operation) => {
		const all = outputs(await run([operation[0], operation[1], () => ({ returnAll: true })], ''));
		expect(outputs(await run(operation, ''))).toEqual(all);
	},
);

it('an option with an expression is read for each item', async () => {
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
