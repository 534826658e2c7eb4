import type { State } from '../../../../../../nodes/AsaActiveDirectory/monitor/state/types';
import {
	run,
	job,
	c1,
	c2,
	missing,
	read,
	stateAfter,
	connectionsOf,
	serverJobs,
} from './pretendedTeam.cts';

describe('a list of jobs that answers 404', () => {
	test('is a missing path if its connection exists; that is asked once for all', async () => {
		const { snapshot, asked } = await read({
			'': [c1, c2],
			'/c1': c1,
			'/c1/task_settings': missing,
			'/c2/task_settings': missing,
		});
		expect(asked.filter((path) => path === '/c1' || path === '/c2')).toEqual(['/c1']);
		for (const { isDeleted, lists } of connectionsOf(snapshot)) {
			expect(isDeleted).toBe(false);
			expect(lists.userSyncJob).toEqual([]);
			expect(lists.serverSyncJob).toMatchObject({
				isNotFound: true,
				isTransient: false,
				remedy: expect.stringMatching(
					/^Enter the correct path in the credential under Path Corrections, for the endpoint "List server sync jobs".*\.$/,
				) as unknown,
			});
		}
	});

	test('is a connection that cannot be read for now if GET answers 404 too: it was just listed', async () => {
		const { snapshot } = await read({
			'': [c1, c2],
			'/c1': missing,
			'/c1/task_settings': missing,
			'/c2/task_settings': [job('j2')],
		});
		const [first, second] = connectionsOf(snapshot);
		expect(first.isDeleted).toBe(false);
		expect(first.lists.serverSyncJob).toMatchObject({ isNotFound: true });
		expect(second.lists.serverSyncJob).toHaveLength(1);
	});
});

describe('a list of results that answers 404', () => {
	const paths = {
		'': [c1],
		'/c1/task_settings': [job('j1', run('r1', 'done')), job('j2', run('r2', 'done'))],
		'/c1/task_settings/j1/task_results': missing,
		'/c1/task_settings/j2/task_results': missing,
	};

	test('is a missing path if its job exists; that is asked once for all', async () => {
		const { snapshot, asked } = await read({ ...paths, '/c1/task_settings/j1': job('j1') });
		expect(asked.filter((path) => /j\d$/.test(path))).toEqual(['/c1/task_settings/j1']);
		for (const { results, resultsError, recentResult } of serverJobs(snapshot)) {
			expect(results).toBeUndefined();
			expect(resultsError?.remedy).toContain('"List the results of a server sync job"');
			expect(recentResult).not.toBeNull();
		}
	});

	test('is left out if its job is gone meanwhile', async () => {
		const { snapshot } = await read({
			...paths,
			'/c1/task_settings/j1': missing,
			'/c1/task_settings/j2/task_results': [run('r2', 'done')],
		});
		const [first, second] = serverJobs(snapshot);
		expect([first.results, first.resultsError]).toEqual([undefined, undefined]);
		expect(second.results).toHaveLength(1);
	});

	test('or anything else for now is an error that may pass', async () => {
		const { snapshot } = await read({
			...paths,
			'/c1/task_settings/j1/task_results': { status: 500, body: {} },
			'/c1/task_settings/j2/task_results': [run('r2', 'done')],
		});
		expect(serverJobs(snapshot)[0].resultsError).toMatchObject({ isTransient: true, remedy: null });
	});
});

describe('a connection that the list lacks', () => {
	async function remembered(): Promise<State> {
		return stateAfter((await read({ '': [c1, c2] })).snapshot);
	}

	test('is looked up, and read if it is there', async () => {
		const paths = { '': [c2], '/c1': c1, '/c1/task_settings': [job('j1')] };
		const { snapshot, asked } = await read(paths, { state: await remembered() });
		expect(asked).toContain('/c1');
		expect(connectionsOf(snapshot).at(-1)).toMatchObject({
			id: 'c1',
			name: 'Corp',
			isDeleted: false,
			lists: { serverSyncJob: [{ id: 'j1' }] },
		});
	});

	test.each<[string, object]>([
		['404', missing],
		['a deleted one', { ...c1, deleted_at: '2026-03-01T00:00:00Z' }],
	])('is gone if GET answers %s', async (_, answer) => {
		const { snapshot, asked } = await read(
			{ '': [c2], '/c1': answer },
			{ state: await remembered() },
		);
		expect(asked.filter((path) => path.startsWith('/c1'))).toEqual(['/c1']);
		expect(connectionsOf(snapshot).at(-1)).toMatchObject({ id: 'c1', isDeleted: true, lists: {} });
	});

	test('is unread if GET fails, for both kinds', async () => {
		const { snapshot } = await read(
			{ '': [c2], '/c1': { status: 500, body: {} } },
			{ state: await remembered() },
		);
		expect(connectionsOf(snapshot).at(-1)).toMatchObject({
			name: 'Corp',
			isDeleted: false,
			lists: { serverSyncJob: { isTransient: true }, userSyncJob: { isTransient: true } },
		});
	});
});
