import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import {
	byId,
	byName,
	firstConnection,
	jobsOf,
	runOperation,
	signIn,
	takeSent,
	type Sent,
} from '../runOperation.cts';

/*
 * What ASA answers and can't be read in full can't be sent back either: an update refuses unless the user sets the
 * field. Go's zero values stand for none.
 */
let asa: Asa;

async function start(options: Parameters<typeof startAsa>[0] = {}) {
	asa = await startAsa(options);
	await signIn(asa);
}
afterEach(closeAll);

const connection = () => firstConnection(asa).connection;
const server = () => jobsOf(asa, 'serverSyncJob', connection())[0];
const user = () => jobsOf(asa, 'userSyncJob', connection())[0];

function run(resource: string, operation: string, parameters: IDataObject) {
	const place = { connection: byId(connection().id) };
	return runOperation(asa, resource, operation, { ...place, ...parameters } as never);
}

/** Has an endpoint answer this body. */
function answer(endpoint: number, body: object) {
	asa.sandbox.setFaults([{ match: { endpoint }, effect: { type: 'replaceBody', body } }]);
}

const writes = (): Sent[] => takeSent(asa).filter(([line]) => !line.startsWith('GET'));

describe('a connection', () => {
	beforeEach(() => start());

	function answerConnection(changes: IDataObject) {
		const { id, name, domain, gatewayId } = connection();
		const known = { id, name, domain, gateway_id: gatewayId, domain_controllers: ['dc1'] };
		answer(3, { ...known, ...changes });
	}

	it.each<[string, IDataObject, string]>([
		['an object as gateway', { gateway_id: { id: 'x' } }, 'Gateway'],
		['no gateway', { gateway_id: undefined }, 'Gateway'],
		['an empty gateway', { gateway_id: '' }, 'Gateway'],
		['no domain controllers', { domain_controllers: undefined }, 'Domain Controllers'],
		[
			'objects as domain controllers',
			{ domain_controllers: [{ host: 'a' }] },
			'Domain Controllers',
		],
		['a number as domain controllers', { domain_controllers: 7 }, 'Domain Controllers'],
		['a text as domain controllers', { domain_controllers: 'dc1' }, 'Domain Controllers'],
		['texts in one text', { domain_controllers: 'dc1,dc2' }, 'Domain Controllers'],
		['an object as domain', { domain: {} }, 'Domain'],
		['a list as user name', { service_account_username: ['a'] }, 'Service Account User Name'],
	])('answered with %s is not renamed', async (_, changes, label) => {
		answerConnection(changes);
		const { error } = await run('connection', 'update', { updateFields: { name: 'Renamed' } });
		expect(error).toMatchObject({
			message: `The connection was not updated: '${label}' could not be read completely, and an update would lose the value`,
			description: `Set '${label}' as well, or update the connection in Okta`,
			itemIndex: 0,
		});
		expect(takeSent(asa)).toEqual([[`GET /${connection().id}`]]);
	});

	it.each<[IDataObject, IDataObject, IDataObject]>([
		[{ gateway_id: 7.5 }, {}, {}],
		[{ gateway_id: {} }, { gateway: 'set' }, {}],
		[
			{ domain_controllers: undefined },
			{ domainControllers: 'dc2' },
			{ domain_controllers: ['dc2'] },
		],
		[{ domain_controllers: undefined }, { domainControllers: '' }, { domain_controllers: [] }],
		[{ domain_controllers: null }, {}, { domain_controllers: [] }],
		[{ domain_controllers: '' }, {}, { domain_controllers: [] }],
		[
			{ domain_controllers: 'dc1 dc2' },
			{ domainControllers: 'dc2' },
			{ domain_controllers: ['dc2'] },
		],
	])('answered with %j is renamed with %j', async (changes, more, sent) => {
		answerConnection(changes);
		const gateway = more.gateway ? { gateway: byId(connection().gatewayId) } : {};
		const updateFields = { name: 'Renamed', ...more, ...gateway };
		await run('connection', 'update', { updateFields });
		expect(writes()).toEqual([
			[`PUT /${connection().id}`, { body: expect.objectContaining({ name: 'Renamed', ...sent }) }],
		]);
	});

	it('of which nothing would be sent needs no reading', async () => {
		answerConnection({ gateway_id: {} });
		const { error } = await run('connection', 'update', {
			updateFields: { name: connection().name },
		});
		expect(error).toBeUndefined();
		expect(writes()).toEqual([]);
	});

	it('is set to what the user wants, even if the odd answer looks the same', async () => {
		answerConnection({ domain_controllers: undefined });
		await run('connection', 'update', { updateFields: { domainControllers: '' } });
		expect(writes()).toEqual([
			[`PUT /${connection().id}`, { body: expect.objectContaining({ domain_controllers: [] }) }],
		]);
	});
});

describe('a server sync job', () => {
	beforeEach(() => start());

	function answerJob(changes: object) {
		answer(8, { id: server().id, ...server().settings, ...changes });
	}
	const update = (updateFields: IDataObject) =>
		run('serverSyncJob', 'update', { job: byId(server().id), updateFields });

	it.each<[string, object, string]>([
		['a rule that is a text', { rule_assignments: ['x'] }, 'Rule Assignments'],
		['no rules', { rule_assignments: null }, 'Rule Assignments'],
		[
			'a rule without a project',
			{ rule_assignments: [{ base_dn: 'a', ldap_query_filter: 'b', priority: 1 }] },
			'Rule Assignments',
		],
		['an hour in words', { frequency: 24, start_hour_utc: 'noon' }, 'Start Hour (UTC)'],
		['a daily schedule without hour', { frequency: 24 }, 'Start Hour (UTC)'],
		['a frequency of 0', { frequency: 0, is_active: false }, 'Frequency'],
		['no frequency', { frequency: null, is_active: false }, 'Frequency'],
		['a state in words', { is_active: 'yes' }, 'Active'],
		['names in one text', { alt_names_attributes: 'cn, mail' }, 'Alt Names Attributes'],
		['an object as names', { alt_names_attributes: { a: 'cn' } }, 'Alt Names Attributes'],
	])('answered with %s is not renamed', async (_, changes, label) => {
		answerJob(changes);
		const { error } = await update({ name: 'Other' });
		expect(error?.message).toBe(
			`The server sync job was not updated: '${label}' could not be read completely, and an update would lose the value`,
		);
		expect(error?.description).toBe(
			`Set '${label}' as well, or update the server sync job in Okta`,
		);
		expect(takeSent(asa)).toHaveLength(1);
	});

	it.each<[string, object, IDataObject, object]>([
		[
			'a daily one without hour, if the hour is set',
			{ frequency: 24, start_hour_utc: null },
			{ schedule: { values: { frequency: 24, startHourUtc: 3 } } },
			{ frequency: 24, start_hour_utc: 3 },
		],
		[
			'a daily one without hour, if it no longer is daily',
			{ frequency: 24, start_hour_utc: null },
			{ schedule: { values: { frequency: 6 } } },
			{ frequency: 6 },
		],
		[
			'one with a frequency of 0, if it is set',
			{ frequency: 0 },
			{ schedule: { values: { frequency: 12 } } },
			{ frequency: 12 },
		],
		['one with a state in words, if it is set', { is_active: 'on' }, { isActive: true }, {}],
		[
			'one with a single name as a text, as on the page',
			{ alt_names_attributes: 'cn' },
			{},
			{ alt_names_attributes: ['cn'] },
		],
	])('%s', async (_, changes, updateFields, sent) => {
		answerJob(changes);
		expect((await update({ name: 'Other', ...updateFields })).error).toBeUndefined();
		const [[line, more]] = writes();
		expect(line).toMatch(/^PUT/);
		expect(more?.body).toMatchObject({ name: 'Other', is_active: true, ...sent });
		if (!('start_hour_utc' in sent)) expect(more?.body).not.toHaveProperty('start_hour_utc');
	});

	it.each([0, null, undefined])(
		'that is active and answered with the frequency %p needs a schedule',
		async (frequency) => {
			answerJob({ frequency });
			const { error } = await update({ name: 'Other' });
			expect(error?.message).toBe("'Active' is on, but the job has no schedule");
			expect(error?.description).toContain("Set 'Schedule' as well");
			expect(writes()).toEqual([]);
		},
	);

	it('of which two rules share a priority does not lose one of them', async () => {
		const { settings } = server();
		if (!('rule_assignments' in settings)) throw new Error('No server sync job');
		const [rule] = settings.rule_assignments;
		answerJob({ rule_assignments: [rule, { ...rule, base_dn: 'OU=Other' }] });
		const added = { baseDn: 'OU=New', project: byId(String(rule.project_id)), priority: 1 };
		const { error } = await update({ ruleAssignments: { rule: [added] } });
		expect(error?.message).toContain('have the priority 1');
		expect(takeSent(asa)).toHaveLength(1);
	});

	it('that is renewed is distinguished from others of its name by what it holds', async () => {
		const create = (isActive: boolean) =>
			run('userSyncJob', 'create', { name: 'Twin', baseDn: 'OU=x', isActive });
		const [first] = (await create(false)).items;
		await create(true);
		const { items } = await run('userSyncJob', 'update', {
			job: byId(String(first.json.id)),
			updateFields: { baseDn: 'OU=y' },
		});
		const renewed = jobsOf(asa, 'userSyncJob', connection()).find(
			({ settings }) => settings.name === 'Twin' && !settings.is_active,
		);
		expect(items[0].json.id).toBe(renewed?.id);
	});
});

describe.each(dialects)(
	"a team that says none by Go's zero values, dialect of the %s",
	(dialect) => {
		beforeEach(() => start({ switches: { dialect, zeroValues: true } }));

		const zeros = /"(0001-01-01T[^"]*|00000000-0000-[^"]*)"|:""|"frequency":0/;

		it('no zero is sent back when a connection is renamed', async () => {
			const { error } = await run('connection', 'update', { updateFields: { name: 'Renamed' } });
			expect(error).toBeUndefined();
			const sent = writes();
			expect(sent).toHaveLength(1);
			expect(JSON.stringify(sent)).not.toMatch(zeros);
		});

		it.each([
			['serverSyncJob', server],
			['userSyncJob', user],
		])('no zero is sent back when a %s is renamed', async (resource, job) => {
			const { error } = await run(resource, 'update', {
				job: byId(job().id),
				updateFields: { name: 'Renamed' },
			});
			expect(error).toBeUndefined();
			const sent = writes();
			expect(sent).toHaveLength(1);
			expect(JSON.stringify(sent)).not.toMatch(zeros);
			expect(JSON.stringify(sent)).not.toMatch(/null/);
		});

		it('an inactive user sync job without schedule is renamed and stays without one', async () => {
			await run('userSyncJob', 'create', { name: 'Idle', baseDn: 'OU=x', isActive: false });
			const idle = byName('Idle');
			const bare = { name: 'Idle', isActive: false, baseDn: 'OU=x', ldapQueryFilter: '(cn=*)' };
			const plain = { updateFields: bare, options: { sendOnlyWhatIsSet: true } };
			expect((await run('userSyncJob', 'update', { job: idle, ...plain })).error).toBeUndefined();
			takeSent(asa);
			const { error } = await run('userSyncJob', 'update', {
				job: idle,
				updateFields: { name: 'Still idle' },
			});
			expect(error).toBeUndefined();
			const [[, more]] = writes();
			expect(more?.body).toMatchObject({ name: 'Still idle', is_active: false });
			expect(more?.body).not.toHaveProperty('frequency');
			expect(more?.body).not.toHaveProperty('start_hour_utc');
		});

		it('a daily job at 0, whose hour is left out, asks for the hour and is updated with it', async () => {
			const schedule = { values: { frequency: 24, startHourUtc: 0 } };
			const daily = { job: byId(user().id), updateFields: { schedule } };
			await run('userSyncJob', 'update', daily);
			takeSent(asa);
			const rename = (more: IDataObject) =>
				run('userSyncJob', 'update', {
					job: byId(user().id),
					updateFields: { name: 'X', ...more },
				});
			const { error } = await rename({});
			if (dialect === 'client') expect(error?.message).toContain("'Start Hour (UTC)'");
			else expect(error).toBeUndefined();
			takeSent(asa);
			if (dialect === 'page') return;
			expect((await rename({ schedule })).error).toBeUndefined();
			expect(writes()[0][1]?.body).toMatchObject({ frequency: 24, start_hour_utc: 0 });
		});
	},
);
