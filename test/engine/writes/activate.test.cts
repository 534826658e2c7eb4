import type { IDataObject } from 'n8n-workflow';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { byId, firstConnection, jobsOf, runOperation, signIn, takeSent } from '../runOperation.cts';

/*
 * What is put out as is_active must be so. That a schedule request switches a server sync job on is probable only, so
 * the job is read after each request that switches it on or off; an error names the way that is certain.
 */
let asa: Asa;

const connection = () => firstConnection(asa).connection;
const job = (resource: string) => jobsOf(asa, resource, connection())[0];

function run(resource: string, operation: string, parameters: IDataObject = {}) {
	const place = { connection: byId(connection().id), job: byId(job(resource).id) };
	return runOperation(asa, resource, operation, { ...place, ...parameters } as never);
}

type Switches = Parameters<Asa['sandbox']['setSwitches']>[0];

/** A team with a job of each kind that is off. */
async function start(switches: Switches) {
	asa = await startAsa({ switches });
	await signIn(asa);
	await run('serverSyncJob', 'deactivate');
	await run('userSyncJob', 'deactivate');
	takeSent(asa);
}
afterEach(closeAll);

const path = (resource: string) =>
	`/${connection().id}/${resource === 'serverSyncJob' ? 'task_settings' : 'user_sync_task_settings'}/${job(resource).id}`;

describe.each(dialects)('a team whose requests take, in the dialect of the %s', (dialect) => {
	beforeEach(() => start({ dialect }));

	it.each(['serverSyncJob', 'userSyncJob'])(
		'Activate reads the %s afterwards',
		async (resource) => {
			const { items } = await run(resource, 'activate', { simplify: false });
			expect(job(resource).settings.is_active).toBe(true);
			const [newest] = job(resource).results.slice(-1);
			expect(items[0].json).toMatchObject({
				id: job(resource).id,
				is_active: true,
				recent_task_result: { id: newest.id },
			});
			const one = `GET ${path(resource)}`;
			const lines = takeSent(asa).map(([line]) => line);
			expect(lines.filter((line) => line.includes(path(resource)))).toEqual([
				one,
				`POST ${path(resource)}/${resource === 'serverSyncJob' ? 'schedule' : 'state'}`,
				one,
			]);
		},
	);

	it.each(['serverSyncJob', 'userSyncJob'])(
		'Deactivate reads the %s afterwards, too',
		async (resource) => {
			await run(resource, 'activate');
			takeSent(asa);
			const { items } = await run(resource, 'deactivate', { simplify: false });
			expect(job(resource).settings.is_active).toBe(false);
			expect(items[0].json).toMatchObject({ id: job(resource).id, is_active: false });
			const one = `GET ${path(resource)}`;
			expect(takeSent(asa).map(([line]) => line)).toEqual([
				one,
				`POST ${path(resource)}/${resource === 'serverSyncJob' ? 'deactivate' : 'state'}`,
				one,
			]);
		},
	);

	it.each([true, false])('Update State reads the job afterwards: %p', async (isActive) => {
		const { items } = await run('userSyncJob', 'updateState', { isActive });
		expect(items[0].json).toMatchObject({ is_active: isActive });
		expect(takeSent(asa)).toEqual([
			[`POST ${path('userSyncJob')}/state`, { body: { is_active: isActive } }],
			[`GET ${path('userSyncJob')}`],
		]);
	});

	it('Update of the state reads the job afterwards, on or off', async () => {
		for (const isActive of [true, false]) {
			const { items } = await run('userSyncJob', 'update', { updateFields: { isActive } });
			expect(items[0].json).toMatchObject({ is_active: isActive, id_changed: false });
			expect(takeSent(asa).map(([line]) => line)).toEqual([
				`GET ${path('userSyncJob')}`,
				`POST ${path('userSyncJob')}/state`,
				`GET ${path('userSyncJob')}`,
			]);
		}
	});
});

describe.each(dialects)('a team whose requests do not take, dialect of the %s', (dialect) => {
	beforeEach(() => start({ dialect, scheduleActivates: false, stateActivates: false }));

	const stillOff = (resource: string) =>
		`ASA accepted the request, but the job "${job(resource).settings.name}" is still inactive`;

	it('Activate of a server sync job fails, and Update with Active on is the way', async () => {
		const { error, items } = await run('serverSyncJob', 'activate');
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: stillOff('serverSyncJob'),
			description: "Use the operation Update with 'Active' on instead. It gives the job a new ID.",
			itemIndex: 0,
		});
		const { id } = job('serverSyncJob');
		const updated = await run('serverSyncJob', 'update', { updateFields: { isActive: true } });
		expect(updated.items[0].json).toMatchObject({ is_active: true, previous_id: id });
		expect(job('serverSyncJob').settings.is_active).toBe(true);
	});

	it.each<[string, IDataObject]>([
		['activate', {}],
		['updateState', { isActive: true }],
		['update', { updateFields: { isActive: true } }],
	])('%s of a user sync job fails, and a plain PUT is the way', async (operation, parameters) => {
		const { error, items } = await run('userSyncJob', operation, parameters);
		expect(items).toEqual([]);
		expect(error).toMatchObject({
			message: stillOff('userSyncJob'),
			description:
				"Use the operation Update with 'Active' on and all other fields set, and turn on 'Send Only What Is Set' in Options. It gives the job a new ID.",
			itemIndex: 0,
		});
		const { name, frequency } = job('userSyncJob').settings;
		const updateFields = {
			name,
			isActive: true,
			baseDn: 'OU=x',
			ldapQueryFilter: '(cn=*)',
			schedule: { values: { frequency } },
		};
		const options = { sendOnlyWhatIsSet: true };
		const updated = await run('userSyncJob', 'update', { updateFields, options });
		expect(updated.items[0].json).toMatchObject({ is_active: true, id_changed: true });
	});

	it('a schedule of a user sync job is set all the same', async () => {
		const { items } = await run('userSyncJob', 'updateSchedule', { frequency: 12 });
		expect(items[0].json).toMatchObject({ frequency: 12 });
	});
});

describe.each(dialects)(
	'a team whose requests do not switch a job off, dialect of the %s',
	(dialect) => {
		beforeEach(async () => {
			await start({ dialect });
			await run('serverSyncJob', 'activate');
			await run('userSyncJob', 'activate');
			asa.sandbox.setSwitches({ deactivates: false });
			takeSent(asa);
		});

		it.each<[string, string, IDataObject]>([
			['serverSyncJob', 'deactivate', {}],
			['serverSyncJob', 'update', { updateFields: { isActive: false } }],
			['userSyncJob', 'deactivate', {}],
			['userSyncJob', 'updateState', { isActive: false }],
			['userSyncJob', 'update', { updateFields: { isActive: false } }],
		])('a %s: %s fails, and a plain PUT is the way', async (resource, operation, parameters) => {
			const { error, items } = await run(resource, operation, parameters);
			expect(items).toEqual([]);
			expect(error).toMatchObject({
				message: `ASA accepted the request, but the job "${job(resource).settings.name}" is still active`,
				description:
					"Use the operation Update with 'Active' off and all other fields set, and turn on 'Send Only What Is Set' in Options. It gives the job a new ID.",
				itemIndex: 0,
			});
			const project = asa.sandbox.getState().projects[0].id;
			const { name, frequency } = job(resource).settings;
			const rule = {
				base_dn: 'OU=x',
				ldap_query_filter: '(cn=*)',
				project_id: project,
				priority: 1,
			};
			const own =
				resource === 'userSyncJob'
					? { baseDn: 'OU=x', ldapQueryFilter: '(cn=*)' }
					: {
							hostnameAttribute: 'dNSHostName',
							osAttribute: 'operatingSystem',
							ruleAssignmentsJson: JSON.stringify([rule]),
						};
			const schedule = { values: { frequency } };
			const updated = await run(resource, 'update', {
				updateFields: { name, isActive: false, schedule, ...own },
				options: { sendOnlyWhatIsSet: true },
			});
			expect(updated.items[0].json).toMatchObject({ is_active: false, id_changed: true });
			const now = jobsOf(asa, resource, connection());
			const { id } = updated.items[0].json;
			expect(now.find((one) => one.id === id)?.settings.is_active).toBe(false);
		});
	},
);

describe('a job that can not be read after it was switched on or off', () => {
	beforeEach(() => start({}));

	it.each([
		['activate', 'serverSyncJob', 8, true],
		['activate', 'userSyncJob', 18, true],
		['deactivate', 'serverSyncJob', 8, false],
		['deactivate', 'userSyncJob', 18, false],
	] as const)(
		'%s of a %s: the error says that the request was sent',
		async (operation, resource, endpoint, isActive) => {
			if (operation === 'deactivate') await run(resource, 'activate');
			asa.sandbox.setFaults([
				{ match: { endpoint }, effect: { type: 'status', status: 403 }, afterRequests: 1 },
			]);
			const { error } = await run(resource, operation);
			expect(error?.message).toMatch(
				new RegExp(
					`^The request to ${operation} the job was sent, but the job could not be read afterwards: .*403`,
				),
			);
			expect(error?.description).toBe(
				'Check with Get whether the job is active before you run this again',
			);
			expect(job(resource).settings.is_active).toBe(isActive);
		},
	);
});
