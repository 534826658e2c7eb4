import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { byId, firstConnection, jobsOf, runOperation, signIn, takeSent } from '../runOperation.cts';

/*
 * A team may have fields that no documentation names: `ldap_port` of a connection, `ip_address_attribute` of a server
 * sync job, `email_field` of a user sync job, `bastion_id` of a rule. An update sends them back as they came.
 */
const bastion = '3f0c1b5e-7a44-4c9e-9d0a-5b6f0e8a2c11';

let asa: Asa;

type Switches = Parameters<Asa['sandbox']['setSwitches']>[0];

async function start(switches: Switches) {
	asa = await startAsa({ switches });
	await signIn(asa);
}

const connection = () => firstConnection(asa).connection;
const server = () => jobsOf(asa, 'serverSyncJob', connection())[0];
const user = () => jobsOf(asa, 'userSyncJob', connection())[0];

/** Renames the object, with other parameters beside it. */
const targets = {
	connection: (more: IDataObject = {}) =>
		run('connection', 'update', { connection: byId(connection().id), ...more }),
	serverSyncJob: (more: IDataObject = {}) =>
		run('serverSyncJob', 'update', { ...place(server().id), ...more }),
	userSyncJob: (more: IDataObject = {}) =>
		run('userSyncJob', 'update', { ...place(user().id), ...more }),
};

type Resource = keyof typeof targets;

const place = (job: string) => ({ connection: byId(connection().id), job: byId(job) });

function run(resource: string, operation: string, parameters: IDataObject) {
	const updateFields = { name: 'Renamed' };
	return runOperation(asa, resource, operation, { updateFields, ...parameters } as never);
}

/** The body of the one PUT that was sent. */
function sentBody(): IDataObject {
	const puts = takeSent(asa).filter(([line]) => line.startsWith('PUT'));
	expect(puts).toHaveLength(1);
	return puts[0][1]?.body as IDataObject;
}

const stateOf: Record<Resource, () => { extraFields?: object }> = {
	connection,
	serverSyncJob: () => jobsOf(asa, 'serverSyncJob', connection()).at(-1)!,
	userSyncJob: () => jobsOf(asa, 'userSyncJob', connection()).at(-1)!,
};

const names: Array<[Resource, string, unknown]> = [
	['connection', 'ldap_port', 636],
	['serverSyncJob', 'ip_address_attribute', 'ipv4Address'],
	['userSyncJob', 'email_field', 'mail'],
];

afterEach(closeAll);

describe.each(dialects)('a team that knows such fields, in the dialect of the %s', (dialect) => {
	beforeEach(() => start({ dialect, extraFields: 'known' }));

	it.each(names)('%s keeps its %s', async (resource, name, value) => {
		expect((await targets[resource]()).error).toBeUndefined();
		expect(sentBody()).toMatchObject({ name: 'Renamed', [name]: value });
		expect(stateOf[resource]().extraFields).toEqual({ [name]: value });
	});

	it.each(names)('%s loses its %s if the user wants that', async (resource, name) => {
		await targets[resource]({ options: { dropUnknownFields: true } });
		expect(sentBody()).not.toHaveProperty(name);
		expect(stateOf[resource]().extraFields).toEqual({ [name]: null });
	});

	it('a rule keeps its bastion, when another one is added too', async () => {
		const rule = {
			baseDn: 'OU=New',
			project: byId(asa.sandbox.getState().projects[0].id),
			priority: 5,
		};
		await targets.serverSyncJob({ updateFields: { ruleAssignments: { rule: [rule] } } });
		const [kept, added] = sentBody().rule_assignments as IDataObject[];
		expect(kept).toMatchObject({ priority: 1, bastion_id: bastion });
		expect(added).not.toHaveProperty('bastion_id');
	});

	it('a rule keeps its bastion if the list that replaces all holds it, edited or not', async () => {
		const got = await run('serverSyncJob', 'get', { ...place(server().id), simplify: false });
		const [rule] = got.items[0].json.rule_assignments as IDataObject[];
		const other = { ...rule, id: undefined, base_dn: 'OU=Other', priority: 7 };
		const replace = (rules: unknown[]) =>
			targets.serverSyncJob({
				updateFields: { ruleAssignmentsJson: JSON.stringify(rules) },
				options: { replaceLists: true },
			});
		takeSent(asa);
		await replace([other, rule]);
		expect(sentBody().rule_assignments).toMatchObject([
			{ base_dn: 'OU=Other' },
			{ base_dn: rule.base_dn, bastion_id: bastion },
		]);

		const again = await run('serverSyncJob', 'get', { ...place(server().id), simplify: false });
		const [, kept] = again.items[0].json.rule_assignments as IDataObject[];
		takeSent(asa);
		await replace([{ ...kept, ldap_query_filter: '(cn=edited)' }]);
		expect(sentBody().rule_assignments).toEqual([
			{
				base_dn: rule.base_dn,
				ldap_query_filter: '(cn=edited)',
				project_id: rule.project_id,
				priority: rule.priority,
				bastion_id: bastion,
			},
		]);
	});

	it('what only answers hold is never sent', async () => {
		for (const resource of Object.keys(targets) as Resource[]) {
			await targets[resource]();
			const readOnly =
				/"(id|project_name|unsorted|gateway_name|active_task_settings_id|recent_task_result|(created|updated|deleted)_at)":/;
			expect(JSON.stringify(sentBody())).not.toMatch(readOnly);
		}
	});

	it('Create or Update keeps them as well', async () => {
		const gateway = byId(asa.sandbox.getState().gateways[1].id);
		await run('connection', 'upsert', { name: connection().name, gateway });
		expect(sentBody()).toMatchObject({ ldap_port: 636 });
		await run('userSyncJob', 'upsert', {
			connection: byId(connection().id),
			name: user().settings.name,
			baseDn: 'OU=New',
		});
		expect(sentBody()).toMatchObject({ base_dn: 'OU=New', email_field: 'mail' });
	});

	it('an output holds none of them', async () => {
		const { items } = await run('userSyncJob', 'get', { ...place(user().id), simplify: false });
		expect(items[0].json).not.toHaveProperty('email_field');
	});
});

describe.each(dialects)(
	'a team that refuses what it answers itself, in the dialect of the %s',
	(dialect) => {
		beforeEach(() => start({ dialect, extraFields: 'answersOnly' }));

		const unknown: Record<Resource, string> = {
			connection: 'ldap_port',
			serverSyncJob: 'rule_assignments.bastion_id, ip_address_attribute',
			userSyncJob: 'email_field',
		};

		it.each(names)('%s: the error names them and the option', async (resource, name, value) => {
			const { error } = await targets[resource]();
			expect(error).toMatchObject({ httpCode: '400', itemIndex: 0 });
			expect(error?.description).toMatch(
				`The update sent back fields that this node does not know: ${unknown[resource]}. If ASA rejects these, turn on 'Drop Unknown Fields' in Options.`,
			);
			expect(sentBody()).toMatchObject({ [name]: value });
		});

		it.each(names)('%s: with the option it is updated', async (resource) => {
			const { error } = await targets[resource]({ options: { dropUnknownFields: true } });
			expect(error).toBeUndefined();
			expect(JSON.stringify(sentBody())).not.toMatch(/ldap_port|bastion_id|_attribute":"ipv|email/);
		});

		it('a 400 that none of them caused does not name any', async () => {
			asa.sandbox.setSwitches({ extraFields: 'none' });
			asa.sandbox.setFaults([
				{ match: { method: 'PUT' }, effect: { type: 'status', status: 400 } },
			]);
			const { error } = await targets.userSyncJob();
			expect(error?.description).not.toContain('Drop Unknown Fields');
		});
	},
);

describe('fields of any shape', () => {
	beforeEach(() => start({ unknownFields: 'ignore' }));

	it.each([
		['an object', { a: [1, { b: null }] }],
		['null', null],
		['a zero', 0],
		['false', false],
	])('go back as they came: %s', async (_, value) => {
		const { name, gatewayId, domain } = connection();
		const known = { name, gateway_id: gatewayId, domain, domain_controllers: [] };
		const body = { id: connection().id, ...known, Odd_Field: value };
		asa.sandbox.setFaults([{ match: { endpoint: 3 }, effect: { type: 'replaceBody', body } }]);
		await targets.connection();
		expect(sentBody()).toEqual({ ...known, name: 'Renamed', Odd_Field: value });
	});

	it('never become part of JavaScript itself', async () => {
		const { name, gatewayId, domain } = connection();
		const text = JSON.stringify({
			id: connection().id,
			name,
			gateway_id: gatewayId,
			domain,
			domain_controllers: [],
		});
		const body = JSON.parse(text.replace('{', '{"__proto__": {"polluted": true}, ')) as object;
		asa.sandbox.setFaults([{ match: { endpoint: 3 }, effect: { type: 'replaceBody', body } }]);
		expect((await targets.connection()).error).toBeUndefined();
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});
});
