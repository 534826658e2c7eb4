import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import { firstConnection, signIn, takeSent } from './runOperation.cts';
import { jobsAndRules } from './jobsAndRules.cts';

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	let asa: Asa;
	let connection: string;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		connection = firstConnection(asa).connection.id;
		await signIn(asa);
	});
	afterEach(closeAll);

	const { server, run, serverPath, userPath, rule, sentRule } = jobsAndRules(() => asa);

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

		it('sends a user sync job with defaults, and run_test if it is wanted', async () => {
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
});
