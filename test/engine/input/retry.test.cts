import type { INodeParameters } from 'n8n-workflow';
import { AsaActiveDirectory } from '../../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { closeAll, dialects, startAsa, type Asa } from '../asa.cts';
import { byId, firstConnection, outputs, signIn, takeSent } from '../runOperation.cts';

/*
 * n8n's Retry On Fail runs the whole node again, for all its items. So the input of every item is checked before
 * anything is sent.
 */
let asa: Asa;

afterEach(closeAll);

const retry = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } as const;

type Kind = 'connection' | 'serverSyncJob' | 'userSyncJob';

/** What creates an object of a name that comes with the item; one without a name can't be created. */
function parametersOf(kind: Kind): INodeParameters {
	const name = '={{ $json.name }}';
	const { gateways, projects } = asa.sandbox.getState();
	const connection = byId(firstConnection(asa).connection.id);
	if (kind === 'connection') {
		return { name, domain: '={{ $json.name }}.example.com', gateway: byId(gateways[0].id) };
	}
	if (kind === 'userSyncJob')
		return { connection, name, baseDn: 'OU=x', ldapQueryFilter: '(cn=*)' };
	const rule = [{ baseDn: 'OU=x', project: byId(projects[0].id), priority: 1 }];
	return { connection, name, ruleAssignments: { rule } };
}

const create = (kind: Kind, names: string[], settings: object, operation = 'create') =>
	asa.engine.run({
		type: 'asaActiveDirectory',
		parameters: { resource: kind, operation, ...parametersOf(kind) },
		credentials: [asa.credential],
		items: names.map((name) => ({ name })),
		settings,
	});

const posts = () => takeSent(asa).filter(([line]) => line.startsWith('POST'));

const kinds: Kind[] = ['connection', 'serverSyncJob', 'userSyncJob'];

describe.each(dialects)('in the dialect of the %s', (dialect) => {
	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});

	it.each(kinds)(
		'a %s is not created again because the input of a later item is bad',
		async (kind) => {
			const { error } = await create(kind, ['good', 'fine', ''], retry);
			expect(error).toMatchObject({ message: "'Name' is empty", itemIndex: 2 });
			expect(takeSent(asa)).toEqual([]);
		},
	);

	it.each(kinds)('Create or Update of a %s sends nothing, either', async (kind) => {
		const { error } = await create(kind, ['good', ''], retry, 'upsert');
		expect(error).toMatchObject({ message: "'Name' is empty", itemIndex: 1 });
		expect(takeSent(asa)).toEqual([]);
	});

	it('with On Error: Continue good items are created, once', async () => {
		const settings = { ...retry, onError: 'continueRegularOutput' };
		const { items } = await create('userSyncJob', ['good', ''], settings);
		expect(outputs({ items })).toEqual([
			expect.objectContaining({ name: 'good' }),
			{ error: "'Name' is empty", description: "Enter a value for 'Name'" },
		]);
		expect(posts()).toHaveLength(1);
	});

	it('with On Error: Continue n8n itself runs the node again if the first item failed', async () => {
		const settings = { ...retry, onError: 'continueRegularOutput' };
		await create('userSyncJob', ['', 'good'], settings);
		expect(posts()).toHaveLength(2);
	});

	it('Create or Update then finds what it has created', async () => {
		const settings = { ...retry, onError: 'continueRegularOutput' };
		const { items } = await create('userSyncJob', ['', 'good'], settings, 'upsert');
		expect(items[1].json).toMatchObject({ action: 'unchanged', name: 'good' });
		expect(posts()).toHaveLength(1);
	});
});

it.each([
	...kinds.map((kind) => [kind, 'create']),
	['serverSyncJob', 'runTest'],
	['userSyncJob', 'runTest'],
])('%s %s says what Retry On Fail may do', (resource, operation) => {
	const notices = new AsaActiveDirectory().description.properties.filter(
		({ type, displayOptions: { show } = {} }) =>
			type === 'notice' &&
			show?.operation?.includes(operation) &&
			show.resource?.includes(resource),
	);
	expect(notices.map(({ displayName }) => displayName).join()).toContain("'Retry On Fail'");
});
