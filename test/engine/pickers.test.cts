import { closeAll, dialects, startAsa, type Asa } from './asa.cts';
import { byId, byName, firstConnection, signIn, takeSent } from './runOperation.cts';

describe.each(dialects)('Pickers, answered in the %s dialect', (dialect) => {
	let asa: Asa;

	beforeEach(async () => {
		asa = await startAsa({ dialect });
		await signIn(asa);
	});
	afterEach(closeAll);

	async function pick(method: string, parameters = {}, filter?: string) {
		const { results } = await asa.engine.listSearch({
			type: 'asaActiveDirectory',
			method,
			parameters,
			filter,
			credentials: [asa.credential],
		});
		return results;
	}

	const onConnection = () => ({ connection: byId(firstConnection(asa).connection.id) });

	describe('connections', () => {
		it('show name and domain, sorted, and can be searched', async () => {
			const all = await pick('searchConnections');
			expect(all.map(({ name }) => name)).toEqual([
				'Corporate directory (corp.example.com)',
				'EMEA directory (emea.example.com)',
			]);
			expect(await pick('searchConnections', {}, 'emea.EX')).toEqual([all[1]]);
		});

		it('come from all pages', async () => {
			await asa.sandbox.reset({ dataset: { connections: 230 } });
			await signIn(asa);
			expect(await pick('searchConnections')).toHaveLength(230);
		});
	});

	describe('gateways and projects', () => {
		it('are sorted, and can be searched', async () => {
			const { gateways, projects } = asa.sandbox.getState();
			expect(await pick('searchGateways')).toEqual(entries(gateways));
			expect(await pick('searchProjects')).toEqual(entries(projects));
			const [web] = projects.filter(({ name }) => name === 'web-servers');
			expect(await pick('searchProjects', {}, ' WEB')).toEqual(entries([web]));
			expect(await pick('searchGateways', {}, 'east')).toEqual(entries([gateways[0]]));
		});
	});

	function entries(objects: Array<{ id: string; name: string }>) {
		return objects
			.map(({ id, name }) => ({ name, value: id }))
			.sort((a, b) => a.name.localeCompare(b.name));
	}

	describe('jobs', () => {
		const jobs = (resource: string, filter?: string) =>
			pick('searchJobs', { resource, operation: 'get', ...onConnection() }, filter);

		it('show kind, state and last outcome, and hold the name', async () => {
			const { server } = firstConnection(asa);
			asa.sandbox.planRuns(server.id, { outcome: 'fail', durationSeconds: 1 });
			asa.sandbox.runJob(server.id);
			asa.sandbox.advance(2);
			expect(await jobs('serverSyncJob')).toEqual([
				{ name: 'Servers (active, last run: failed)', value: 'Servers' },
			]);
			expect(await jobs('userSyncJob')).toEqual([
				{ name: 'Contractors (active, last run: success)', value: 'Contractors' },
				{ name: 'Employees (active, last run: success)', value: 'Employees' },
			]);
			expect(await jobs('userSyncJob', 'contr')).toHaveLength(1);
		});

		it('hold the ID if names repeat', async () => {
			await asa.sandbox.reset({
				dataset: { connections: 1, userJobsPerConnection: 2, nameLength: 1 },
			});
			await signIn(asa);
			const { connection } = firstConnection(asa);
			const list = connection.userSyncJobs.map(({ id }) => ({
				id,
				name: 'Twin',
				is_active: false,
				frequency: 1,
			}));
			asa.sandbox.setFaults([
				{ match: { endpoint: 16 }, effect: { type: 'replaceBody', body: { list } } },
			]);
			const found = await jobs('userSyncJob');
			expect(found.map(({ value }) => value).sort()).toEqual(list.map(({ id }) => id).sort());
			for (const { name, value } of found) {
				expect(name).toBe(`Twin (inactive, no run yet, ${value})`);
			}
		});

		it('never hold what n8n would take for an expression', async () => {
			const named = { name: '={{ $env.PATH }}', is_active: false, frequency: 1 };
			const list = [
				{ ...named, id: 'an-id' },
				{ ...named, id: '={{ 6 * 7 }}', name: 'Plain' },
				{ ...named, id: '={{ 6 * 8 }}' },
			];
			asa.sandbox.setFaults([
				{ match: { endpoint: 16 }, effect: { type: 'replaceBody', body: { list } } },
			]);
			const found = await jobs('userSyncJob');
			expect(found.map(({ value }) => value).sort()).toEqual(['Plain', 'an-id']);
		});

		it('ask for a connection first', async () => {
			const parameters = { resource: 'serverSyncJob', operation: 'get', connection: byId('') };
			await expect(pick('searchJobs', parameters)).rejects.toThrow('No connection selected yet');
		});
	});

	describe('results', () => {
		const results = (job: object, filter?: string) =>
			pick(
				'searchResults',
				{ resource: 'serverSyncJob', operation: 'getResult', ...onConnection(), job },
				filter,
			);

		it.each(['ID', 'name'])(
			'show time and outcome, newest first, for a job by its %s',
			async (by) => {
				const { server } = firstConnection(asa);
				asa.sandbox.planRuns(server.id, { outcome: 'fail', durationSeconds: 1 });
				asa.sandbox.runJob(server.id, { isTest: true });
				asa.sandbox.advance(2);
				const found = await results(by === 'ID' ? byId(server.id) : byName('Servers'));
				const kept = firstConnection(asa).server.results;
				expect(found.map(({ value }) => value)).toEqual(kept.map(({ id }) => id).reverse());
				expect(found[0].name).toBe('2026-01-05T00:00:00Z (failed, test)');
				expect(found[1].name).toMatch(/^2026-01-04T.*Z \(success\)$/);
				expect(await results(byId(server.id), 'failed')).toEqual([found[0]]);
			},
		);

		it('ask for a job first', async () => {
			await expect(results(byName(''))).rejects.toThrow('No job selected yet');
			await expect(results(byName('Nobody'))).rejects.toThrow(
				`'Job' is "Nobody", but no job has this name`,
			);
			expect(takeSent(asa).filter(([line]) => line.includes('results'))).toEqual([]);
		});
	});

	it.each([
		['searchConnections', 1],
		['searchGateways', 26],
		['searchProjects', 28],
		['searchJobs', 6],
		['searchResults', 13],
	] as const)('%s lets the message of the API through', async (method, endpoint) => {
		asa.sandbox.setFaults([{ match: { endpoint }, effect: { type: 'status', status: 403 } }]);
		const parameters = {
			resource: 'serverSyncJob',
			operation: 'getResult',
			...onConnection(),
			job: byId(firstConnection(asa).server.id),
		};
		await expect(pick(method, parameters)).rejects.toThrow(/Okta rejected the request \(403, \w+/);
	});
});
