import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import { outputs, signIn, takeSent } from './runOperation.cts';
import { jobsAndRules } from './jobsAndRules.cts';

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});
	afterEach(closeAll);

	const { user, run, serverPath, rule } = jobsAndRules(() => asa);

	describe('create or update', () => {
		const wanted = () => ({
			name: 'Wanted',
			ruleAssignments: { rule: [rule(1)] },
			frequency: 6,
			additionalFields: { isActive: false },
		});

		it('creates, leaves and updates a job by its name', async () => {
			const created = await run('serverSyncJob', 'upsert', wanted());
			expect(created.items[0].json).toMatchObject({ action: 'created', name: 'Wanted' });
			const id = String(created.items[0].json.id);
			const unchanged = await run('serverSyncJob', 'upsert', wanted());
			expect(unchanged.items[0].json).toMatchObject({
				action: 'unchanged',
				id,
				previous_id: id,
				id_changed: false,
			});
			takeSent(asa);
			const updated = await run('serverSyncJob', 'upsert', { ...wanted(), frequency: 12 });
			expect(updated.items[0].json).toMatchObject({
				action: 'updated',
				previous_id: id,
				id_changed: true,
				frequency: 12,
				is_active: false,
			});
			expect(takeSent(asa)[2][0]).toBe(`PUT ${serverPath()}/${id}`);
		});

		it('keeps the schedule unless one is set; a new job runs every hour', async () => {
			const names = user().map(({ settings }) => settings.name);
			for (const name of names) {
				const { items } = await run('userSyncJob', 'upsert', { name });
				expect(items[0].json).toMatchObject({ action: 'unchanged', name });
			}
			const parameters = { name: 'New', baseDn: 'OU=x', ldapQueryFilter: '(cn=*)' };
			const { items } = await run('userSyncJob', 'upsert', parameters);
			expect(items[0].json).toMatchObject({ action: 'created', frequency: 1 });
		});

		it('keeps what is left empty', async () => {
			const [before] = user();
			const { items } = await run('userSyncJob', 'upsert', {
				name: before.settings.name,
				frequency: 6,
			});
			expect(items[0].json).toMatchObject({ action: 'updated', id: before.id, frequency: 6 });
			expect(user()[0].settings).toEqual({ ...before.settings, frequency: 6 });
		});

		it('says what is missing to create', async () => {
			const { error } = await run('userSyncJob', 'upsert', { name: 'Nobody' });
			expect(error?.message).toBe("'Base DN' is not set");
		});

		it('lists two jobs of the same name', async () => {
			const twin = { name: 'Twin', baseDn: 'OU=x', isActive: false };
			await run('userSyncJob', 'create', twin);
			await run('userSyncJob', 'create', twin);
			const { error } = await run('userSyncJob', 'upsert', { name: 'Twin', frequency: 1 });
			const ids = user().filter(({ settings }) => settings.name === 'Twin');
			for (const { id } of ids) expect(error?.message).toContain(id);
		});

		it('does not create a job twice in one run', async () => {
			const { items } = await run(
				'userSyncJob',
				'upsert',
				{
					name: 'Once',
					baseDn: 'OU=x',
					ldapQueryFilter: '(cn=*)',
				},
				{ items: [{}, {}, {}] },
			);
			expect(outputs({ items }).map(({ action }) => action)).toEqual([
				'created',
				'unchanged',
				'unchanged',
			]);
		});
	});
});
