import type { ResultsPlan } from '../../../../../../nodes/AsaActiveDirectory/monitor/snapshot/plan';
import { type ReaderOptions } from '../../../../../../nodes/AsaActiveDirectory/monitor/snapshot/reader';
import { type FakeResponse } from '../../asa/support.cts';
import { settings } from '../settings.cts';
import { at } from '../times.cts';
import {
	date,
	root,
	run,
	job,
	c1,
	c2,
	read,
	stateAfter,
	connectionsOf,
	serverJobs,
} from './pretendedTeam.cts';

/** A reader that plans nothing beyond the lists of jobs, unless said otherwise. */
function readerOptions(changes: Partial<ReaderOptions>): ReaderOptions {
	const nothing = { planResults: () => [], planDetails: () => [], planGateways: () => [] };
	return { concurrency: 8, ...nothing, ...changes };
}

describe('an idle team', () => {
	test('is read by 1 + 2 x connections requests, with the time of the first answer', async () => {
		const { snapshot, asked } = await read({ '': [c1, c2], '/c1/task_settings': [job('j1')] });
		expect(asked.sort()).toEqual([
			'',
			'/c1/task_settings',
			'/c1/user_sync_task_settings',
			'/c2/task_settings',
			'/c2/user_sync_task_settings',
		]);
		expect(snapshot).toMatchObject({
			atMs: at('07:00'),
			team: { origin: 'https://app.scaleft.com', name: 'acme' },
			warnings: [],
		});
		expect(Math.abs(snapshot.hostMs - Date.now())).toBeLessThan(10_000);
		expect(connectionsOf(snapshot)[0]).toEqual({
			id: 'c1',
			name: 'Corp',
			domain: 'corp.example.com',
			gatewayId: 'g1',
			isDeleted: false,
			lists: {
				serverSyncJob: [
					{
						id: 'j1',
						name: 'Job j1',
						isActive: true,
						frequencyHours: 1,
						startHourUtc: null,
						projectNames: [],
						recentResult: null,
					},
				],
				userSyncJob: [],
			},
		});
	});

	test('is read without the connections that the list says were deleted', async () => {
		const deleted = { ...c1, deleted_at: '2026-03-01T00:00:00Z' };
		const { snapshot } = await read({ '': [deleted, c2] });
		expect(connectionsOf(snapshot).map(({ id }) => id)).toEqual(['c2']);
	});

	test('has no time if the API says none', async () => {
		const { snapshot } = await read({ '': { status: 200, body: { list: [] }, headers: {} } });
		expect(snapshot.atMs).toBeNull();
	});

	test('has no time if the response has no list, so that it may not be from ASA', async () => {
		const { snapshot } = await read({ '': { status: 200, body: '' } });
		expect(snapshot.connections).toMatchObject({ isTransient: true });
		expect(snapshot.atMs).toBeNull();
	});

	test('is read as far as it is chosen', async () => {
		const chosen = settings({
			selection: { connections: [{ id: 'c2', name: '' }], jobKinds: ['userSyncJob'] },
		});
		const { snapshot, asked } = await read({ '': [c1, c2] }, { chosen });
		expect(asked).toEqual(['', '/c2/user_sync_task_settings']);
		expect(connectionsOf(snapshot).map(({ id }) => id)).toEqual(['c1', 'c2']);
	});

	test('without a list of connections is its error', async () => {
		const { snapshot, asked } = await read({ '': { status: 403, body: { message: 'No' } } });
		expect(asked).toEqual(['']);
		expect(snapshot.connections).toMatchObject({
			message: expect.stringContaining('403') as unknown,
			isTransient: false,
			isNotFound: false,
		});
	});
});

describe('results', () => {
	test('are read of jobs that have run, no further back than what is remembered', async () => {
		const newest = run('r3', 'done', '06:50');
		const paths = {
			'': [c1],
			'/c1/task_settings': [job('j1', run('r2', 'done', '06:00')), job('j2')],
			'/c1/task_settings/j1/task_results': [run('r1', 'done', '05:00'), run('r2', 'done')],
		};
		const first = await read(paths);
		expect(first.asked.at(-1)).toBe('/c1/task_settings/j1/task_results');
		const state = stateAfter(first.snapshot);
		const link = { link: `<https://app.scaleft.com${root}/c1/older>; rel="next"`, date };
		const page = [newest, run('r2', 'done'), run('r0', 'done', '04:00')];
		const { snapshot, asked } = await read(
			{
				...paths,
				'/c1/task_settings': [job('j1', newest)],
				'/c1/task_settings/j1/task_results': { status: 200, body: { list: page }, headers: link },
			},
			{ state },
		);
		expect(asked).not.toContain('/c1/older');
		expect(serverJobs(snapshot)[0].results?.map(({ id }) => id)).toEqual(['r3', 'r2', 'r0']);
	});
});

describe('what ends a poll', () => {
	const paths = { '': [c1, c2], '/c1/task_settings': [job('j1', run('r1', 'done'))] };

	test.each<[string, FakeResponse, boolean]>([
		['a refused token', { status: 401, body: { message: 'expired' } }, false],
		[
			'a missing role',
			{ status: 401, body: { nottype: 'authorization_error', message: 'Missing capability' } },
			false,
		],
		['a rate limit', { status: 429, headers: { 'retry-after': '3600' } }, true],
	])(
		'%s: nothing more is sent, and its error stands for all the rest',
		async (_, answer, isTransient) => {
			const { snapshot, asked } = await read(
				{ ...paths, '/c1/task_settings': answer },
				{ budgetMs: 10_000, options: readerOptions({ concurrency: 1 }) },
			);
			expect(asked).toEqual(['', '/c1/task_settings']);
			for (const { lists } of connectionsOf(snapshot)) {
				expect(lists.serverSyncJob).toMatchObject({ isTransient });
				expect(lists.userSyncJob).toEqual(lists.serverSyncJob);
			}
		},
	);

	test('lack of time: what was not reached is left out, which is no error', async () => {
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
		const onRequest = (path: string) => {
			if (path === '/c1/task_settings') clock.mockReturnValue(now + 2_000);
		};
		const { snapshot, asked } = await read(paths, { budgetMs: 1_000, onRequest });
		clock.mockRestore();
		const [first, second] = connectionsOf(snapshot);
		expect(first.lists.serverSyncJob).toHaveLength(1);
		expect(second.lists).toEqual({});
		expect(serverJobs(snapshot)[0]).not.toHaveProperty('resultsError.message');
		expect(asked.length).toBeLessThan(5);
	});
});

test('another reader may plan its own lists of results, without details', async () => {
	const failed = run('r1', 'error');
	const plan: ResultsPlan = {
		connectionId: 'c1',
		kind: 'serverSyncJob',
		jobId: 'j1',
		sinceMs: null,
	};
	const { snapshot, asked } = await read(
		{
			'': [c1],
			'/c1/task_settings': [job('j1', failed), job('j2', failed)],
			'/c1/task_settings/j1/task_results': [failed],
		},
		{ options: readerOptions({ concurrency: 2, planResults: () => [plan] }) },
	);
	expect(asked.filter((path) => path.includes('results'))).toEqual([
		'/c1/task_settings/j1/task_results',
	]);
	expect(snapshot.gateways).toBeUndefined();
});
