import { closeTriggerTeams } from '../triggerTeam.cts';
import { day, hour, minute, startScenario, ways, type TriggerScenario } from './scenario.cts';

afterEach(closeTriggerTeams);

/** What happens while a connection cannot be read. */

const two = { connections: 2, userJobs: 1 };

describe.each(ways)('polled in the %s way, a connection that cannot be read', (way) => {
	test('is reported ten minutes after the first failed poll, and taken back at the first good one', async () => {
		const s = await startScenario({ way, ...two });
		const { id, name, domain } = s.connection;
		s.fail(id);
		const lines = [];
		for (let polls = 0; polls < 10; polls++) lines.push(...(await s.poll(minute)));
		expect(lines).toEqual([]);
		const [opening] = await s.items(minute);
		expect(opening).toMatchObject({
			event: 'connectionUnreadable',
			title: `AD connection "${name}" could not be read`,
			severity: 'error',
			cause: 'unreadable',
			causes: ['unreadable'],
			incident_action: 'trigger',
			incident_opened_at: s.sandbox.now(),
			connection_id: id,
			connection_name: name,
			domain,
			job_id: null,
			result: null,
		});
		expect(opening.text).toContain('The list of server sync jobs could not be read: ');
		expect(opening.text).toContain('The list of user sync jobs could not be read: ');
		expect(opening.text).toContain('Okta returned a server error (500');
		expect(opening.incident_key).toMatch(/^asa-connection-[A-Za-z0-9]+-\d+$/);
		expect(await s.polls(2)).toEqual([]);
		s.recover();
		const [end] = await s.items();
		expect(end).toMatchObject({
			event: 'syncRecovered',
			severity: 'info',
			incident_action: 'resolve',
			incident_key: opening.incident_key,
			closed_by: null,
		});
		expect(end.title).toBe(`AD connection "${name}" can be read again`);
		expect(await s.polls(2)).toEqual([]);
	});

	test('for days is reported by the default events', async () => {
		const s = await startScenario({ way, ...two });
		s.fail(s.connection.id);
		expect(await s.polls(6, 12 * hour)).toEqual(['trigger connectionUnreadable']);
	});

	test('is not counted across a good poll', async () => {
		const s = await startScenario({ way, ...two });
		s.fail(s.connection.id);
		expect(await s.poll()).toEqual([]);
		s.recover();
		expect(await s.poll()).toEqual([]);
		s.fail(s.connection.id);
		expect(await s.poll()).toEqual([]);
		expect(await s.poll()).toEqual([]);
		expect(await s.poll()).toEqual(['trigger connectionUnreadable']);
	});

	test('has a key with the time of its first failed poll', async () => {
		const s = await startScenario({ way, ...two });
		s.fail(s.connection.id);
		await s.poll();
		const first = Date.parse(s.sandbox.now()) / 1000;
		const [opening] = await s.items(12 * minute);
		expect(opening.incident_key).toMatch(new RegExp(`-${first}$`));
		expect(opening.text).toContain(
			`Unreadable since ${new Date(first * 1000).toISOString().replace('.000', '')}.`,
		);
	});

	test('is one line in the log if its event is not chosen, and is reported once it is', async () => {
		const s = await startScenario({ way, ...two, events: ['syncFailed'] });
		s.fail(s.connection.id, 403);
		expect(await s.polls(6, 10 * minute)).toEqual([]);
		expect(s.poller.warnings).toEqual([
			expect.stringMatching(/^AD connection "Directory 001": The list of server sync jobs could/),
		]);
		expect(s.poller.errors).toEqual([]);
		const lines = await s.republish(['connectionUnreadable']);
		lines.push(...(await s.polls(3, 10 * minute)));
		expect(lines).toEqual(['trigger connectionUnreadable']);
	});

	test('puts out its end alone if only Sync Recovered is chosen', async () => {
		const s = await startScenario({ way, ...two, events: ['syncRecovered'] });
		s.fail(s.connection.id);
		expect(await s.polls(4)).toEqual([]);
		s.recover();
		expect(await s.items()).toMatchObject([
			{ event: 'syncRecovered', connection_id: s.connection.id, incident_opened_at: null },
		]);
	});

	test('lets nothing of its jobs open, close or remind; its own incident reminds', async () => {
		const events = ['syncFailed', 'syncOverdue', 'connectionUnreadable', 'syncStillFailing'];
		const s = await startScenario({ way, ...two, events, options: { reminderHours: 2 } });
		const { id } = s.connection;
		const [failed] = await s.run('fail');
		s.fail(id);
		s.plan('succeed');
		const items = [];
		for (let polls = 0; polls < 5; polls++) items.push(...(await s.items(hour)));
		expect(items.map(({ event, connection_id }) => [event, connection_id])).toEqual([
			['connectionUnreadable', id],
			['syncStillFailing', id],
		]);
		expect(items[1].job_id).toBeNull();
		expect(items[1].title).toContain('still cannot be read');
		s.recover();
		const after = await s.items();
		expect(after).toMatchObject([
			{ incident_key: failed.incident_key, closed_by: 'success' },
			{ incident_key: items[0].incident_key, closed_by: null },
		]);
	});

	test('is reported with the earliest time at which access through its jobs may end', async () => {
		const s = await startScenario({ way, ...two });
		const { connection } = s;
		const start = connection.userSyncJobs[0].results.at(-1)!.createdAt;
		s.fail(connection.id);
		await s.poll();
		const [opening] = await s.items(12 * minute);
		const ends = new Date(Date.parse(start) + 48 * hour * 1000).toISOString().replace('.000', '');
		expect(opening.access_ends_at).toBe(ends);
		expect(opening.text).toContain(
			`Access through its jobs probably ends ${ends} at the earliest.`,
		);
	});

	test('that is deleted meanwhile: its incident is closed as deleted', async () => {
		const s = await startScenario({ way, ...two });
		s.fail(`${s.connection.id}/`);
		expect(await s.polls(3, 10 * minute)).toEqual(['trigger connectionUnreadable']);
		await s.deleteConnection();
		expect(await s.poll()).toEqual(['resolve deleted', 'syncStopped']);
	});

	test('hides nothing that ran meanwhile', async () => {
		const s = await startScenario({ way, ...two, events: ['newResult'] });
		const { id } = s.connection;
		s.fail(id);
		const items = [];
		for (let polls = 0; polls < 3; polls++) items.push(...(await s.items(hour)));
		expect(items.filter(({ connection_id }) => connection_id === id)).toEqual([]);
		s.recover();
		const after = (await s.items()).filter(({ connection_id }) => connection_id === id);
		expect(after).toHaveLength(6);
	});
});

describe.each(ways)('polled in the %s way, of two lists of jobs', (way) => {
	test('the readable one is still evaluated, and the outage names the other', async () => {
		const s = await startScenario({ way, userJobs: 1 });
		s.fail('/user_sync_task_settings');
		expect(await s.runs('fail')).toEqual([['trigger syncFailed']]);
		const [opening] = await s.items(12 * minute);
		expect(opening.event).toBe('connectionUnreadable');
		expect(opening.text).toContain('The list of user sync jobs could not be read');
		expect(opening.text).not.toContain('server sync jobs');
		expect(await s.runs('succeed')).toEqual([['resolve success']]);
		s.recover();
		expect(await s.poll()).toEqual(['resolve readable']);
	});

	test('one that answers 404 permanently is an outage, whose text names the path correction', async () => {
		const s = await startScenario({ way, userJobs: 1 });
		s.sandbox.setSwitches({ movedPaths: { 6: null } });
		await s.poll();
		const [opening] = await s.items(12 * minute);
		expect(opening.event).toBe('connectionUnreadable');
		expect(opening.text).toContain('The list of server sync jobs could not be read');
		expect(opening.text).toMatch(
			/Enter the correct path in the credential under Path Corrections.*\./,
		);
		expect(await s.polls(2, day)).toEqual([]);
	});
});

describe.each(ways)('polled in the %s way, a list of results', (way) => {
	/** The lines of the failed job's polls, hour by hour. */
	async function failAndRecover(s: TriggerScenario): Promise<string[][]> {
		return await s.runs('fail', 'fail', 'succeed');
	}

	test.each([400, 403, 404, 405])(
		'that answers %d is no outage: the job is evaluated by its recent result, and one log line says so',
		async (status) => {
			const s = await startScenario({ way });
			s.fail('task_results', status);
			expect(await failAndRecover(s)).toEqual([['trigger syncFailed'], [], ['resolve success']]);
			const lines = s.poller.warnings.filter((line) => line.startsWith('The results of'));
			expect(lines).toEqual([
				expect.stringContaining('Only the most recent result of each job is used.'),
			]);
			if (status === 404) expect(lines[0]).toContain('under Path Corrections');
			expect(s.poller.errors).toEqual([]);
		},
	);

	test('that answers 500 for a while loses nothing', async () => {
		const s = await startScenario({ way, events: ['newResult'] });
		s.fail('task_results', 500);
		s.plan('fail', 'succeed', 'fail');
		const during = [];
		for (let run = 0; run < 2; run++) {
			s.passRun();
			during.push(...(await s.poll(0)));
		}
		s.recover();
		s.passRun();
		const lines = [...during, ...(await s.poll(0))].map((line) => line.split(' ')[1]);
		expect(lines).toEqual(['failed', 'success', 'failed']);
	});

	test('that is moved to a corrected path is read there', async () => {
		const path = 'integrations/ad_connections/{connection}/task_settings/{job}/results';
		const s = await startScenario({
			way,
			events: ['newResult'],
			switches: { movedPaths: { 13: path } },
		});
		const endpoint = 'listServerSyncResults';
		s.team.credential.data.pathCorrections = {
			correction: [{ endpoint, path: `/v1/teams/{team}/${path}` }],
		};
		await s.poll();
		for (let run = 0; run < 3; run++) s.passRun();
		expect(await s.items(0)).toHaveLength(3);
	});
});

describe.each(ways)('polled in the %s way, details and gateways', (way) => {
	test.each([403, 404, 500])('that answer %d are no outage', async (status) => {
		const s = await startScenario({ way });
		s.fail('detailed_summary|/gateways', status);
		const [failed] = await s.run('fail');
		expect(failed).toMatchObject({
			event: 'syncFailed',
			detailed_summary: null,
			gateway_id: s.connection.gatewayId,
			gateway_name: s.connection.gatewayId,
			gateway_status: null,
		});
		const lines = s.poller.warnings.filter((line) => line.startsWith('The details of failed runs'));
		expect(lines).toHaveLength(status === 500 ? 0 : 1);
		expect(await s.polls(3)).toEqual([]);
		expect(s.poller.errors).toEqual([]);
	});
});
