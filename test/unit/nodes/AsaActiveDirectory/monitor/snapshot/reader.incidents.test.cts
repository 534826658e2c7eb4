import { run, job, c1, missing, read, stateAfter, serverJobs } from './pretendedTeam.cts';

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
