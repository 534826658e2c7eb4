import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import {
	byId,
	byName,
	firstConnection,
	jobsOf,
	runOperation,
	signIn,
	takeSent,
} from '../runOperation.cts';

/*
 * Values that mean the same don't count as a change: a PUT gives a job a new ID, and may cost a connection its password.
 * Values that are written in several ways are understood in each of them.
 */
let asa: Asa;

const connection = () => firstConnection(asa).connection;
const server = () => jobsOf(asa, 'serverSyncJob', connection())[0];
const user = () => jobsOf(asa, 'userSyncJob', connection())[0];
const place = (job: string) => ({ connection: byId(connection().id), job: byId(job) });
const writes = () => takeSent(asa).filter(([line]) => !line.startsWith('GET'));

const run = (resource: string, operation: string, parameters: INodeParameters, item = {}) =>
	runOperation(asa, resource, operation, parameters, { items: [item] });

const updateConnection = (updateFields: IDataObject, item = {}) =>
	run(
		'connection',
		'update',
		{ connection: byId(connection().id), updateFields } as INodeParameters,
		item,
	);

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});
	afterEach(closeAll);

	describe('a connection with two controllers', () => {
		beforeEach(async () => {
			await updateConnection({ domainControllers: 'dc1.corp.example.com,10.0.0.1' });
			takeSent(asa);
		});

		it.each([
			['in another order', { domainControllers: '10.0.0.1, dc1.corp.example.com' }],
			['in capitals', { domainControllers: 'DC1.CORP.example.com,10.0.0.1' }],
			['with a dot at the end', { domainControllers: 'dc1.corp.example.com.,10.0.0.1' }],
			['one twice', { domainControllers: '10.0.0.1,10.0.0.1,dc1.corp.example.com' }],
			['and its domain in capitals', { domain: 'CORP.Example.COM' }],
			['and its domain with a dot at the end', { domain: 'corp.example.com.' }],
			['and its domain with spaces around it', { domain: ' corp.example.com ' }],
		])('%s sends nothing', async (_, updateFields) => {
			expect((await updateConnection(updateFields)).error).toBeUndefined();
			expect(writes()).toEqual([]);
			const { name } = connection();
			const { items } = await run('connection', 'upsert', { name, ...updateFields });
			expect(items[0].json.action).toBe('unchanged');
			expect(writes()).toEqual([]);
		});

		it('keeps them as ASA has them, when something else changes', async () => {
			const { items } = await updateConnection({
				name: 'Renamed',
				domain: 'CORP.example.com.',
				domainControllers: '10.0.0.1,DC1.corp.example.com',
			});
			const same = {
				name: 'Renamed',
				domain: 'corp.example.com',
				domain_controllers: ['dc1.corp.example.com', '10.0.0.1'],
			};
			expect(writes()).toEqual([
				[`PUT /${connection().id}`, { body: expect.objectContaining(same) }],
			]);
			expect(items[0].json).toMatchObject(same);
		});

		it('is found by its domain, however that is written', async () => {
			const { items } = await run('connection', 'upsert', {
				name: connection().name,
				domain: 'CORP.EXAMPLE.COM.',
			});
			expect(items[0].json).toMatchObject({ action: 'unchanged', id: connection().id });
		});
	});

	describe('alt names and rules of a server sync job', () => {
		const update = (updateFields: IDataObject, options = {}) =>
			run('serverSyncJob', 'update', {
				...place(server().id),
				updateFields,
				options,
			} as INodeParameters);

		beforeEach(async () => {
			const project = byId(asa.sandbox.getState().projects[0].id);
			const rule = { baseDn: 'OU=Two', ldapQueryFilter: '(cn=*)', project, priority: 2 };
			const { error } = await update({
				altNamesAttributes: 'cn,displayName',
				ruleAssignments: { rule: [rule] },
				additionalAttributeMapping: { mapping: [{ label: 'site', value: 'l' }] },
			});
			expect(error).toBeUndefined();
			takeSent(asa);
		});

		it('in another order send nothing', async () => {
			const { id } = server();
			await update({ altNamesAttributes: 'displayName cn' });
			const { items } = await run('serverSyncJob', 'get', {
				...place(id),
				simplify: false,
			});
			const rules = [...(items[0].json.rule_assignments as IDataObject[])].reverse();
			await update({ ruleAssignmentsJson: JSON.stringify(rules) }, { replaceLists: true });
			expect(writes()).toEqual([]);
			expect(server().id).toBe(id);
		});

		it('a mapping without is_guid is the same as one that says no', async () => {
			const mappings = [{ label: 'site', value: 'l' }];
			await update({ additionalAttributeMappingJson: JSON.stringify(mappings) });
			expect(writes()).toEqual([]);
		});
	});

	it('an escaped blank at the end of a base DN belongs to it', async () => {
		const baseDn = 'OU=x\\ ';
		const { items } = await run('userSyncJob', 'create', {
			connection: byId(connection().id),
			name: 'Blank',
			baseDn,
			isActive: false,
		});
		expect(items[0].json.base_dn).toBe(baseDn);
		expect(writes()[0][1]?.body).toMatchObject({ base_dn: baseDn });
		const { items: again } = await run('userSyncJob', 'upsert', {
			connection: byId(connection().id),
			name: 'Blank',
			baseDn: ` ${baseDn}`,
		});
		expect(again[0].json.action).toBe('unchanged');
		const rename = { job: byName('Blank'), updateFields: { name: 'Renamed' } };
		await run('userSyncJob', 'update', { connection: byId(connection().id), ...rename });
		expect(writes().at(-1)?.[1]?.body).toMatchObject({ name: 'Renamed', base_dn: baseDn });
	});

	it('it belongs to the base DN of a rule, too', async () => {
		const project = byId(asa.sandbox.getState().projects[0].id);
		const rule = { baseDn: 'OU=y\\ ', project, priority: 9 };
		await run('serverSyncJob', 'update', {
			...place(server().id),
			updateFields: { ruleAssignments: { rule: [rule] } },
		} as INodeParameters);
		const body = writes()[0][1]?.body as { rule_assignments: IDataObject[] };
		expect(body.rule_assignments[1].base_dn).toBe('OU=y\\ ');
	});
});

describe('domain controllers come', () => {
	beforeEach(async () => {
		asa = await startAsa();
		await signIn(asa);
	});
	afterEach(closeAll);

	it.each<[string, unknown, string[]]>([
		['with commas', 'dc1, dc2,', ['dc1', 'dc2']],
		['with semicolons', 'dc1;dc2; 10.0.0.1', ['dc1', 'dc2', '10.0.0.1']],
		['with spaces', ' dc1  dc2 ', ['dc1', 'dc2']],
		['one a line', 'dc1\r\ndc2\n', ['dc1', 'dc2']],
		['as JSON', '["dc1","dc2"]', ['dc1', 'dc2']],
		['as a list', ['dc1', ' dc2 ', ''], ['dc1', 'dc2']],
		['as an IPv6 address', 'fd00::1,dc2', ['fd00::1', 'dc2']],
		['not at all', '', []],
		['as an empty list', [], []],
		['as the JSON of an empty list', '[]', []],
	])('%s: %j', async (_, given, sent) => {
		await updateConnection({ domainControllers: 'a,b' });
		takeSent(asa);
		await updateConnection({ domainControllers: '={{ $json.dcs }}' }, { dcs: given });
		expect(writes()).toEqual([
			[`PUT /${connection().id}`, { body: expect.objectContaining({ domain_controllers: sent }) }],
		]);
	});

	it.each([null, undefined])('%p of an expression leaves them alone', async (given) => {
		await updateConnection({ domainControllers: 'a,b' });
		takeSent(asa);
		const { error } = await updateConnection(
			{ domainControllers: '={{ $json.dcs }}', name: 'Renamed' },
			{ dcs: given },
		);
		expect(error).toBeUndefined();
		expect(connection()).toMatchObject({ name: 'Renamed', domainControllers: ['a', 'b'] });
	});

	it.each<[unknown]>([[[{ host: 'dc1' }]], ['[{"host":"dc1"}]'], [[['dc1']]], [[null]], [[true]]])(
		'%j is refused, and nothing is sent',
		async (given) => {
			const { error } = await updateConnection(
				{ domainControllers: '={{ $json.dcs }}' },
				{ dcs: given },
			);
			expect(error?.message).toMatch(/^'Domain Controllers' must be a list of texts, got /);
			expect(error?.description).toMatch(/^Enter texts separated by commas/);
			expect(takeSent(asa)).toEqual([]);
		},
	);

	it.each(['create', 'upsert'])(
		'in any of these ways to %s one, null as none',
		async (operation) => {
			const parameters = {
				name: 'New',
				domain: 'new.example.com',
				gateway: byId(asa.sandbox.getState().gateways[0].id),
				domainControllers: '={{ $json.dcs }}',
			};
			await run('connection', operation, parameters, { dcs: null });
			expect(writes()[0][1]?.body).toMatchObject({ domain_controllers: [] });
			const other = { ...parameters, domain: 'other.example.com', name: 'Other' };
			await run('connection', operation, other, { dcs: 'dc1;dc2' });
			expect(writes()[0][1]?.body).toMatchObject({ domain_controllers: ['dc1', 'dc2'] });
		},
	);
});

describe('a label of an attribute mapping', () => {
	beforeEach(async () => {
		asa = await startAsa();
		await signIn(asa);
	});
	afterEach(closeAll);

	const twice = [
		{ label: 'site', value: 'l' },
		{ label: ' site ', value: 'location' },
	];

	it.each([
		['fields', { additionalAttributeMapping: { mapping: twice } }],
		['JSON', { additionalAttributeMappingJson: JSON.stringify(twice) }],
	])('is refused twice in one input, by %s', async (_, mappings) => {
		const { error } = await run('serverSyncJob', 'update', {
			...place(server().id),
			updateFields: mappings,
		});
		expect(error).toMatchObject({
			message: `'Attribute Mappings' must have one mapping for each label, got two for "site"`,
			description: "Remove one of the two from 'Attribute Mappings'",
		});
		expect(takeSent(asa)).toEqual([]);
	});
});

it('a user sync job is not changed by what it has already', async () => {
	asa = await startAsa();
	await signIn(asa);
	const { items } = await run('userSyncJob', 'get', { ...place(user().id), simplify: false });
	const { name, base_dn, ldap_query_filter, upn_field, sid_field, frequency } = items[0].json;
	const updateFields = {
		name,
		baseDn: base_dn,
		ldapQueryFilter: ldap_query_filter,
		upnField: upn_field,
		sidField: sid_field,
		schedule: { values: { frequency } },
	};
	takeSent(asa);
	await run('userSyncJob', 'update', { ...place(user().id), updateFields } as INodeParameters);
	expect(writes()).toEqual([]);
	await closeAll();
});
