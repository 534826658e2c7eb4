import type { IDataObject } from 'n8n-workflow';
import type { ConnectionState } from '../../sandbox/state.cts';
import { closeAll, dialects, startAsa, type Asa } from './asa.cts';

const connections = '/integrations/ad_connections';
const password = 'canary-p@ssword';

describe.each(dialects)('AD Connection, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		asa.credential = asa.store({
			serviceAccountUsername: 'svc-asa',
			serviceAccountPassword: password,
		});
		await run({ operation: 'getAll' });
		asa.sent();
	});

	afterEach(closeAll);

	function run(
		parameters: IDataObject,
		settings: { items?: IDataObject[]; continueOnFail?: boolean; link?: string } = {},
	) {
		return asa.engine.run({
			type: 'asaActiveDirectory',
			parameters: { resource: 'connection', ...parameters } as never,
			credentials: [asa.credential],
			...settings,
		});
	}

	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	const corporate = () => asa.sandbox.getState().connections[0];
	const gateway = (index: number) => asa.sandbox.getState().gateways[index];
	const bodies = () => asa.sandbox.getRequests().map(({ body }) => body);

	describe('Create', () => {
		it('sends what the form says, with the service account of the credential', async () => {
			const { items } = await run({
				operation: 'create',
				serviceAccount: 'credential',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(1).id),
				domainControllers: 'dc1.branch.example.com, 10.0.0.7',
			});
			expect(bodies()).toEqual([
				{
					name: 'Branch',
					domain: 'branch.example.com',
					gateway_id: gateway(1).id,
					domain_controllers: ['dc1.branch.example.com', '10.0.0.7'],
					service_account_username: 'svc-asa',
					service_account_password: '<redacted>',
				},
			]);
			expect(asa.sent()).toEqual([`POST ${connections}`]);
			expect(items[0].json).toEqual({
				id: expect.any(String),
				name: 'Branch',
				domain: 'branch.example.com',
				gateway_id: gateway(1).id,
				domain_controllers: ['dc1.branch.example.com', '10.0.0.7'],
				service_account_username: 'svc-asa',
			});
		});

		it('keeps the password of the credential out of what n8n stores', async () => {
			asa.sandbox.setFaults([{ effect: { type: 'status', status: 400 } }]);
			const { stored, error } = await run({
				operation: 'create',
				serviceAccount: 'credential',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(1).id),
			});
			expect(error?.message).toMatch(/^Create an AD connection: Okta rejected the request \(400/);
			expect(stored).not.toContain(password);
		});

		it('leaves the service account out unless one is chosen', async () => {
			await run({
				operation: 'create',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(1).id),
			});
			expect(Object.keys(bodies()[0] ?? {})).toEqual([
				'name',
				'domain',
				'gateway_id',
				'domain_controllers',
			]);
		});

		it.each([
			['User Name', { serviceAccountUsername: ' ' }],
			['Password', { serviceAccountPassword: '' }],
		])(
			'names the %s of the credential if it is empty, and sends nothing',
			async (field, changes) => {
				asa.credential = asa.store({
					serviceAccountUsername: 'svc-asa',
					serviceAccountPassword: password,
					...changes,
				});
				const { error } = await run({
					operation: 'create',
					name: 'Branch',
					domain: 'branch.example.com',
					gateway: byId(gateway(1).id),
					serviceAccount: 'credential',
				});
				expect(error?.message).toBe(`'Service Account ${field} of the credential' is empty`);
				expect(asa.sent()).toEqual([]);
			},
		);

		it('passes on that the domain is taken', async () => {
			const { error } = await run({
				operation: 'create',
				name: 'Again',
				domain: corporate().domain,
				gateway: byId(gateway(0).id),
			});
			expect(error).toMatchObject({ httpCode: '409', itemIndex: 0 });
			expect(error?.message).toMatch(/resource_already_exists/);
		});

		it.each([
			['Name', { name: ' ' }],
			['Name', { name: 'n'.repeat(256) }],
			['Domain', { domain: ' ' }],
			[
				'Service Account User Name',
				{ serviceAccount: 'fields', serviceAccountUsername: ' ', serviceAccountPassword: 'x' },
			],
			[
				'Service Account Password',
				{ serviceAccount: 'fields', serviceAccountUsername: 'x', serviceAccountPassword: ' ' },
			],
		])('names %s when it is wrong, and sends nothing', async (label, changes) => {
			const { error } = await run({
				operation: 'create',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(0).id),
				...changes,
			});
			expect(error?.message).toContain(`'${label}'`);
			expect(error?.description).toMatch(/^Enter /);
			expect(asa.sent()).toEqual([]);
		});
	});

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

	describe('Update', () => {
		it('changes what is set, keeps the rest, and says nothing of the password where it is left out', async () => {
			const { id, name, domain } = corporate();
			const { items } = await run({
				operation: 'update',
				connection: byId(id),
				serviceAccount: 'none',
				updateFields: { gateway: byId(gateway(1).id) },
			});
			const put = bodies().at(-1);
			expect(put).toMatchObject({ name, domain, gateway_id: gateway(1).id });
			expect(put).not.toHaveProperty('service_account_password');
			expect(asa.sent()).toEqual([
				`GET ${connections}/${id}`,
				`GET ${connections}`,
				`PUT ${connections}/${id}`,
			]);
			expect(items[0].json).toMatchObject({ id, name, gateway_id: gateway(1).id });
		});

		it('sends nothing where nothing changes', async () => {
			const { id, name } = corporate();
			await run({
				operation: 'update',
				connection: byId(id),
				serviceAccount: 'none',
				updateFields: { name },
			});
			expect(asa.sent()).toEqual([`GET ${connections}/${id}`]);
		});

		it('sends the service account along, which counts as a change', async () => {
			const { id } = corporate();
			await run({ operation: 'update', connection: byId(id), serviceAccount: 'credential' });
			expect(bodies().at(-1)).toMatchObject({ service_account_password: '<redacted>' });
			expect(asa.sent().at(-1)).toBe(`PUT ${connections}/${id}`);
		});

		it('keeps the certificate that the API answers', async () => {
			asa.sandbox.setSwitches({ certificateIdInAnswers: true });
			const { id } = corporate();
			const update = (updateFields: IDataObject) =>
				run({ operation: 'update', connection: byId(id), serviceAccount: 'none', updateFields });
			await update({ certificateId: 'cert-1', usePasswordless: true });
			await update({ name: 'Renamed', usePasswordless: true });
			expect(corporate()).toMatchObject({ name: 'Renamed', certificateId: 'cert-1' });
		});

		it.each(['perhaps', 2])('refuses %p for Use Passwordless', async (usePasswordless) => {
			const { error } = await run({
				operation: 'update',
				connection: byId(corporate().id),
				updateFields: { usePasswordless },
			});
			expect(error?.message).toContain("'Use Passwordless'");
			expect(asa.sent()).toEqual([]);
		});

		it('sends a plain PUT of what is set, on wish', async () => {
			const { id } = corporate();
			const parameters = {
				operation: 'update',
				connection: byId(id),
				options: { sendOnlyWhatIsSet: true },
			};
			const incomplete = await run({ ...parameters, updateFields: { name: 'New' } });
			expect(incomplete.error?.message).toBe("'Domain' is not set");
			const updateFields = {
				name: 'New',
				domain: 'new.example.com',
				gateway: byId(gateway(0).id),
				usePasswordless: false,
			};
			await run({ ...parameters, updateFields });
			expect(asa.sent()).toEqual([`PUT ${connections}/${id}`]);
			expect(corporate()).toMatchObject({ name: 'New', domain: 'new.example.com' });
		});
	});

	describe('Create or Update', () => {
		it('creates where nothing matches, updates where something differs, and else sends nothing', async () => {
			const parameters = {
				operation: 'upsert',
				name: 'Branch',
				domain: 'branch.example.com',
				gateway: byId(gateway(0).id),
			};
			const actions: unknown[] = [];
			for (const changes of [{}, {}, { name: 'Branch office' }]) {
				const { items } = await run({ ...parameters, ...changes });
				actions.push(items[0].json.action);
			}
			expect(actions).toEqual(['created', 'unchanged', 'updated']);
			expect(asa.sandbox.getState().connections.map(({ name }) => name)).toContain('Branch office');
		});

		it('finds by name, and changes the domain only where it is set', async () => {
			const { name, domain } = corporate();
			const kept = await run({ operation: 'upsert', name, gateway: byId(gateway(1).id) });
			expect(kept.items[0].json).toMatchObject({ action: 'updated', domain });
			const moved = await run({ operation: 'upsert', name, domain: 'corp2.example.com' });
			expect(moved.items[0].json).toMatchObject({ action: 'updated', domain: 'corp2.example.com' });
		});

		it('refuses to choose between two matches, and lists them', async () => {
			const [one, other] = asa.sandbox.getState().connections;
			const { error } = await run({ operation: 'upsert', name: one.name, domain: other.domain });
			expect(error?.message).toContain(one.id);
			expect(error?.message).toContain(other.id);
			expect(asa.sent()).toEqual([`GET ${connections}`]);
		});

		it('sends a password again though nothing else differs: it can not be compared', async () => {
			const { name, domain } = corporate();
			const { items } = await run({
				operation: 'upsert',
				name,
				domain,
				serviceAccount: 'credential',
			});
			expect(items[0].json.action).toBe('updated');
			expect(bodies().at(-1)).toMatchObject({ service_account_password: '<redacted>' });
		});
	});

	describe('a 404 that is not an answer of ASA', () => {
		const remove = () => run({ operation: 'delete', connection: byId(corporate().id) });

		it("of a proxy doesn't count as deleted", async () => {
			asa.sandbox.setFaults([
				{ match: { method: 'DELETE' }, effect: { type: 'html', status: 404 } },
			]);
			expect((await remove()).error?.message).toMatch(/the response is not from ASA/);
		});

		it("on a wrong path correction doesn't either", async () => {
			const path = '/v1/teams/{team}/nowhere/{connection}';
			asa.credential.data.pathCorrections = {
				correction: [{ endpoint: 'deleteConnection', path }],
			};
			expect((await remove()).error?.description).toMatch(/Path Corrections/);
		});
	});

	describe('an answer that is lost', () => {
		it('is reported for a write, which is not repeated', async () => {
			asa.sandbox.setFaults([
				{ match: { method: 'DELETE' }, effect: { type: 'reset', when: 'after' } },
			]);
			const { error } = await run({ operation: 'delete', connection: byId(corporate().id) });
			expect(error?.description).toMatch(/^The request may or may not have been carried out/);
			expect(asa.sent()).toHaveLength(1);
		});

		it('is asked for again where nothing was to be changed', async () => {
			asa.sandbox.setFaults([
				{ match: { method: 'GET' }, effect: { type: 'reset', when: 'middle' }, times: 2 },
			]);
			const { items } = await run({ operation: 'getAll' });
			expect(items).toHaveLength(2);
			expect(asa.sent()).toHaveLength(3);
		});
	});
});
