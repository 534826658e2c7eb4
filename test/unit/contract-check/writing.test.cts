import { Interrupted } from '../../../support/cli/errors.cts';
import type { EndpointName } from '../../../nodes/AsaActiveDirectory/asa/endpoints';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import { clientOf, userJobBody } from '../../helpers/sandboxRequests.cts';
import {
	addThrowAway,
	check,
	closeAll,
	factOf,
	row,
	resultOf,
	startTeam,
	throwAway,
	writing,
} from './support.cts';

/** Some tests check a team many times over. */
jest.setTimeout(60_000);

afterEach(closeAll);

/** The names of all jobs there are. */
function jobs(sandbox: Sandbox): string[] {
	return sandbox
		.getState()
		.connections.flatMap(({ serverSyncJobs, userSyncJobs }) => [...serverSyncJobs, ...userSyncJobs])
		.map(({ settings }) => settings.name);
}

/** What only writes show, in the order in which they are tried. */
const writtenFacts = [
	'PUT of a server sync job gives it a new ID',
	'After PUT the old ID of a server sync job answers 404',
	'The schedule call activates an inactive server sync job',
	'A server sync job can be deactivated',
	'A test run of a server sync job has a test request ID',
	'recent_task_result of a server sync job is its test run',
	'PUT of a user sync job gives it a new ID',
	'After PUT the old ID of a user sync job answers 404',
	'The schedule call leaves a user sync job inactive',
	'The state call activates a user sync job',
	'A user sync job can be deactivated',
	'A test run of a user sync job has a test request ID',
	'recent_task_result of a user sync job is its test run',
];

const never: EndpointName[] = ['createConnection', 'updateConnection', 'deleteConnection'];

describe.each(['client', 'page'] as const)('in the dialect of the %s', (dialect) => {
	it('confirms all but the writes to connections, and leaves nothing behind', async () => {
		const sandbox = await startTeam({
			dialect,
			speed: 300,
			switches: { tokenLifetimeSeconds: 86_400 },
		});
		await addThrowAway(sandbox);
		const before = jobs(sandbox);
		const outcome = await check(sandbox, { flags: { ...writing, wait: 4 } });
		const others = outcome.report.endpoints.filter(({ finding }) => finding !== 'confirmed');
		expect(others.map(({ endpoint }) => endpoint)).toEqual(never);
		expect(outcome.report.contradictions).toEqual([]);
		expect(outcome.isClean).toBe(true);
		expect(jobs(sandbox)).toEqual(before);
		expect(row(outcome, 'PUT of a job: 204 or 200 with the job')).toEqual(
			dialect === 'client' ? ['2', '0', '0'] : ['0', '2', '0'],
		);
		const written = outcome.report.facts.slice(-writtenFacts.length);
		expect(written.map(({ what }) => what)).toEqual(writtenFacts);
		expect(written.filter(({ finding }) => finding !== 'confirmed')).toEqual([]);
		expect(row(outcome, 'task_state')[0]).toContain('running');
	});
});

test('jobs are made inactive, with filters that match nothing, and under a name to be known by', async () => {
	const sandbox = await startTeam();
	await addThrowAway(sandbox);
	await check(sandbox, { flags: writing });
	const created = sandbox
		.getRequests()
		.filter(({ endpoint }) => endpoint === 7 || endpoint === 17)
		.map(({ body }) => body as Record<string, unknown>);
	expect(created).toEqual([
		expect.objectContaining({
			is_active: false,
			name: expect.stringMatching(/^contract-check [0-9a-f]{8} server$/),
		}),
		expect.objectContaining({
			is_active: false,
			name: expect.stringMatching(/^contract-check [0-9a-f]{8} user$/),
			ldap_query_filter: '(&(cn=contract-check)(!(cn=contract-check)))',
		}),
	]);
});

test('nothing is written to a connection, nor anything to another one', async () => {
	const sandbox = await startTeam();
	const id = await addThrowAway(sandbox);
	sandbox.clearRequests();
	await check(sandbox, { flags: writing });
	const writes = sandbox.getRequests().filter(({ method }) => method !== 'GET');
	const [mint, ...others] = writes.map(({ path }) => path);
	expect(mint).toMatch(/service_token$/);
	expect(others.length).toBeGreaterThan(10);
	for (const path of others) expect(path).toMatch(new RegExp(`/ad_connections/${id}/\\w+`));
});

describe('the connection is refused', () => {
	it.each([
		['throw-away', 'no connection has exactly the name "throw-away"'],
		['Throw', 'no connection has exactly the name "Throw"'],
	])('if %j is not its exact name', async (connection, message) => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		await expect(check(sandbox, { flags: { ...writing, connection } })).rejects.toThrow(message);
	});

	it('if it has a job, active or not', async () => {
		const sandbox = await startTeam();
		const id = await addThrowAway(sandbox);
		const path = `/integrations/ad_connections/${id}/user_sync_task_settings`;
		await clientOf(sandbox).post(path, userJobBody({ is_active: false }));
		await expect(check(sandbox, { flags: writing })).rejects.toThrow('has a user sync job');
	});

	it('if its jobs cannot be listed', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		sandbox.setSwitches({ movedPaths: { 6: null } });
		await expect(check(sandbox, { flags: writing })).rejects.toThrow("can't be listed (404)");
	});

	it('if two have the name', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		const { gateways } = sandbox.getState();
		await clientOf(sandbox).post('/integrations/ad_connections', {
			name: throwAway,
			gateway_id: gateways[0].id,
			domain: 'second.example.com',
		});
		await expect(check(sandbox, { flags: writing })).rejects.toThrow('several connections have');
	});
});

describe('before it writes it says what it will do', () => {
	it('and asks', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		const said: string[] = [];
		const run = (yes: boolean) =>
			check(sandbox, {
				flags: { ...writing, yes: false },
				log: (line) => said.push(line),
				confirm: async () => yes,
			});
		await expect(run(false)).rejects.toThrow('Nothing was written');
		expect(said.join('\n')).toContain(`On the connection "${throwAway}", which has no jobs`);
		expect(sandbox.getRequests().some(({ endpoint }) => endpoint === 7)).toBe(false);
		expect((await run(true)).isClean).toBe(true);
	});

	it('and writes nothing without a terminal to ask in', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		const flags = { ...writing, yes: false };
		await expect(check(sandbox, { flags })).rejects.toThrow('add --yes');
	});
});

describe('what was made is deleted', () => {
	it.each([
		['an interruption', 9],
		['an interruption while a job is active', 22],
	])('after %s', async (_, endpoint) => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		const before = jobs(sandbox);
		const controller = new AbortController();
		const log = () => {
			const isReached = sandbox.getRequests().some((request) => request.endpoint === endpoint);
			if (isReached) controller.abort(new Interrupted(130));
		};
		const { signal } = controller;
		await expect(check(sandbox, { flags: writing, signal, log })).rejects.toThrow(Interrupted);
		expect(sandbox.getRequests().some(({ endpoint: one }) => one === 7)).toBe(true);
		expect(jobs(sandbox)).toEqual(before);
	});

	it('if the limit of requests is reached', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		const before = jobs(sandbox);
		sandbox.clearRequests();
		await check(sandbox, { flags: writing });
		const creation = sandbox.getRequests().findIndex(({ endpoint }) => endpoint === 7);
		const outcome = await check(sandbox, { flags: { ...writing, maxRequests: creation + 3 } });
		expect(resultOf(outcome, 'createServerSyncJob').finding).toBe('confirmed');
		expect(resultOf(outcome, 'deleteServerSyncJob').finding).toBe('not tried');
		expect(outcome.isClean).toBe(true);
		expect(jobs(sandbox)).toEqual(before);
	});

	it.each([
		['whose answer was lost', { type: 'reset', when: 'after' }],
		['that was answered without an id', { type: 'replaceBody', body: {} }],
	] as const)('a job %s', async (_, effect) => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		const before = jobs(sandbox);
		sandbox.setFaults([{ match: { endpoint: 7 }, effect }]);
		const outcome = await check(sandbox, { flags: writing });
		expect(resultOf(outcome, 'createServerSyncJob').finding).not.toBe('confirmed');
		expect(outcome.isClean).toBe(true);
		expect(jobs(sandbox)).toEqual(before);
	});

	it('or it is said what is left', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		sandbox.setFaults([{ match: { endpoint: 20 }, effect: { type: 'status', status: 403 } }]);
		const said: string[] = [];
		const outcome = await check(sandbox, { flags: writing, log: (line) => said.push(line) });
		expect(outcome.isClean).toBe(false);
		expect(said.at(-1)).toMatch(/^LEFT BEHIND on "Throw-away".*contract-check [0-9a-f]{8} user$/);
	});
});

test('after a rejected write the other kind is tried', async () => {
	const sandbox = await startTeam();
	await addThrowAway(sandbox);
	sandbox.setFaults([{ match: { endpoint: 7 }, effect: { type: 'status', status: 400 } }]);
	const outcome = await check(sandbox, { flags: writing });
	expect(resultOf(outcome, 'createServerSyncJob')).toMatchObject({ finding: 'contradicted' });
	expect(resultOf(outcome, 'deleteServerSyncJob')).toMatchObject({
		finding: 'not tried',
		note: 'a step before it failed',
	});
	expect(resultOf(outcome, 'deleteUserSyncJob').finding).toBe('confirmed');
	expect(outcome.report.contradictions).toEqual(['Create a server sync job: contradicted']);
});

test('a call that is rejected says nothing about what it would do', async () => {
	const sandbox = await startTeam();
	await addThrowAway(sandbox);
	sandbox.setFaults([{ match: { endpoint: 22 }, effect: { type: 'status', status: 403 } }]);
	const outcome = await check(sandbox, { flags: writing });
	expect(factOf(outcome, 'The state call activates a user sync job').finding).toBe('not seen');
	expect(outcome.report.contradictions).toEqual([]);
	expect(outcome.report.inconclusive).toEqual(['Set the state of a user sync job: inconclusive']);
});

test.each<[SwitchChanges, string, string]>([
	[{ jobOnPut: 'kept' }, 'PUT of a server sync job gives it a new ID', 'probable'],
	[{ scheduleActivates: false }, 'The schedule call activates an inactive', 'probable'],
	[{ stateActivates: false }, 'The state call activates a user sync job', 'certain'],
	[{ resultsAppear: 'atEnd' }, 'recent_task_result of a server sync job', 'assumed'],
])('%j contradicts that "%s", which is %s', async (switches, start, certainty) => {
	const sandbox = await startTeam({ switches });
	await addThrowAway(sandbox);
	const outcome = await check(sandbox, { flags: writing });
	expect(factOf(outcome, start)).toMatchObject({ finding: 'contradicted', certainty });
	expect(outcome.report.contradictions).toHaveLength(certainty === 'certain' ? 1 : 0);
	expect(outcome.isClean).toBe(true);
});
