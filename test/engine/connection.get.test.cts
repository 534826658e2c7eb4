import type { ConnectionState } from '../../sandbox/state.cts';
import { closeAll, dialects, type Asa } from './asa.cts';
import { byId } from './runOperation.cts';
import { connections, startWithServiceAccount, connectionRuns } from './connectionRuns.cts';

describe.each(dialects)('AD Connection, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startWithServiceAccount(dialect);
	});

	afterEach(closeAll);

	const { run, corporate, gateway } = connectionRuns(() => asa);

	describe('Get', () => {
		it('answers the normal form', async () => {
			const { items } = await run({ operation: 'get', connection: byId(corporate().id) });
			expect(asa.sent()).toEqual([`GET ${connections}/${corporate().id}`]);
			expect(items[0].json).toMatchObject({
				id: corporate().id,
				name: 'Corporate directory',
				domain: 'corp.example.com',
				gateway_name: gateway(0).name,
				active_task_settings_id: expect.any(String),
			});
		});

		it('says which parameter to look at for an unknown ID', async () => {
			const { error } = await run({ operation: 'get', connection: byId('gone') });
			expect(error).toMatchObject({ httpCode: '404', itemIndex: 0 });
			expect(error?.description).toContain("'Connection'");
		});

		it('takes a connection that is marked as deleted for gone', async () => {
			asa.sandbox.setSwitches({ deletedAt: 'deleted_at' });
			const { id } = corporate();
			await run({ operation: 'delete', connection: byId(id) });
			const { error } = await run({ operation: 'get', connection: byId(id) });
			expect(error?.message).toMatch(/the object was deleted/);
		});

		it('links each item to its own, and gives each its error with Continue On Fail', async () => {
			const { id } = corporate();
			const ids = [id, 'gone', id];
			const { items, links } = await run(
				{ operation: 'get', connection: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
				{
					items: ids.map((value) => ({ id: value })),
					continueOnFail: true,
					link: "={{ $('Source').item.json.id }}",
				},
			);
			expect(links).toEqual(ids);
			expect(items.map(({ json }) => json.id ?? json.error)).toEqual([
				id,
				expect.stringMatching(/not found/),
				id,
			]);
		});
	});

	describe('Get Many', () => {
		it('fetches no page more than the limit needs', async () => {
			asa.sandbox.reset({ dataset: { connections: 12 }, switches: { dialect, pageSize: 5 } });
			await run({ operation: 'getAll', returnAll: true });
			asa.sent();
			const all = await run({ operation: 'getAll', returnAll: true });
			expect(all.items).toHaveLength(12);
			expect(asa.sent()).toHaveLength(3);
			const some = await run({ operation: 'getAll', returnAll: false, limit: 5 });
			expect(some.items).toHaveLength(5);
			expect(asa.sent()).toHaveLength(1);
		});

		it.each<[string, (first: ConnectionState) => object]>([
			['domain', ({ domain }) => ({ domain: ` ${domain.toUpperCase()} ` })],
			['name', ({ name }) => ({ nameContains: name.slice(2).toUpperCase() })],
			['gateway by ID', ({ gatewayId }) => ({ gateway: byId(gatewayId.toUpperCase()) })],
			['gateway by name', () => ({ gateway: { __rl: true, mode: 'name', value: 'gateway-east' } })],
			['gateway as a plain text', () => ({ gateway: 'gateway-east' })],
		])('filters by %s', async (_, filters) => {
			const { items } = await run({ operation: 'getAll', filters: filters(corporate()) });
			expect(items.map(({ json }) => json.id)).toEqual([corporate().id]);
		});

		it('gives no more than the limit, and searches all pages for them', async () => {
			asa.sandbox.reset({ dataset: { connections: 12 }, switches: { dialect, pageSize: 5 } });
			const { name } = asa.sandbox.getState().connections[11];
			const last = await run({ operation: 'getAll', limit: 1, filters: { nameContains: name } });
			expect(last.items.map(({ json }) => json.name)).toEqual([name]);
			const some = await run({ operation: 'getAll', limit: 2, filters: { domain: '' } });
			expect(some.items).toHaveLength(2);
		});

		it.each([
			{},
			{ domain: ' ', nameContains: '', gateway: { __rl: true, mode: 'list', value: '' } },
		])('filters by nothing that is empty: %j', async (filters) => {
			const { items } = await run({ operation: 'getAll', filters });
			expect(items).toHaveLength(2);
		});

		it('gives nothing if no connection suits all filters', async () => {
			const filters = { domain: corporate().domain, nameContains: 'EMEA' };
			expect((await run({ operation: 'getAll', filters })).items).toHaveLength(0);
		});

		it('takes the text true of an expression for true', async () => {
			const { items } = await run({ operation: 'getAll', returnAll: '={{ "true" }}', limit: 1 });
			expect(items).toHaveLength(2);
		});

		it.each([0, -1, 1.5])('refuses a limit of %p', async (limit) => {
			const { error } = await run({ operation: 'getAll', limit });
			expect(error?.message).toMatch(/^'Limit' must be a whole number of 1 or greater/);
		});

		it('reads a team with one connection, which the page dialect answers bare', async () => {
			await run({ operation: 'delete', connection: byId(corporate().id) });
			const { items } = await run({ operation: 'getAll' });
			expect(items.map(({ json }) => json.domain)).toEqual(['emea.example.com']);
		});
	});
});
