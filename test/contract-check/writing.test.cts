import { Interrupted } from '../../demo/interruption.cts';
import { endpoints, type EndpointName } from '../../nodes/AsaActiveDirectory/api/endpoints';
import type { Sandbox } from '../../sandbox/sandbox.cts';
import { pathsToTry } from '../../contract-check/variants.cts';
import { clientOf, userJobBody } from '../sandbox/support.cts';
import {
	addThrowAway,
	check,
	closeAll,
	row,
	standing,
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
		const others = outcome.report.standings.filter(({ verdict }) => verdict !== 'confirmed');
		expect(others.map(({ endpoint }) => endpoint)).toEqual(never);
		expect(outcome.report.broken).toEqual([]);
		expect(outcome.isClean).toBe(true);
		expect(jobs(sandbox)).toEqual(before);
		expect(row(outcome, 'PUT of a job: 204 or 200 with the job')).toEqual(
			dialect === 'client' ? ['2', '0', '0'] : ['0', '2', '0'],
		);
		expect(row(outcome, 'PUT of a server sync job gives it a new id')).toEqual(['yes']);
		expect(row(outcome, 'PUT of a user sync job gives it a new id')).toEqual(['yes']);
		expect(row(outcome, 'The schedule call activates an inactive server sync job')).toEqual([
			'yes',
		]);
		expect(row(outcome, 'The schedule call activates an inactive user sync job')).toEqual(['no']);
		expect(row(outcome, 'The state call with true activates a user sync job')).toEqual(['yes']);
		expect(row(outcome, 'Switched off again, it is still active: server sync job')).toEqual(['no']);
		expect(row(outcome, 'task_state')[0]).toContain('running');
	});

	it.each(['testServerSyncJob', 'testUserSyncJob'] as const)(
		'finds %s at each of its variants',
		async (name) => {
			const sandbox = await startTeam({ dialect });
			await addThrowAway(sandbox);
			for (const path of pathsToTry(name, []).slice(1)) {
				const moved = path.slice('/v1/teams/{team}/'.length);
				sandbox.setSwitches({ movedPaths: { [String(endpoints[name].number)]: moved } });
				const outcome = await check(sandbox, { flags: { ...writing, connections: 1 } });
				expect(standing(outcome, name)).toMatchObject({ verdict: 'refuted', correction: path });
			}
		},
	);
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
	])('where %j is not its exact name', async (connection, message) => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		await expect(check(sandbox, { flags: { ...writing, connection } })).rejects.toThrow(message);
	});

	it('where it has a job, active or not', async () => {
		const sandbox = await startTeam();
		const id = await addThrowAway(sandbox);
		const path = `/integrations/ad_connections/${id}/user_sync_task_settings`;
		await clientOf(sandbox).post(path, userJobBody({ is_active: false }));
		await expect(check(sandbox, { flags: writing })).rejects.toThrow('has a user sync job');
	});

	it('where its jobs cannot be listed', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		sandbox.setSwitches({ movedPaths: { 6: null } });
		await expect(check(sandbox, { flags: writing })).rejects.toThrow("can't be listed (404)");
	});

	it('where two have the name', async () => {
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
				tell: (line) => said.push(line),
				confirm: async () => yes,
			});
		await expect(run(false)).rejects.toThrow('Nothing was written');
		expect(said.join('\n')).toContain(`On the connection "${throwAway}", which has no jobs`);
		expect(sandbox.getRequests().some(({ endpoint }) => endpoint === 7)).toBe(false);
		expect((await run(true)).isClean).toBe(true);
	});

	it('and writes nothing where nobody can be asked', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		const flags = { ...writing, yes: false };
		await expect(check(sandbox, { flags })).rejects.toThrow('give --yes');
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
		const tell = () => {
			const isReached = sandbox.getRequests().some((request) => request.endpoint === endpoint);
			if (isReached) controller.abort(new Interrupted(130));
		};
		const { signal } = controller;
		await expect(check(sandbox, { flags: writing, signal, tell })).rejects.toThrow(Interrupted);
		expect(sandbox.getRequests().some(({ endpoint: one }) => one === 7)).toBe(true);
		expect(jobs(sandbox)).toEqual(before);
	});

	it('where the limit of requests is reached', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		const before = jobs(sandbox);
		sandbox.clearRequests();
		await check(sandbox, { flags: writing });
		const creation = sandbox.getRequests().findIndex(({ endpoint }) => endpoint === 7);
		const outcome = await check(sandbox, { flags: { ...writing, maxRequests: creation + 3 } });
		expect(standing(outcome, 'createServerSyncJob').verdict).toBe('confirmed');
		expect(standing(outcome, 'deleteServerSyncJob').verdict).toBe('not tried');
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
		expect(standing(outcome, 'createServerSyncJob').verdict).not.toBe('confirmed');
		expect(outcome.isClean).toBe(true);
		expect(jobs(sandbox)).toEqual(before);
	});

	it('or it is said what is left', async () => {
		const sandbox = await startTeam();
		await addThrowAway(sandbox);
		sandbox.setFaults([{ match: { endpoint: 20 }, effect: { type: 'status', status: 403 } }]);
		const said: string[] = [];
		const outcome = await check(sandbox, { flags: writing, tell: (line) => said.push(line) });
		expect(outcome.isClean).toBe(false);
		expect(said.at(-1)).toMatch(/^LEFT BEHIND on "Throw-away".*contract-check [0-9a-f]{8} user$/);
	});
});

test('a refused write is refuted, and goes on with the other kind', async () => {
	const sandbox = await startTeam();
	await addThrowAway(sandbox);
	sandbox.setFaults([{ match: { endpoint: 7 }, effect: { type: 'status', status: 400 } }]);
	const outcome = await check(sandbox, { flags: writing });
	expect(standing(outcome, 'createServerSyncJob')).toMatchObject({ verdict: 'refuted' });
	expect(standing(outcome, 'deleteServerSyncJob')).toMatchObject({
		verdict: 'not tried',
		note: 'what comes before it failed',
	});
	expect(standing(outcome, 'deleteUserSyncJob').verdict).toBe('confirmed');
	expect(outcome.report.broken).toEqual(['Create a server sync job: refuted']);
});
