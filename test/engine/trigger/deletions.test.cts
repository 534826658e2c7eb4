import { closeTriggerTeams } from '../triggerTeam.cts';
import { hour, minute, startScenario, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/** What was deleted, renamed or updated, and what only seems to be. */

describe.each(ways)('polled in the %s way, a job', (way) => {
	test('that is healthy and deleted: one item without a key, at the second list without it', async () => {
		const s = await startScenario({ way });
		const { id, settings } = s.job;
		await s.deleteJob();
		expect(await s.poll()).toEqual([]);
		expect(await s.items()).toMatchObject([
			{
				event: 'syncStopped',
				title: `Server sync job "${settings.name}" of "${s.connection.name}" was deleted`,
				severity: 'warning',
				job_id: id,
				incident_key: null,
				incident_action: null,
				cause: null,
				causes: null,
			},
		]);
		expect(await s.polls(3)).toEqual([]);
	});

	test('that is deleted while it is off: nothing', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', events: ['syncFailed'] });
		await s.setActive(false);
		expect(await s.polls(2)).toEqual([]);
		await s.republish(['syncStopped', 'syncFailed']);
		await s.deleteJob();
		expect((await s.polls(3)).filter((line) => line === 'syncStopped')).toEqual([]);
	});

	test('that is deleted while another server sync job takes its place: nothing', async () => {
		const s = await startScenario({ way, serverJobs: 2 });
		const [first, second] = s.connection.serverSyncJobs;
		await s.setActive(true, second);
		await s.deleteJob(first);
		expect(await s.polls(4)).toEqual([]);
	});

	test('that fails without an item and is deleted: one item without a key', async () => {
		const s = await startScenario({ way, events: ['syncStopped'] });
		expect(await s.runs('fail')).toEqual([[]]);
		await s.deleteJob();
		expect(await s.polls(2)).toEqual(['syncStopped']);
	});

	test('that an update gives another ID, and that a rename gives another name, is the same', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		s.plan('fail', 'fail', 'succeed');
		await s.updateJob({});
		expect(s.job.id).not.toBe(failed.job_id);
		expect(await s.polls(3)).toEqual([]);
		s.sandbox.renameJob(s.job.id, 'Renamed');
		expect(await s.polls(3)).toEqual([]);
		s.pass(2 * hour);
		const [end] = await s.items();
		expect(end).toMatchObject({ incident_key: failed.incident_key, job_name: 'Renamed' });
		expect(end.incident_action).toBe('resolve');
	});

	test('of two with one name, one that vanished and one that appeared at the same poll are the same', async () => {
		const s = await startScenario({ way, kind: 'userSyncJob', userJobs: 2 });
		const [first, second] = s.connection.userSyncJobs;
		s.sandbox.renameJob(second.id, first.settings.name);
		await s.poll();
		s.planOf(second.id, 'fail', 'succeed');
		const [failed] = await s.items(hour);
		expect(failed.job_id).toBe(second.id);
		const id = s.sandbox.recreateJob(second.id);
		s.planOf(id, 'succeed');
		const [end] = (await s.items(hour)).filter(({ job_id }) => job_id === id);
		expect(end).toMatchObject({ closed_by: 'success', incident_key: failed.incident_key });
		expect(await s.polls(3)).toEqual([]);
	});
});

describe.each(ways)('polled in the %s way, a connection', (way) => {
	test.each(['404', 'deleted_at'] as const)(
		'that was deleted (%s): the ends of its incidents, and one item for all its jobs',
		async (deletedAt) => {
			const s = await startScenario({ way, connections: 2, userJobs: 2, switches: { deletedAt } });
			const [failed] = await s.run('fail');
			const { id, name } = s.connection;
			await s.deleteConnection();
			const items = await s.items();
			expect(items).toMatchObject([
				{ event: 'syncRecovered', closed_by: 'deleted', incident_key: failed.incident_key },
				{
					event: 'syncStopped',
					title: `AD connection "${name}" was deleted`,
					severity: 'warning',
					connection_id: id,
					job_id: null,
					incident_key: null,
				},
			]);
			expect(await s.polls(3)).toEqual([]);
		},
	);

	test('that one list lacks, while GET finds it, is there', async () => {
		const s = await startScenario({ way, connections: 2 });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.sandbox.addFault({
			match: { endpoint: 1 },
			effect: { type: 'listWithout', id: s.connection.id },
			times: 1,
		});
		expect(await s.poll()).toEqual([]);
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});

	test('that the list lacks, while GET fails, is not gone: it was not read', async () => {
		const s = await startScenario({ way, connections: 2 });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		const { id } = s.connection;
		s.sandbox.addFault({ match: { endpoint: 1 }, effect: { type: 'listWithout', id } });
		s.fail(`${id}$`);
		expect(await s.polls(2)).toEqual([]);
		expect(await s.poll()).toEqual(['trigger connectionUnreadable']);
		s.recover();
		expect(await s.poll()).toEqual(['resolve readable']);
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});

	test('that is listed, while its jobs and GET answer 404, is not deleted: that is an outage', async () => {
		const s = await startScenario({ way, connections: 2 });
		s.fail(s.connection.id, 404);
		expect(await s.poll()).toEqual([]);
		expect(await s.poll(11 * minute)).toEqual(['trigger connectionUnreadable']);
		s.recover();
		expect(await s.poll()).toEqual(['resolve readable']);
	});

	test('that is renamed is the same', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		s.sandbox.renameConnection(s.connection.id, 'Renamed');
		const [end] = await s.run('succeed');
		expect(end).toMatchObject({
			incident_key: failed.incident_key,
			incident_action: 'resolve',
			connection_name: 'Renamed',
		});
	});
});

describe.each(ways)('polled in the %s way, one list', (way) => {
	const effects = [
		['that is empty', () => ({ type: 'emptyList' }) as const],
		['without the job', (id: string) => ({ type: 'listWithout', id }) as const],
	] as const;

	test.each(effects)('%s closes nothing, and the next poll goes on', async (_, effect) => {
		const s = await startScenario({ way });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.sandbox.addFault({ match: { endpoint: 6 }, effect: effect(s.job.id), times: 1 });
		expect(await s.poll()).toEqual([]);
		expect(await s.poll()).toEqual([]);
		expect(await s.runs('fail', 'succeed')).toEqual([[], ['resolve success']]);
	});

	test('that cannot be read between two that lack the job neither counts nor breaks them', async () => {
		const s = await startScenario({ way });
		await s.deleteJob();
		expect(await s.poll()).toEqual([]);
		s.fail('/task_settings');
		expect(await s.poll()).toEqual([]);
		s.recover();
		expect(await s.poll()).toEqual(['syncStopped']);
	});

	test('of connections that is empty closes nothing', async () => {
		const s = await startScenario({ way, connections: 2 });
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		s.sandbox.addFault({ match: { endpoint: 1 }, effect: { type: 'emptyList' } });
		expect(await s.polls(3)).toEqual([]);
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
	});

	test('that has lost an entry between two of its pages closes nothing', async () => {
		const switches = { pageSize: 1 };
		const s = await startScenario({ way, kind: 'userSyncJob', userJobs: 3, switches });
		s.plan('fail', 'succeed');
		s.passRun();
		const failed = (await s.items(0)).filter(({ incident_action }) => incident_action);
		expect(failed).toHaveLength(1);
		s.sandbox.addFault({
			match: { endpoint: 16 },
			effect: { type: 'listWithout', id: s.job.id },
			times: 1,
		});
		expect(await s.polls(2)).toEqual([]);
		s.passRun();
		expect(await s.poll(0)).toEqual(['resolve success']);
	});

	test('without any of 250 jobs loses none of them', async () => {
		const switches = { pageSize: 100 };
		const s = await startScenario({ way, kind: 'userSyncJob', userJobs: 250, switches });
		const [failed] = await s.run('fail');
		s.sandbox.addFault({ match: { endpoint: 16 }, effect: { type: 'emptyList' }, times: 1 });
		expect(await s.polls(2)).toEqual([]);
		const [end] = await s.run('succeed');
		expect(end).toMatchObject({ closed_by: 'success', incident_key: failed.incident_key });
	});
});
