import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import { byId, byName, firstConnection, signIn, takeSent } from './runOperation.cts';
import { jobsAndRules, settingsOf } from './jobsAndRules.cts';

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	let asa: Asa;
	let connection: string;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		connection = firstConnection(asa).connection.id;
		await signIn(asa);
	});
	afterEach(closeAll);

	const { server, user, run, serverPath, userPath } = jobsAndRules(() => asa);

	describe('update', () => {
		it('keeps what is not set, and finds the new ID', async () => {
			const [before] = server();
			const { items } = await run('serverSyncJob', 'update', {
				job: byName(before.settings.name),
				updateFields: { name: 'Renamed', bastionAttribute: 'info' },
			});
			const [after] = server();
			expect(items[0].json).toMatchObject({
				id: after.id,
				previous_id: before.id,
				id_changed: true,
				name: 'Renamed',
				connection_id: connection,
			});
			const { rule_assignments, ...settings } = settingsOf(after);
			const { rule_assignments: rules, ...kept } = settingsOf(before);
			expect(settings).toEqual({ ...kept, name: 'Renamed', bastion_attribute: 'info' });
			expect(rule_assignments).toEqual(rules.map((rule) => ({ ...rule, id: expect.any(String) })));
			const lines = takeSent(asa).map(([line]) => line);
			expect(lines).toEqual([
				`GET ${serverPath()}`,
				`GET ${serverPath()}/${before.id}`,
				`PUT ${serverPath()}/${before.id}`,
				...(dialect === 'client' ? [`GET ${serverPath()}`] : []),
			]);
		});

		it('sends nothing if nothing changes, run_test or not', async () => {
			const [{ id, settings }] = user();
			const { items } = await run('userSyncJob', 'update', {
				job: byId(id),
				updateFields: {
					name: settings.name,
					isActive: true,
					schedule: { values: { frequency: 1 } },
					runTest: true,
				},
			});
			expect(items[0].json).toMatchObject({ id, previous_id: id, id_changed: false });
			expect(takeSent(asa)).toEqual([[`GET ${userPath()}/${id}`]]);
		});

		it('changes schedule and state of a user sync job by their own calls', async () => {
			const [{ id }] = user();
			const { items } = await run('userSyncJob', 'update', {
				job: byId(id),
				updateFields: {
					isActive: false,
					schedule: { values: { frequency: 24, startHourUtc: 3 } },
				},
			});
			expect(takeSent(asa).slice(1)).toEqual([
				[`POST ${userPath()}/${id}/schedule`, { body: { frequency: 24, start_hour_utc: 3 } }],
				[`POST ${userPath()}/${id}/state`, { body: { is_active: false } }],
				[`GET ${userPath()}/${id}`],
			]);
			expect(items[0].json).toMatchObject({
				id,
				id_changed: false,
				is_active: false,
				frequency: 24,
				start_hour_utc: 3,
			});
		});

		it('changes schedule and state of an active server sync job by their own calls', async () => {
			const [{ id }] = server();
			await run('serverSyncJob', 'update', {
				job: byId(id),
				updateFields: { isActive: false, schedule: { values: { frequency: 12 } } },
			});
			expect(takeSent(asa).slice(1)).toEqual([
				[`POST ${serverPath()}/${id}/schedule`, { body: { frequency: 12 } }],
				[`POST ${serverPath()}/${id}/deactivate`],
				[`GET ${serverPath()}/${id}`],
			]);
			expect(server()[0].settings).toMatchObject({ is_active: false, frequency: 12 });
		});

		it('says that the schedule was changed if the state fails, and looks jobs up again', async () => {
			const [{ id, settings }] = user();
			asa.sandbox.setFaults([
				{ match: { endpoint: 22 }, effect: { type: 'status', status: 400 }, times: 1 },
			]);
			const { items } = await run(
				'userSyncJob',
				'update',
				{
					job: byName(settings.name),
					updateFields: { isActive: false, schedule: { values: { frequency: 12 } } },
				},
				{ items: [{}, {}], continueOnFail: true },
			);
			expect(items[0].json.error).toMatch(
				/^The schedule was changed, but changing the state failed.*400/,
			);
			expect(items[1].json).toMatchObject({ id, is_active: false, frequency: 12 });
			expect(takeSent(asa).map(([line]) => line)).toEqual([
				`GET ${userPath()}`,
				`GET ${userPath()}/${id}`,
				`POST ${userPath()}/${id}/schedule`,
				`POST ${userPath()}/${id}/state`,
				`GET ${userPath()}`,
				`GET ${userPath()}/${id}`,
				`POST ${userPath()}/${id}/state`,
				`GET ${userPath()}/${id}`,
			]);
		});

		it('says that the job was updated if its new ID can not be read', async () => {
			const [{ id }] = server();
			const body = { type: 'truncatedBody' } as const;
			const failing = { type: 'status', status: 500 } as const;
			asa.sandbox.setFaults([
				{ match: { endpoint: 9 }, effect: body },
				{ match: { endpoint: 6 }, effect: failing },
			]);
			const { error } = await run('serverSyncJob', 'update', {
				job: byId(id),
				updateFields: { name: 'Renamed' },
			});
			expect(`${error?.message} ${error?.description}`).toMatch(
				dialect === 'client'
					? /^The job was updated, but the jobs of the connection could not be read afterwards: .*500/
					: /expected an object or nothing, got a text.* may have been carried out/,
			);
			expect(server()[0]).toMatchObject({ settings: { name: 'Renamed' } });
			expect(server()[0].id).not.toBe(id);
		});

		it('never switches an inactive server sync job on by the way', async () => {
			const [{ id }] = server();
			await run('serverSyncJob', 'deactivate', { job: byId(id) });
			takeSent(asa);
			await run('serverSyncJob', 'update', {
				job: byId(id),
				updateFields: { schedule: { values: { frequency: 24 } } },
			});
			expect(takeSent(asa).map(([line]) => line)).toContain(`PUT ${serverPath()}/${id}`);
			expect(server()[0].settings).toMatchObject({
				is_active: false,
				frequency: 24,
				start_hour_utc: 0,
			});
		});

		it('takes away what is set to be empty', async () => {
			const name = server()[0].settings.name;
			const update = (updateFields: object) =>
				run('serverSyncJob', 'update', { job: byName(name), updateFields });
			await update({ accessAddressAttribute: 'a', altNamesAttributes: 'b,c' });
			expect(settingsOf(server()[0])).toMatchObject({
				access_address_attribute: 'a',
				alt_names_attributes: ['b', 'c'],
			});
			await update({ accessAddressAttribute: '', altNamesAttributes: '' });
			expect(settingsOf(server()[0])).toMatchObject({
				access_address_attribute: null,
				alt_names_attributes: [],
			});
		});

		it('sends a plain PUT of what is set', async () => {
			const [{ id }] = user();
			const updateFields = {
				name: 'Plain',
				isActive: false,
				baseDn: 'OU=Plain',
				ldapQueryFilter: '(cn=*)',
			};
			const { items } = await run('userSyncJob', 'update', {
				job: byId(id),
				updateFields,
				options: { sendOnlyWhatIsSet: true },
			});
			const [sent] = takeSent(asa);
			expect(sent).toEqual([
				`PUT ${userPath()}/${id}`,
				{
					body: {
						name: 'Plain',
						is_active: false,
						base_dn: 'OU=Plain',
						ldap_query_filter: '(cn=*)',
					},
				},
			]);
			expect(items[0].json).toMatchObject({
				previous_id: id,
				id: user().find(({ settings }) => settings.name === 'Plain')?.id,
				frequency: null,
			});
		});

		it('says what a plain PUT lacks', async () => {
			const { error } = await run('serverSyncJob', 'update', {
				job: byId(server()[0].id),
				updateFields: { name: 'Plain' },
				options: { sendOnlyWhatIsSet: true },
			});
			expect(error?.message).toBe("'Active' is not set");
			expect(takeSent(asa)).toEqual([]);
		});
	});
});
