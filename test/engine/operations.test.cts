import { endpoints } from '../../nodes/AsaActiveDirectory/asa/endpoints';
import { resources } from '../../nodes/AsaActiveDirectory/resources';
import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import type { Fixture, Row } from './operationRow.cts';
import { operationTable } from './operationTable.cts';
import { firstConnection, outputs, runOperation, signIn, takeSent } from './runOperation.cts';
import { deviations, missing, schemaOf } from '../helpers/schema.cts';

/** Numbers of the endpoints that the rows have called. */
const called = new Set<number>();

const titleOf = ({ resource, operation, way = '' }: Row) => `${resource} ${operation} ${way}`;

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	let asa: Asa;
	let fixture: Fixture;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
		const { gateways, projects } = asa.sandbox.getState();
		fixture = {
			dialect,
			...firstConnection(asa),
			gateway: gateways[1].id,
			project: projects[2].id,
		};
	});
	afterEach(closeAll);

	const rows = operationTable.map((row) => [titleOf(row), row] as const);

	it.each(rows)('%s', async (_, row) => {
		await prepare(asa, fixture, row);
		const { items, links, error } = await run(row, [row.bad.pick, row.good(fixture)]);
		expect(error).toBeUndefined();

		const requests = asa.sandbox.getRequests();
		expect(requests.map(({ endpoint }) => endpoint)).toEqual(row.endpoints(fixture));
		expect(takeSent(asa)).toEqual(row.sent(fixture));
		for (const number of row.endpoints(fixture)) called.add(number);

		const [failed, ...done] = items;
		expect(failed.json).toEqual({
			error: row.bad.message,
			description: expect.stringMatching(/^(Enter|Set|Choose) /),
		});
		expect(failed.pairedItem).toEqual({ item: 0 });
		expect(outputs({ items: done })).toMatchObject(row.output(fixture));
		for (const { pairedItem } of done) expect(pairedItem).toEqual({ item: 1 });
		expect(links).toEqual([row.bad.pick, ...done.map(() => row.good(fixture))]);

		const schema = schemaOf(row.resource, row.operation);
		for (const { json } of done) {
			expect(deviations(schema, json)).toEqual([]);
			expect(missing(schema, json)).toEqual([]);
		}
	});

	it('syncStatus getAll puts out what its schema says', async () => {
		asa.sandbox.setFaults([
			{
				match: { path: `${fixture.connection.id}/user_sync` },
				effect: { type: 'status', status: 400 },
			},
		]);
		const { items } = await runOperation(asa, 'syncStatus', 'getAll', { returnAll: true });
		expect(new Set(items.map(({ json }) => json.read_error === null))).toEqual(
			new Set([true, false]),
		);
		const schema = schemaOf('syncStatus', 'getAll');
		for (const { json } of items) {
			expect(deviations(schema, json)).toEqual([]);
			expect(missing(schema, json)).toEqual([]);
		}
	});

	const simplified = operationTable.filter(({ resource, operation }) =>
		findOperation(resource, operation)?.fields.some(({ name }) => name === 'simplify'),
	);

	it.each(simplified.map((row) => [titleOf(row), row] as const))(
		'%s puts out more without Simplify, and nothing else',
		async (_, row) => {
			await prepare(asa, fixture, row);
			const [simple] = outputs(await run(row, [row.good(fixture)]));
			await asa.sandbox.reset({ switches: { dialect } });
			await signIn(asa);
			await prepare(asa, fixture, row);
			const [whole] = outputs(await run(row, [row.good(fixture)], { simplify: false }));
			expect(Object.keys(whole).length).toBeGreaterThan(Object.keys(simple).length);
			expect(Object.keys(whole)).toEqual(expect.arrayContaining(Object.keys(simple)));
		},
	);

	async function run(row: Row, picks: unknown[], more = {}) {
		return await runOperation(
			asa,
			row.resource,
			row.operation,
			{ ...row.parameters(fixture), ...more },
			{
				items: picks.map((pick) => ({ pick: pick as string })),
				continueOnFail: true,
				link: "={{ $('Source').item.json.pick }}",
			},
		);
	}
});

/** Runs what a row wants to have been run before. */
async function prepare(asa: Asa, fixture: Fixture, row: Row): Promise<void> {
	if (row.before === undefined) return;
	const items = [{ pick: row.good(fixture) }];
	const { error } = await runOperation(asa, row.resource, row.before, row.parameters(fixture), {
		items,
	});
	expect(error).toBeUndefined();
	asa.sandbox.clearRequests();
}

function findOperation(resource: string, operation: string) {
	return resources
		.find(({ entry }) => entry.value === resource)
		?.operations.find(({ entry }) => entry.value === operation);
}

describe('with every path moved and corrected in the credential', () => {
	afterEach(closeAll);

	it('all operations work', async () => {
		const asa = await startAsa({ switches: { movedPaths: movedPaths() } });
		asa.credential = asa.store({
			pathCorrections: { correction: Object.entries(endpoints).flatMap(toCorrection) },
		});
		for (const row of operationTable) {
			await asa.sandbox.reset();
			const { gateways, projects } = asa.sandbox.getState();
			const fixture: Fixture = {
				dialect: 'client',
				...firstConnection(asa),
				gateway: gateways[1].id,
				project: projects[2].id,
			};
			await prepare(asa, fixture, row);
			const { items, error } = await runOperation(
				asa,
				row.resource,
				row.operation,
				row.parameters(fixture),
				{ items: [{ pick: row.good(fixture) }] },
			);
			expect([titleOf(row), error]).toEqual([titleOf(row), undefined]);
			expect(outputs({ items })).toMatchObject(row.output(fixture));
		}
		const paths = asa.sandbox.getRequests().map(({ path }) => path);
		expect(paths.filter((path) => path.includes('/integrations/'))).toEqual([]);
	});

	const moved = (path: string) => path.replace('integrations/ad_connections', 'moved/to');

	function movedPaths() {
		const numbered = Object.values(endpoints).filter((endpoint) => 'number' in endpoint);
		return Object.fromEntries(
			numbered.map(({ number, path }) => [number, moved(path).replace('/v1/teams/{team}/', '')]),
		);
	}

	function toCorrection([endpoint, { path }]: [string, { path: string }]) {
		return moved(path) === path ? [] : [{ endpoint, path: moved(path) }];
	}
});

describe('the table', () => {
	it('calls each endpoint but the list of projects, which only a picker reads', () => {
		expect([...called].sort((a, b) => a - b)).toEqual(
			Array.from({ length: 29 }, (_, index) => index + 1).filter((number) => number !== 28),
		);
	});

	it('holds every operation of the node but Sync Status', () => {
		const known = new Set(
			operationTable.map(({ resource, operation }) => `${resource}/${operation}`),
		);
		const listed = resources.filter(({ entry }) => entry.value !== 'syncStatus');
		const all = listed.flatMap(({ entry, operations }) =>
			operations.map((operation) => `${entry.value}/${operation.entry.value}`),
		);
		expect([...known].sort()).toEqual(all.sort());
	});
});
