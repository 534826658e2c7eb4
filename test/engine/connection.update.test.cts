import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, type Asa } from './asa.cts';
import { byId } from './runOperation.cts';
import { connections, startWithServiceAccount, connectionRuns } from './connectionRuns.cts';

describe.each(dialects)('AD Connection, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startWithServiceAccount(dialect);
	});

	afterEach(closeAll);

	const { run, corporate, gateway, bodies } = connectionRuns(() => asa);

	describe('Update', () => {
		it('changes what is set, keeps the rest, and says nothing of the password if it is left out', async () => {
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

		it('sends nothing if nothing changes', async () => {
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
		it('creates if nothing matches, updates if something differs, and else sends nothing', async () => {
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

		it('finds by name, and changes the domain only if it is set', async () => {
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
});
