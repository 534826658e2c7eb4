import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import {
	byId,
	firstConnection,
	jobsOf,
	outputs,
	runOperation,
	signIn,
	takeSent,
} from '../runOperation.cts';
import { deviations, schemaOf } from '../schema.cts';

/* Preview Changes reads and compares, and sends nothing that changes anything. */
let asa: Asa;

const connection = () => firstConnection(asa).connection;
const server = () => jobsOf(asa, 'serverSyncJob', connection())[0];
const user = () => jobsOf(asa, 'userSyncJob', connection())[0];

/** Runs an operation as a preview; what it sends must be reading alone. */
async function preview(resource: string, operation: string, parameters: IDataObject, options = {}) {
	const before = asa.sandbox.getState();
	const place = resource === 'connection' ? {} : { connection: byId(connection().id) };
	const result = await runOperation(asa, resource, operation, {
		...place,
		...parameters,
		options: { previewChanges: true, ...options },
	} as never);
	expect(takeSent(asa).filter(([line]) => !line.startsWith('GET'))).toEqual([]);
	const { requests } = before;
	expect({ ...asa.sandbox.getState(), requests }).toEqual(before);
	return result;
}

/** The one item of a preview. */
async function previewed(...parameters: Parameters<typeof preview>) {
	const { items, error } = await preview(...parameters);
	expect(error).toBeUndefined();
	const [json, ...others] = outputs({ items });
	expect(others).toEqual([]);
	expect(deviations(schemaOf(parameters[0], parameters[1]), { ...json, changes: [] })).toEqual([]);
	return json;
}

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	beforeEach(async () => {
		asa = await startAsa({ dialect });
		asa.credential = asa.store({
			serviceAccountUsername: 'svc-new',
			serviceAccountPassword: 'canary-password',
		});
		await signIn(asa);
	});
	afterEach(closeAll);

	describe('a connection', () => {
		const update = (updateFields: IDataObject, more = {}) =>
			previewed('connection', 'update', {
				connection: byId(connection().id),
				updateFields,
				...more,
			});

		it('would be updated: field by field, before and after', async () => {
			const { id, name, domainControllers } = connection();
			expect(await update({ name: 'Renamed', domainControllers: 'dc9' })).toEqual({
				id,
				action: 'would_update',
				changes: [
					{ field: 'name', before: name, after: 'Renamed' },
					{ field: 'domain_controllers', before: domainControllers ?? [], after: ['dc9'] },
				],
				requests: ['Update an AD connection'],
				id_would_change: false,
			});
		});

		it('would stay unchanged', async () => {
			expect(await update({ name: connection().name, domain: 'CORP.example.com.' })).toEqual({
				id: connection().id,
				action: 'unchanged',
				changes: [],
				requests: [],
				id_would_change: false,
			});
		});

		it('would get another service account, whose password stays hidden', async () => {
			const { stored } = await preview('connection', 'update', {
				connection: byId(connection().id),
				serviceAccount: 'credential',
			});
			expect(stored).not.toContain('canary-password');
			expect(await update({}, { serviceAccount: 'credential' })).toMatchObject({
				action: 'would_update',
				changes: [
					{ field: 'service_account_username', before: 'svc-asa', after: 'svc-new' },
					{ field: 'service_account_password', before: null, after: '(hidden)' },
				],
			});
		});

		it('would get the flag, which can not be compared', async () => {
			expect(await update({ usePasswordless: false })).toMatchObject({
				action: 'would_update',
				changes: [{ field: 'use_passwordless', before: null, after: false }],
			});
		});

		it('would be created', async () => {
			const gateway = asa.sandbox.getState().gateways[0].id;
			const parameters = { name: 'New', domain: 'new.example.com', gateway: byId(gateway) };
			const created = await previewed('connection', 'upsert', parameters);
			expect(created).toMatchObject({
				id: null,
				action: 'would_create',
				requests: ['Create an AD connection'],
				id_would_change: false,
			});
			expect(created.changes).toEqual(
				expect.arrayContaining([
					{ field: 'name', before: null, after: 'New' },
					{ field: 'domain', before: null, after: 'new.example.com' },
					{ field: 'gateway_id', before: null, after: gateway },
				]),
			);
		});

		it('would be found and updated by Create or Update', async () => {
			const { id, domain, name } = connection();
			expect(await previewed('connection', 'upsert', { name: 'Renamed', domain })).toMatchObject({
				id,
				action: 'would_update',
				changes: [{ field: 'name', before: name, after: 'Renamed' }],
			});
			expect(await previewed('connection', 'upsert', { name, domain })).toMatchObject({
				action: 'unchanged',
			});
		});

		it('can not be created without what is required, nor taken for another', async () => {
			const { error } = await preview('connection', 'upsert', { name: 'New' });
			expect(error?.message).toBe("'Domain' is not set");
		});
	});

	describe('a server sync job', () => {
		const update = (updateFields: IDataObject, options = {}) =>
			previewed('serverSyncJob', 'update', { job: byId(server().id), updateFields }, options);

		it('would get a new ID where it is replaced', async () => {
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

		it('would keep its ID where its schedule and state alone change', async () => {
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
			await runOperation(asa, 'serverSyncJob', 'deactivate', place);
			takeSent(asa);
			expect(await update({ isActive: true })).toMatchObject({
				changes: [{ field: 'is_active', before: false, after: true }],
				requests: ['Update a server sync job'],
				id_would_change: true,
			});
		});

		it('would get a rule beside those that it has', async () => {
			const project = asa.sandbox.getState().projects[0].id;
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

		it('would lose what is unknown, where that is wanted', async () => {
			asa.sandbox.setSwitches({ extraFields: 'known' });
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
			const project = asa.sandbox.getState().projects[0].id;
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
			asa.sandbox.setFaults([{ match: { endpoint: 8 }, effect: { type: 'replaceBody', body } }]);
			const { error } = await preview('serverSyncJob', 'update', {
				job: byId(server().id),
				updateFields: { name: 'Renamed' },
			});
			expect(error?.message).toContain("'Rule Assignments' could not be read completely");
		});
	});

	describe('a user sync job', () => {
		it('would be created, updated, or stay', async () => {
			const upsert = (parameters: IDataObject) => previewed('userSyncJob', 'upsert', parameters);
			expect(
				await upsert({ name: 'New', baseDn: 'OU=x', ldapQueryFilter: '(cn=*)' }),
			).toMatchObject({
				id: null,
				connection_id: connection().id,
				action: 'would_create',
				requests: ['Create a user sync job'],
				id_would_change: false,
			});
			const { id, settings } = user();
			expect(await upsert({ name: settings.name, frequency: 24 })).toMatchObject({
				id,
				action: 'would_update',
				changes: [
					{ field: 'frequency', before: 1, after: 24 },
					{ field: 'start_hour_utc', before: null, after: 0 },
				],
				requests: ['Set the schedule of a user sync job'],
			});
			expect(await upsert({ name: settings.name })).toMatchObject({ action: 'unchanged' });
		});
	});

	it.each(['serverSyncJob', 'userSyncJob'])(
		'a %s does what its preview says, request by request',
		async (resource) => {
			const [{ id, settings }] = jobsOf(asa, resource, connection());
			const place = { connection: byId(connection().id), job: byId(id) };
			const steps: Array<[IDataObject, number]> = [
				[{ name: settings.name }, 0],
				[{ schedule: { values: { frequency: 12 } } }, 1],
				[{ schedule: { values: { frequency: 6 } }, isActive: false }, 2],
				[{ name: 'Renamed' }, 1],
			];
			for (const [updateFields, count] of steps) {
				const shown = await previewed(resource, 'update', { ...place, updateFields });
				const { items } = await runOperation(asa, resource, 'update', {
					...place,
					updateFields,
				} as never);
				const writes = takeSent(asa).filter(([line]) => !line.startsWith('GET'));
				expect([shown.requests, writes]).toMatchObject([{ length: count }, { length: count }]);
				expect(items[0].json.id_changed).toBe(shown.id_would_change);
			}
		},
	);

	it.each(['serverSyncJob', 'userSyncJob'])(
		'a plain PUT of a %s is only shown, too, with all that it would take away',
		async (resource) => {
			const [{ id, settings }] = jobsOf(asa, resource, connection());
			const updateFields = {
				name: 'Plain',
				isActive: false,
				baseDn: 'OU=Plain',
				ldapQueryFilter: '(cn=*)',
				hostnameAttribute: 'dNSHostName',
				osAttribute: 'operatingSystem',
				schedule: { values: { frequency: 1 } },
				ruleAssignmentsJson: JSON.stringify([
					{
						base_dn: 'OU=Plain',
						ldap_query_filter: '(cn=*)',
						project_id: asa.sandbox.getState().projects[0].id,
						priority: 4,
					},
				]),
			};
			const known = Object.entries(updateFields).filter(
				([name]) => !/hostname|osAttr|rule/.test(name) || resource === 'serverSyncJob',
			);
			const own = known.filter(([name]) => !/baseDn|ldap/.test(name) || resource === 'userSyncJob');
			const parameters = { job: byId(id), updateFields: Object.fromEntries(own) };
			const json = await previewed(resource, 'update', parameters, { sendOnlyWhatIsSet: true });
			expect(json).toMatchObject({ id, action: 'would_update', id_would_change: true });
			expect(json.changes).toEqual(
				expect.arrayContaining([{ field: 'name', before: settings.name, after: 'Plain' }]),
			);
		},
	);

	it('a plain PUT of a connection is only shown, too', async () => {
		const { id, name, domain, gatewayId } = connection();
		const updateFields = { name, domain, gateway: byId(gatewayId), usePasswordless: false };
		const parameters = { connection: byId(id), updateFields };
		const options = { sendOnlyWhatIsSet: true };
		expect(await previewed('connection', 'update', parameters, options)).toMatchObject({
			id,
			action: 'would_update',
			changes: expect.arrayContaining([
				{ field: 'service_account_username', before: 'svc-asa', after: null },
			]),
			requests: ['Update an AD connection'],
		});
	});
});
