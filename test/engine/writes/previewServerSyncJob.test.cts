import type { IDataObject } from 'n8n-workflow';
import { dialects } from '../asa.cts';
import { byId, jobsOf, runOperation, takeSent } from '../runOperation.cts';
import { startPreviews } from './previews.cts';

describe.each(dialects)('a server sync job, in the dialect of the %s', (dialect) => {
	const { asa, connection, preview, previewed } = startPreviews(dialect);
	const server = () => jobsOf(asa(), 'serverSyncJob', connection())[0];
	const update = (updateFields: IDataObject, options = {}) =>
		previewed('serverSyncJob', 'update', { job: byId(server().id), updateFields }, options);

	it('would get a new ID if it is replaced', async () => {
		const { id, settings } = server();
		expect(await update({ name: 'Renamed', bastionAttribute: 'info' })).toEqual({
			id,
			connection_id: connection().id,
			action: 'would_update',
			changes: [
				{ field: 'name', before: settings.name, after: 'Renamed' },
				{ field: 'bastion_attribute', before: null, after: 'info' },
			],
			requests: ['Update a server sync job'],
			id_would_change: true,
		});
	});

	it('would keep its ID if its schedule and state alone change', async () => {
		const updateFields = { isActive: false, schedule: { values: { frequency: 6 } } };
		expect(await update(updateFields)).toMatchObject({
			changes: [
				{ field: 'is_active', before: true, after: false },
				{ field: 'frequency', before: 1, after: 6 },
			],
			requests: ['Set the schedule of a server sync job', 'Deactivate a server sync job'],
			id_would_change: false,
		});
	});

	it('that is off would be replaced to be switched on', async () => {
		const place = { connection: byId(connection().id), job: byId(server().id) };
		await runOperation(asa(), 'serverSyncJob', 'deactivate', place);
		takeSent(asa());
		expect(await update({ isActive: true })).toMatchObject({
			changes: [{ field: 'is_active', before: false, after: true }],
			requests: ['Update a server sync job'],
			id_would_change: true,
		});
	});

	it('would get a rule beside those that it has', async () => {
		const project = asa().sandbox.getState().projects[0].id;
		const rule = { baseDn: 'OU=New', project: byId(project), priority: 0 };
		const { changes } = await update({ ruleAssignments: { rule: [rule] } });
		const [{ field, before, after }] = changes as Array<Record<string, IDataObject[]>>;
		expect([field, before.length, after.length]).toEqual(['rule_assignments', 1, 2]);
		expect(after[0]).toEqual(before[0]);
		expect(after[1]).toEqual({
			base_dn: 'OU=New',
			ldap_query_filter: '(objectCategory=computer)',
			project_id: project,
			priority: 0,
		});
	});

	it('would lose what is unknown, if that is wanted', async () => {
		asa().sandbox.setSwitches({ extraFields: 'known' });
		expect(await update({ name: 'Renamed' }, { dropUnknownFields: true })).toMatchObject({
			changes: [
				{ field: 'name' },
				{
					field: 'rule_assignments.bastion_id',
					before: ['3f0c1b5e-7a44-4c9e-9d0a-5b6f0e8a2c11'],
					after: null,
				},
				{ field: 'ip_address_attribute', before: 'ipv4Address', after: null },
			],
		});
		expect((await update({ name: 'Renamed' })).changes).toHaveLength(1);
		const unchanged = await update({ name: server().settings.name }, { dropUnknownFields: true });
		expect(unchanged).toMatchObject({ action: 'unchanged', changes: [] });
	});

	it('would be created, found and updated, or stay, by Create or Update', async () => {
		const upsert = (parameters: IDataObject) => previewed('serverSyncJob', 'upsert', parameters);
		const project = asa().sandbox.getState().projects[0].id;
		const row = {
			baseDn: 'OU=New',
			ldapQueryFilter: '(cn=*)',
			project: byId(project),
			priority: 9,
		};
		const ruleAssignments = { rule: [row] };
		const rule = {
			base_dn: 'OU=New',
			ldap_query_filter: '(cn=*)',
			project_id: project,
			priority: 9,
		};
		const created = await upsert({
			name: 'New',
			frequency: 24,
			startHourUtc: 5,
			ruleAssignments,
		});
		expect(created).toEqual({
			id: null,
			connection_id: connection().id,
			action: 'would_create',
			changes: expect.any(Array),
			requests: ['Create a server sync job'],
			id_would_change: false,
		});
		const before = null;
		expect(new Set(created.changes as unknown[])).toEqual(
			new Set([
				{ field: 'name', before, after: 'New' },
				{ field: 'is_active', before, after: true },
				{ field: 'frequency', before, after: 24 },
				{ field: 'start_hour_utc', before, after: 5 },
				{ field: 'hostname_attribute', before, after: 'dNSHostName' },
				{ field: 'os_attribute', before, after: 'operatingSystem' },
				{ field: 'alt_names_attributes', before, after: [] },
				{ field: 'additional_attribute_mapping', before, after: [] },
				{ field: 'rule_assignments', before, after: [rule] },
			]),
		);
		const { id, settings } = server();
		expect(await upsert({ name: settings.name, ruleAssignments })).toMatchObject({
			id,
			action: 'would_update',
			changes: [{ field: 'rule_assignments', after: [expect.anything(), rule] }],
			requests: ['Update a server sync job'],
			id_would_change: true,
		});
		expect(await upsert({ name: settings.name, frequency: 12 })).toMatchObject({
			id,
			changes: [{ field: 'frequency', before: 1, after: 12 }],
			requests: ['Set the schedule of a server sync job'],
			id_would_change: false,
		});
		expect(await upsert({ name: settings.name, frequency: settings.frequency })).toEqual({
			id,
			connection_id: connection().id,
			action: 'unchanged',
			changes: [],
			requests: [],
			id_would_change: false,
		});
	});

	it('can not be created without a rule', async () => {
		const { error } = await preview('serverSyncJob', 'upsert', { name: 'New' });
		expect(error?.message).toBe("'Rule Assignments' is not set");
	});

	it('that can not be read in full is refused as by the update', async () => {
		const body = { id: server().id, ...server().settings, rule_assignments: ['x'] };
		asa().sandbox.setFaults([{ match: { endpoint: 8 }, effect: { type: 'replaceBody', body } }]);
		const { error } = await preview('serverSyncJob', 'update', {
			job: byId(server().id),
			updateFields: { name: 'Renamed' },
		});
		expect(error?.message).toContain("'Rule Assignments' could not be read completely");
	});
});
