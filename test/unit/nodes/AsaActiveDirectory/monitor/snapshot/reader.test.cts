import { check } from '../../../../../../nodes/AsaActiveDirectory/monitor/index';
import type { Settings } from '../../../../../../nodes/AsaActiveDirectory/monitor/rules/types';
import type { ResultsPlan } from '../../../../../../nodes/AsaActiveDirectory/monitor/snapshot/plan';
import {
	readSnapshot,
	type ReaderOptions,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/snapshot/reader';
import type {
	ConnectionSnapshot,
	JobSnapshot,
	Snapshot,
} from '../../../../../../nodes/AsaActiveDirectory/monitor/snapshot/types';
import type { State } from '../../../../../../nodes/AsaActiveDirectory/monitor/state/types';
import { openFake, type FakeResponse } from '../../asa/support.cts';
import { at, serverResult, settings } from '../scenario.cts';

const date = 'Sun, 01 Mar 2026 07:00:00 GMT';
const root = '/v1/teams/acme/integrations/ad_connections';

/** A pretended team: what each path answers, below that of the connections. Other paths are empty lists. */
type Paths = Record<string, FakeResponse | unknown[] | object>;

const run = (id: string, state: string, start = '06:00') =>
	serverResult(id, at(start), { task_state: state });

const job = (id: string, recent: object | null = null) => ({
	id,
	name: `Job ${id}`,
	is_active: true,
	frequency: 1,
	recent_task_result: recent,
});

const c1 = { id: 'c1', name: 'Corp', domain: 'corp.example.com', gateway_id: 'g1' };
const c2 = { id: 'c2', name: 'EMEA', domain: 'emea.example.com', gateway_id: 'g2' };

const missing: FakeResponse = { status: 404, body: { message: 'Not found' } };

/** A reader that plans nothing beyond the lists of jobs, unless said otherwise. */
function readerOptions(changes: Partial<ReaderOptions>): ReaderOptions {
	const nothing = { planResults: () => [], planDetails: () => [], planGateways: () => [] };
	return { concurrency: 8, ...nothing, ...changes };
}

/** Reads a pretended team. Returns the snapshot, and the paths that were asked for in that order. */
async function read(
	paths: Paths,
	{
		state,
		chosen = settings(),
		budgetMs,
		onRequest = () => undefined,
		options,
	}: {
		state?: State;
		chosen?: Settings;
		budgetMs?: number;
		onRequest?: (path: string) => void;
		options?: ReaderOptions;
	} = {},
) {
	const { client, sent } = await openFake(
		({ url }) => {
			const path = new URL(url).pathname.replace(root, '').replace('/v1/teams/acme', '');
			onRequest(path);
			return answerOf(paths[path]);
		},
		{ budgetMs },
	);
	const snapshot = await readSnapshot(client, state, chosen, options);
	const asked = sent.map(({ url }) =>
		new URL(url).pathname.replace(root, '').replace('/v1/teams/acme', ''),
	);
	return { snapshot, asked };
}

function answerOf(answer: Paths[string] | undefined): FakeResponse {
	const isResponse = typeof (answer as FakeResponse | undefined)?.status === 'number';
	if (isResponse) return { headers: { date }, ...(answer as FakeResponse) };
	const body = Array.isArray(answer) ? { list: answer } : (answer ?? { list: [] });
	return { body, headers: { date } };
}

/** The state after a snapshot. */
function stateAfter(snapshot: Snapshot, chosen = settings()): State {
	return check(undefined, snapshot, chosen).state;
}

function connectionsOf({ connections }: Snapshot): ConnectionSnapshot[] {
	if (!Array.isArray(connections)) throw new Error(connections.message);
	return connections;
}

function serverJobs(snapshot: Snapshot, index = 0): JobSnapshot[] {
	const list = connectionsOf(snapshot)[index].lists.serverSyncJob;
	if (!Array.isArray(list)) throw new Error('It was not read');
	return list;
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

describe('details of a failed run', () => {
	const failed = run('r1', 'error');
	const details = '/c1/task_settings/j1/task_results/r1/detailed_summary';
	const paths = {
		'': [c1],
		'/c1/task_settings': [job('j1', failed)],
		'/c1/task_settings/j1/task_results': [failed],
	};

	test('are added, and replace neither state, times nor ID', async () => {
		const other = { ...run('r1', 'done', '01:00'), rules_summary_status: 'done' };
		const status = { summary: 'why', detailed_summary: 'more' };
		const { snapshot } = await read({ ...paths, [details]: { ...other, status } });
		const [{ results, recentResult }] = serverJobs(snapshot);
		for (const result of [results?.[0], recentResult]) {
			expect(result).toMatchObject({
				id: 'r1',
				task_state: 'error',
				created_at: failed.created_at,
				updated_at: failed.updated_at,
				status,
			});
		}
	});

	test('are added to no other run', async () => {
		const { snapshot } = await read({
			...paths,
			'/c1/task_settings/j1/task_results': [run('r0', 'error', '05:00'), failed],
			[details]: { ...failed, status: { summary: 'why', detailed_summary: null } },
		});
		const [{ results }] = serverJobs(snapshot);
		const summaries = results?.map(({ id, status }) => [id, status.summary]);
		expect(summaries).toEqual([
			['r1', 'why'],
			['r0', null],
		]);
	});

	test('are not those of another result: that is one line for the log', async () => {
		const { snapshot } = await read({ ...paths, [details]: run('r9', 'done') });
		expect(serverJobs(snapshot)[0].results?.[0]).toMatchObject({ id: 'r1', task_state: 'error' });
		expect(snapshot.warnings).toEqual([
			expect.stringMatching(/does not contain the details of the result/),
		]);
	});

	test('that answer 404 are a missing path, if the job exists, and are asked for no more', async () => {
		const second = run('r2', 'error');
		const { snapshot, asked } = await read({
			...paths,
			'/c1/task_settings': [job('j1', failed), job('j2', second)],
			'/c1/task_settings/j2/task_results': [second],
			'/c1/task_settings/j1': job('j1'),
			[details]: missing,
			'/c1/task_settings/j2/task_results/r2/detailed_summary': missing,
		});
		expect(asked.filter((path) => /j\d$/.test(path))).toHaveLength(1);
		expect(snapshot.warnings).toEqual([
			expect.stringMatching(/^The details of failed runs could not be read: .*Path Corrections/),
		]);
	});

	test('that fail for now say nothing', async () => {
		const { snapshot } = await read({ ...paths, [details]: { status: 500, body: {} } });
		expect(snapshot.warnings).toEqual([]);
	});

	test('are added to the recent result if the list of results is unread', async () => {
		const { snapshot } = await read({
			...paths,
			'/c1/task_settings/j1/task_results': { status: 403, body: {} },
			[details]: { ...failed, status: { summary: null, detailed_summary: 'more' } },
		});
		expect(serverJobs(snapshot)[0]).toMatchObject({
			recentResult: { task_state: 'error', status: { detailed_summary: 'more' } },
		});
	});
});

describe('gateways', () => {
	const failed = run('r1', 'error');
	const paths = {
		'': [c1],
		'/c1/task_settings': [job('j1', failed)],
		'/c1/task_settings/j1/task_results': [failed],
		'/c1/task_settings/j1/task_results/r1/detailed_summary': failed,
		'/gateways': [{ id: 'g1', name: 'east' }],
		'/gateways/g1/status': { gateway_id: 'g1', status: 'OFFLINE' },
	};

	test('are read at a poll that opens incidents: names and status', async () => {
		const { snapshot, asked } = await read(paths);
		expect(snapshot.gateways).toEqual([{ id: 'g1', name: 'east', status: 'OFFLINE' }]);
		expect(asked.slice(-2)).toEqual(['/gateways', '/gateways/g1/status']);
	});

	test('are not read at any other poll', async () => {
		const state = stateAfter((await read(paths)).snapshot);
		const { snapshot, asked } = await read(paths, { state });
		expect(snapshot.gateways).toBeUndefined();
		expect(asked).not.toContain('/gateways');
	});

	test('that cannot be read have their ID as name and no status; the log says why', async () => {
		const refused = { status: 403, body: {} };
		const { snapshot } = await read({
			...paths,
			'/gateways': refused,
			'/gateways/g1/status': refused,
		});
		expect(snapshot.gateways).toEqual([{ id: 'g1', name: 'g1', status: null }]);
		expect(snapshot.warnings).toHaveLength(2);
		expect(snapshot.warnings[0]).toMatch(/^The gateway of an incident could not be read: /);
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
