import { closeAll, startAsa, type Asa } from '../asa.cts';
import { byId, firstConnection, jobsOf, runOperation, signIn, takeSent } from '../runOperation.cts';

let asa: Asa;
let connection: string;

beforeEach(async () => {
	asa = await startAsa({ dialect: 'client' });
	connection = firstConnection(asa).connection.id;
	await signIn(asa);
});
afterEach(closeAll);

const server = () => jobsOf(asa, 'serverSyncJob', firstConnection(asa).connection);
const user = () => jobsOf(asa, 'userSyncJob', firstConnection(asa).connection);
const projects = () => asa.sandbox.getState().projects;

const run = (resource: string, operation: string, parameters = {}, more = {}) =>
	runOperation(asa, resource, operation, { connection: byId(connection), ...parameters }, more);

function rule(priority: number, changes = {}) {
	return {
		baseDn: `OU=Rule ${priority},DC=corp`,
		ldapQueryFilter: '(cn=*)',
		project: byId(projects()[1].id),
		priority,
		...changes,
	};
}

describe('what is checked before anything is sent', () => {
	const manyRules = (count: number) => Array.from({ length: count }, (_, index) => rule(index + 1));
	const manyMappings = (count: number) =>
		Array.from({ length: count }, (_, index) => ({ label: `l${index}`, value: 'v' }));

	const serverRows: Array<[string, () => object, RegExp]> = [
		['no name', () => ({ name: ' ' }), /^'Name' is empty/],
		['a long name', () => ({ name: 'n'.repeat(256) }), /^'Name' has 256 characters/],
		[
			'no rules',
			() => ({ ruleAssignments: {} }),
			/^'Rule Assignments' must have 1 to 100 rules, got 0$/,
		],
		[
			'too many rules',
			() => ({ ruleAssignments: { rule: manyRules(101) } }),
			/^'Rule Assignments' must have 1 to 100 rules, got 101$/,
		],
		[
			'priorities that repeat',
			() => ({ ruleAssignments: { rule: [rule(3), rule(3)] } }),
			/^Two rules of 'Rule Assignments' have the priority 3/,
		],
		[
			'a priority that is no number',
			() => ({ ruleAssignments: { rule: [rule(1, { priority: 1.5 })] } }),
			/^'Priority of rule 1' must be a whole number/,
		],
		[
			'a rule without base DN',
			() => ({ ruleAssignments: { rule: [rule(1), rule(2, { baseDn: '' })] } }),
			/^'Base DN of rule 2' is empty/,
		],
		[
			'a rule without filter',
			() => ({ ruleAssignments: { rule: [rule(1, { ldapQueryFilter: '' })] } }),
			/^'LDAP Query Filter of rule 1' is empty/,
		],
		[
			'a rule without project',
			() => ({ ruleAssignments: { rule: [rule(1, { project: byId('') })] } }),
			/^'Project of rule 1' is empty/,
		],
		[
			'too many mappings',
			() => ({
				additionalFields: { additionalAttributeMapping: { mapping: manyMappings(11) } },
			}),
			/^'Attribute Mappings' must have at most 10 mappings, got 11$/,
		],
		[
			'a mapping without label',
			() => ({
				additionalFields: { additionalAttributeMapping: { mapping: [{ value: 'v' }] } },
			}),
			/^'Label of mapping 1' is empty/,
		],
		['no host name', () => ({ hostnameAttribute: '' }), /^'Hostname Attribute' is empty/],
		[
			'a frequency of 5',
			() => ({ frequency: '={{ 5 }}' }),
			/^'Frequency' must be 1, 6, 12 or 24, got 5/,
		],
		[
			'an hour of 24',
			() => ({ frequency: 24, startHourUtc: '={{ 24 }}' }),
			/^'Start Hour \(UTC\)' must be a whole number from 0 to 23, got 24/,
		],
		[
			'an hour of -1',
			() => ({ frequency: 24, startHourUtc: -1 }),
			/^'Start Hour \(UTC\)' must be a whole number from 0 to 23, got -1/,
		],
	];

	it.each(serverRows)('%s', async (_, parameters, message) => {
		const { items } = await run(
			'serverSyncJob',
			'create',
			{ name: 'Good', ruleAssignments: { rule: [rule(1)] }, ...parameters() },
			{ items: [{}, {}], continueOnFail: true },
		);
		expect(items.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			[expect.stringMatching(message), { item: 0 }],
			[expect.stringMatching(message), { item: 1 }],
		]);
		expect(takeSent(asa)).toEqual([]);
	});

	const empty = '={{ "" }}';
	const userRows: Array<[string, object, RegExp]> = [
		['no base DN', { baseDn: empty }, /^'Base DN' is empty/],
		['no filter', { ldapQueryFilter: empty }, /^'LDAP Query Filter' is empty/],
		['no UPN field', { upnField: '' }, /^'UPN Field' is empty/],
		['no SID field', { sidField: ' ' }, /^'SID Field' is empty/],
		['an endless base DN', { baseDn: 'x'.repeat(10_001) }, /^'Base DN' has 10001 characters/],
		['a word for a state', { isActive: '={{ "perhaps" }}' }, /^'Active' must be true or false/],
		['no connection', { connection: byId(empty) }, /^'Connection' is empty/],
	];

	it.each(userRows)('user sync job: %s', async (_, parameters, message) => {
		const { error } = await run('userSyncJob', 'create', {
			name: 'Good',
			baseDn: 'OU=x',
			...parameters,
		});
		expect(error?.message).toMatch(message);
		expect(error?.itemIndex).toBe(0);
		expect(error?.description).toMatch(/Enter|Switch/);
		expect(takeSent(asa)).toEqual([]);
	});

	const changing = [
		['update', 'connection'],
		['upsert', 'connection'],
		['update', 'serverSyncJob'],
		['upsert', 'userSyncJob'],
	] as const;

	const switches = [
		['update', 'serverSyncJob', 'sendOnlyWhatIsSet', 'Send Only What Is Set'],
		['update', 'serverSyncJob', 'replaceLists', 'Replace Whole Lists'],
		['upsert', 'serverSyncJob', 'replaceLists', 'Replace Whole Lists'],
		['delete', 'userSyncJob', 'ignoreMissing', 'Ignore Missing'],
		['delete', 'connection', 'ignoreMissing', 'Ignore Missing'],
		...changing.map(
			([operation, resource]) =>
				[operation, resource, 'previewChanges', 'Preview Changes'] as const,
		),
		...changing.map(
			([operation, resource]) =>
				[operation, resource, 'dropUnknownFields', 'Drop Unknown Fields'] as const,
		),
	] as const;

	it.each(switches)(
		'%s of %s: a word for the switch %s',
		async (operation, resource, name, label) => {
			const options = { [name]: '={{ "perhaps" }}' };
			const parameters = { name: 'Any', job: byId('any'), serviceAccount: 'none', options };
			const { error } = await run(resource, operation, parameters);
			expect(error?.message).toBe(`'${label}' must be true or false`);
			expect(takeSent(asa)).toEqual([]);
		},
	);

	it('a word for the GUID of a mapping', async () => {
		const mapping = [{ label: 'a', value: 'b', isGuid: '={{ "perhaps" }}' }];
		const { error } = await run('serverSyncJob', 'update', {
			job: byId(server()[0].id),
			updateFields: { additionalAttributeMapping: { mapping } },
		});
		expect(error?.message).toBe("'Is GUID of mapping 1' must be true or false");
		expect(takeSent(asa)).toEqual([]);
	});

	const otherRows: Array<[string, object, RegExp]> = [
		['getResult', { result: byId(empty) }, /^'Result' is empty/],
		['get', { job: byId(empty) }, /^'Job' is empty/],
		['runTest', { waitMinutes: -1 }, /^'Wait at Most \(Minutes\)' must be 0 or greater/],
		['getAllResults', { limit: 0 }, /^'Limit' must be a whole number of 1 or greater/],
		['getAll', { limit: 1.5 }, /^'Limit' must be a whole number of 1 or greater/],
		['upsert', { name: '={{ "n".repeat(256) }}' }, /^'Name' has 256 characters/],
		['update', { updateFields: { name: '' } }, /^'Name' is empty/],
		[
			'update',
			{ updateFields: { schedule: { values: { frequency: 24, startHourUtc: 99 } } } },
			/^'Start Hour \(UTC\)' must be a whole number from 0 to 23, got 99/,
		],
	];

	it.each(otherRows)('%s: %j', async (operation, parameters, message) => {
		const job = byId(server()[0].id);
		const { error } = await run('serverSyncJob', operation, { job, ...parameters });
		expect(error?.message).toMatch(message);
		expect(takeSent(asa)).toEqual([]);
	});

	it('takes the most that is allowed', async () => {
		const { error } = await run('serverSyncJob', 'create', {
			name: 'n'.repeat(255),
			isActive: false,
			ruleAssignments: { rule: manyRules(100) },
			additionalFields: { additionalAttributeMapping: { mapping: manyMappings(10) } },
		});
		expect(error).toBeUndefined();
		expect(settingsOf(server().at(-1)!).rule_assignments).toHaveLength(100);
	});

	it('more rules than allowed do not come about by adding', async () => {
		const { error } = await run('serverSyncJob', 'update', {
			job: byId(server()[0].id),
			updateFields: { ruleAssignments: { rule: manyRules(101).slice(1) } },
		});
		expect(error?.message).toBe("'Rule Assignments' must have 1 to 100 rules, got 101");
	});

	it('a user sync job without schedule is not switched on', async () => {
		const [{ id }] = user();
		const body = { id, ...user()[0].settings, is_active: false, frequency: null };
		asa.sandbox.setFaults([{ match: { endpoint: 18 }, effect: { type: 'replaceBody', body } }]);
		const { error } = await run('userSyncJob', 'update', {
			job: byId(id),
			updateFields: { isActive: true },
		});
		expect(error?.message).toBe("'Active' is on, but the job has no schedule");
	});
});

/** The settings of a server sync job. */
function settingsOf(job: ReturnType<typeof server>[number]) {
	if (!('rule_assignments' in job.settings)) throw new Error('No server sync job');
	return job.settings;
}
