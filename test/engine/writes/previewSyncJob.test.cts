import type { IDataObject } from 'n8n-workflow';
import { dialects } from '../asa.cts';
import { byId, jobsOf, runOperation, takeSent } from '../runOperation.cts';
import { startPreviews } from './previews.cts';

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	const { asa, connection, previewed } = startPreviews(dialect);

	it('a user sync job would be created, updated, or stay', async () => {
		const upsert = (parameters: IDataObject) => previewed('userSyncJob', 'upsert', parameters);
		expect(await upsert({ name: 'New', baseDn: 'OU=x', ldapQueryFilter: '(cn=*)' })).toMatchObject({
			id: null,
			connection_id: connection().id,
			action: 'would_create',
			requests: ['Create a user sync job'],
			id_would_change: false,
		});
		const { id, settings } = jobsOf(asa(), 'userSyncJob', connection())[0];
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

	it.each(['serverSyncJob', 'userSyncJob'])(
		'a %s does what its preview says, request by request',
		async (resource) => {
			const [{ id, settings }] = jobsOf(asa(), resource, connection());
			const place = { connection: byId(connection().id), job: byId(id) };
			const steps: Array<[IDataObject, number]> = [
				[{ name: settings.name }, 0],
				[{ schedule: { values: { frequency: 12 } } }, 1],
				[{ schedule: { values: { frequency: 6 } }, isActive: false }, 2],
				[{ name: 'Renamed' }, 1],
			];
			for (const [updateFields, count] of steps) {
				const shown = await previewed(resource, 'update', { ...place, updateFields });
				const { items } = await runOperation(asa(), resource, 'update', {
					...place,
					updateFields,
				} as never);
				const writes = takeSent(asa()).filter(([line]) => !line.startsWith('GET'));
				expect([shown.requests, writes]).toMatchObject([{ length: count }, { length: count }]);
				expect(items[0].json.id_changed).toBe(shown.id_would_change);
			}
		},
	);

	it.each(['serverSyncJob', 'userSyncJob'])(
		'a plain PUT of a %s is only shown, too, with all that it would take away',
		async (resource) => {
			const [{ id, settings }] = jobsOf(asa(), resource, connection());
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
						project_id: asa().sandbox.getState().projects[0].id,
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
});
