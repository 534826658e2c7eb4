import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import {
	byId,
	byName,
	firstConnection,
	jobsOf,
	outputs,
	runOperation,
	signIn,
	takeSent,
} from './runOperation.cts';

let asa: Asa;
let connection: string;

async function start(dialect: (typeof dialects)[number]) {
	asa = await startAsa({ dialect });
	connection = firstConnection(asa).connection.id;
	await signIn(asa);
}

const server = () => jobsOf(asa, 'serverSyncJob', firstConnection(asa).connection);
const user = () => jobsOf(asa, 'userSyncJob', firstConnection(asa).connection);
const projects = () => asa.sandbox.getState().projects;

const run = (resource: string, operation: string, parameters = {}, more = {}) =>
	runOperation(asa, resource, operation, { connection: byId(connection), ...parameters }, more);

const serverPath = () => `/${connection}/task_settings`;
const userPath = () => `/${connection}/user_sync_task_settings`;

function rule(priority: number, changes = {}) {
	return {
		baseDn: `OU=Rule ${priority},DC=corp`,
		ldapQueryFilter: '(cn=*)',
		project: byId(projects()[1].id),
		priority,
		...changes,
	};
}

function sentRule(priority: number) {
	return {
		base_dn: `OU=Rule ${priority},DC=corp`,
		ldap_query_filter: '(cn=*)',
		project_id: projects()[1].id,
		priority,
	};
}

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	beforeEach(() => start(dialect));
	afterEach(closeAll);

	describe('create', () => {
		it('sends a server sync job in the form of the client, with defaults', async () => {
			const { items, error } = await run('serverSyncJob', 'create', {
				name: ' New servers ',
				ruleAssignments: { rule: [rule(1), rule(2)] },
				isActive: false,
				frequency: 24,
				startHourUtc: 0,
				additionalFields: {
					altNamesAttributes: 'displayName, cn',
					accessAddressAttribute: 'networkAddress',
					additionalAttributeMapping: {
						mapping: [{ label: 'site', value: 'location', isGuid: '={{ "true" }}' }],
					},
				},
			});
			expect(error).toBeUndefined();
			expect(takeSent(asa)).toEqual([
				[
					`POST ${serverPath()}`,
					{
						body: {
							name: 'New servers',
							is_active: false,
							frequency: 24,
							start_hour_utc: 0,
							hostname_attribute: 'dNSHostName',
							os_attribute: 'operatingSystem',
							access_address_attribute: 'networkAddress',
							alt_names_attributes: ['displayName', 'cn'],
							additional_attribute_mapping: [{ label: 'site', value: 'location', is_guid: true }],
							rule_assignments: [sentRule(1), sentRule(2)],
						},
					},
				],
			]);
			expect(items[0].json).toMatchObject({
				id: server().at(-1)?.id,
				connection_id: connection,
				start_hour_utc: 0,
				alt_names_attributes: ['displayName', 'cn'],
				additional_attribute_mapping: [{ label: 'site', value: 'location', is_guid: true }],
				rule_assignments: [sentRule(1), sentRule(2)],
			});
		});

		it('sends a user sync job with defaults, and run_test where it is wanted', async () => {
			const { items } = await run('userSyncJob', 'create', {
				name: 'Admins',
				baseDn: 'OU=Admins,DC=corp',
				additionalFields: { runTest: true },
			});
			expect(takeSent(asa)).toEqual([
				[
					`POST ${userPath()}`,
					{
						body: {
							name: 'Admins',
							is_active: true,
							frequency: 1,
							base_dn: 'OU=Admins,DC=corp',
							ldap_query_filter: '(objectCategory=person)',
							upn_field: 'userPrincipalName',
							sid_field: 'objectSID',
							run_test: true,
						},
					},
				],
			]);
			expect(items[0].json).toMatchObject({ name: 'Admins', upn_field: 'userPrincipalName' });
		});
	});

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

		it('sends nothing where nothing changes, run_test or not', async () => {
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

		it('says that the schedule was changed where the state fails, and looks jobs up again', async () => {
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

		it('says that the job was updated where its new ID can not be read', async () => {
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

		it('adds rules, once', async () => {
			const [{ id }] = server();
			const kept = settingsOf(server()[0]).rule_assignments;
			const updateFields = { ruleAssignments: { rule: [rule(7), rule(2)] } };
			const { items } = await run('serverSyncJob', 'update', { job: byId(id), updateFields });
			const rules = settingsOf(server()[0]).rule_assignments;
			expect(rules.map(({ priority }) => priority)).toEqual([kept[0].priority, 7, 2]);
			takeSent(asa);
			const again = { job: byId(String(items[0].json.id)), updateFields };
			await run('serverSyncJob', 'update', again);
			expect(takeSent(asa)).toHaveLength(1);
		});

		it.each(['update', 'upsert'])(
			'refuses to %s a rule with the priority of another one, left at its default or not',
			async (operation) => {
				const { id, settings } = server()[0];
				const [kept] = settingsOf(server()[0]).rule_assignments;
				const added = { baseDn: 'OU=New', project: byId(projects()[1].id) };
				const { error } = await run('serverSyncJob', operation, {
					...(operation === 'update'
						? { job: byId(id), updateFields: { ruleAssignments: { rule: [added] } } }
						: { name: settings.name, ruleAssignments: { rule: [added] } }),
				});
				expect(kept.priority).toBe(1);
				expect(error?.message).toBe("Two rules of 'Rule Assignments' have the priority 1");
				expect(error?.description).toContain(
					`"${kept.base_dn}" with ${kept.ldap_query_filter} to project ${kept.project_id}, and "OU=New" with (objectCategory=computer) to project ${projects()[1].id}. Enter another 'Priority'`,
				);
				expect(error?.description).toMatch(/another 'Priority'.*'Replace Whole Lists'/);
				expect(takeSent(asa).filter(([line]) => !line.startsWith('GET'))).toEqual([]);
				expect(settingsOf(server()[0]).rule_assignments).toHaveLength(1);
			},
		);

		it('gives a label that is mapped already its new attribute', async () => {
			const name = server()[0].settings.name;
			const map = (mapping: object[]) =>
				run('serverSyncJob', 'update', {
					job: byName(name),
					updateFields: { additionalAttributeMapping: { mapping } },
				});
			await map([
				{ label: 'site', value: 'location' },
				{ label: 'team', value: 'department' },
			]);
			await map([{ label: 'site', value: 'l' }]);
			expect(settingsOf(server()[0]).additional_attribute_mapping).toMatchObject([
				{ label: 'team', value: 'department' },
				{ label: 'site', value: 'l' },
			]);
		});

		it.each([true, '={{ "true" }}'])('replaces rules where that is wanted (%p)', async (on) => {
			await run('serverSyncJob', 'update', {
				job: byId(server()[0].id),
				updateFields: { ruleAssignments: { rule: [rule(9)] } },
				options: { replaceLists: on },
			});
			expect(settingsOf(server()[0]).rule_assignments).toEqual([
				expect.objectContaining(sentRule(9)),
			]);
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

/** The settings of a server sync job. */
function settingsOf(job: ReturnType<typeof server>[number]) {
	if (!('rule_assignments' in job.settings)) throw new Error('No server sync job');
	return job.settings;
}
