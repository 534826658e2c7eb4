import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { firstConnection, runOperation, signIn } from '../runOperation.cts';

/*
 * What an expression gives for one item holds for that item alone: n8n hands a node the options of the first item
 * wherever it asks for a field of a collection without saying for which item.
 */
let asa: Asa;

afterEach(closeAll);

/** What two items give, and what tells their outputs apart. */
interface Case {
	parameters: INodeParameters;
	values: [first: unknown, second: unknown];
	/** Of the outputs of one item. */
	seen: (outputs: IDataObject[]) => unknown;
	expected: [first: unknown, second: unknown];
}

const value = '={{ $json.value }}';
const namesOf = (outputs: IDataObject[]) => outputs.map(({ job_name }) => job_name).sort();
const of =
	(field: string, jobName = 'Employees') =>
	(outputs: IDataObject[]) =>
		outputs.find((one) => one.job_name === jobName && one.domain === 'corp.example.com')?.[field];

describe.each(dialects)('Sync Status of several items, dialect of the %s', (dialect) => {
	/** A team in which one job has failed, one has ended in an unknown word, and one runs for 40 minutes. */
	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
		asa.sandbox.advance(300);
		const { server, connection } = firstConnection(asa);
		const [employees, contractors] = connection.userSyncJobs;
		const skipped = { outcome: 'succeed', durationSeconds: 60, taskState: 'skipped' } as const;
		asa.sandbox.planRuns(employees.id, { ...skipped, times: 3 });
		asa.sandbox.advance(3600);
		asa.sandbox.planRuns(server.id, { outcome: 'hang' });
		asa.sandbox.runJob(server.id);
		asa.sandbox.runJob(contractors.id);
		asa.sandbox.endRun(contractors.id, 'fail');
		asa.sandbox.advance(40 * 60);
	});

	const cases = (): Record<string, Case> => {
		const [first, second] = asa.sandbox.getState().connections;
		const idsOf = (outputs: IDataObject[]) => [...new Set(outputs.map((one) => one.connection_id))];
		const kindsOf = (outputs: IDataObject[]) => [...new Set(outputs.map((one) => one.job_kind))];
		return {
			'the filter Connections': {
				parameters: { filters: { connections: value } },
				values: [[first.id], [second.name]],
				seen: idsOf,
				expected: [[first.id], [second.id]],
			},
			'the filter Job Kinds': {
				parameters: { filters: { jobKinds: value } },
				values: [['serverSyncJob'], ['userSyncJob']],
				seen: kindsOf,
				expected: [['serverSyncJob'], ['userSyncJob']],
			},
			'the filter Needs Attention Only': {
				parameters: { filters: { needsAttention: value, connections: [first.id] } },
				values: [false, true],
				seen: namesOf,
				expected: [
					['Contractors', 'Employees', 'Servers'],
					['Contractors', 'Employees'],
				],
			},
			'Return All': {
				parameters: { returnAll: value, limit: 1 },
				values: [false, true],
				seen: (outputs) => outputs.length,
				expected: [1, 6],
			},
			Limit: {
				parameters: { returnAll: false, limit: value },
				values: [1, 4],
				seen: (outputs) => outputs.length,
				expected: [1, 4],
			},
			Simplify: {
				parameters: { simplify: value },
				values: [true, false],
				seen: (outputs) => outputs.every((one) => 'causes' in one),
				expected: [false, true],
			},
			'the option Failure Words': {
				parameters: { options: { failureWords: value } },
				values: ['', 'skipped'],
				seen: of('outcome'),
				expected: ['unknown', 'failed'],
			},
			'the option Success Words': {
				parameters: { options: { successWords: value } },
				values: ['applied', 'Skipped'],
				seen: of('outcome'),
				expected: ['unknown', 'success'],
			},
			'the option Running Too Long': {
				parameters: { options: { runningLongMinutes: value } },
				values: [120, 30],
				seen: of('causes', 'Servers'),
				expected: [[], ['running_long']],
			},
			'the option Access Warning': {
				parameters: { options: { accessWarningHours: value } },
				values: [1, 48],
				seen: of('causes', 'Contractors'),
				expected: [['failed'], ['access', 'failed']],
			},
			'the option Include Gateway Status': {
				parameters: { options: { includeGatewayStatus: value } },
				values: [false, true],
				seen: of('gateway_status'),
				expected: [null, 'ONLINE'],
			},
			'the option Jobs With Recent Runs': {
				parameters: { options: { jobsWithRecentRuns: value } },
				values: [0, 6],
				seen: (outputs) =>
					outputs.filter(({ recent_runs }) => (recent_runs as unknown[]).length > 1).length > 0,
				expected: [false, true],
			},
		};
	};

	async function outputsOf(
		parameters: INodeParameters,
		items: IDataObject[],
	): Promise<IDataObject[][]> {
		const result = await runOperation(
			asa,
			'syncStatus',
			'getAll',
			{ returnAll: true, simplify: false, ...parameters },
			{ items },
		);
		expect(result.error).toBeUndefined();
		const isOf = (index: number) => (one: INodeExecutionData) =>
			(one.pairedItem as { item: number }).item === index;
		return items.map((_, index) => result.items.filter(isOf(index)).map(({ json }) => json));
	}

	it.each([
		'the filter Connections',
		'the filter Job Kinds',
		'the filter Needs Attention Only',
		'Return All',
		'Limit',
		'Simplify',
		'the option Failure Words',
		'the option Success Words',
		'the option Running Too Long',
		'the option Access Warning',
		'the option Include Gateway Status',
		'the option Jobs With Recent Runs',
	])('%s is that of each item, in either order', async (name) => {
		const one = cases()[name];
		const [first, second] = one.values.map((each) => ({ value: each })) as IDataObject[];
		const [a, b, c] = await outputsOf(one.parameters, [first, second, first]);
		const [before, after] = one.expected;
		expect([a, b, c].map(one.seen)).toEqual([before, after, before]);
		const reversed = await outputsOf(one.parameters, [second, first]);
		expect(reversed.map(one.seen)).toEqual([after, before]);
	});

	it('all of them together', async () => {
		const [first, second] = asa.sandbox.getState().connections;
		const parameters = {
			limit: '={{ $json.limit }}',
			returnAll: false,
			filters: { connections: '={{ $json.connections }}', jobKinds: '={{ $json.kinds }}' },
			options: { failureWords: '={{ $json.words }}' },
		};
		const both = ['serverSyncJob', 'userSyncJob'];
		const [a, b, c] = await outputsOf(parameters, [
			{ limit: 9, connections: [first.id], kinds: ['userSyncJob'], words: 'skipped' },
			{ limit: 9, connections: [first.id], kinds: both, words: '' },
			{ limit: 1, connections: [second.id], kinds: ['serverSyncJob'], words: '' },
		]);
		expect([namesOf(a), of('outcome')(a)]).toEqual([['Contractors', 'Employees'], 'failed']);
		expect([namesOf(b), of('outcome')(b)]).toEqual([
			['Contractors', 'Employees', 'Servers'],
			'unknown',
		]);
		expect(c.map((one) => [one.connection_id, one.job_kind])).toEqual([
			[second.id, 'serverSyncJob'],
		]);
	});
});
