import { closeTriggerTeams } from '../triggerTeam.cts';
import { prepareScenario, startScenario, ways } from './scenario.cts';
import { stateOf, type StoredState, store } from './storedState.cts';

afterEach(closeTriggerTeams);

describe.each(ways)('polled in the %s way, a stored state', (way) => {
	const damage: Array<[string, (state: StoredState) => unknown]> = [
		['that is a text', () => 'lost'],
		['that is null', () => null],
		['of another version', (state) => ({ ...state, version: 99 })],
		['with a connection that is a number', (state) => ({ ...state, connections: { x: 5 } })],
		['with a time that is none', (state) => ({ ...state, at: 'yesterday' })],
	];

	test.each(damage)(
		'%s: a new baseline, one line in the log, and what fails now is reported whatever the option says',
		async (_, change) => {
			const events = ['syncFailed', 'newResult'];
			const options = { reportCurrentFailures: false };
			const s = await startScenario({ way, events, options });
			const [, failed] = await s.run('fail');
			store(s, change(stateOf(s)));
			expect([...(await s.restart()), ...(await s.polls(3))]).toEqual(['trigger syncFailed']);
			expect(s.poller.warnings.filter((line) => line.startsWith('The stored state'))).toHaveLength(
				1,
			);
			const [end] = (await s.run('succeed')).filter(({ event }) => event === 'syncRecovered');
			expect(end.incident_key).toBe(failed.incident_key);
		},
	);

	test('that is damaged while the team cannot be read is replaced once it can', async () => {
		const s = await startScenario({ way, options: { reportCurrentFailures: false } });
		const [failed] = await s.run('fail');
		store(s, 'lost');
		s.fail('/ad_connections$');
		expect([...(await s.restart()), ...(await s.poll())]).toEqual([]);
		s.recover();
		const [again] = await s.items();
		expect(again).toMatchObject({ event: 'syncFailed', incident_key: failed.incident_key });
		expect(await s.polls(3)).toEqual([]);
	});

	test('of another team is set aside: nothing is resolved, and the log names the keys', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const other = await startScenario({ way, switches: { failProbability: 0 } });
		const { data } = s.team.credential;
		Object.assign(data, other.team.credential.data, { sessionToken: '' });
		expect(await s.polls(4)).toEqual([]);
		expect(s.poller.warnings).toEqual([
			`The credential now belongs to another team. Incidents of the previous team stay open: ${failed.incident_key}.`,
		]);
	});

	test('of another team stays until the new one can be read; until then an outage counts for it', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const good = { ...s.team.credential.data };
		s.team.credential.data.teamName = 'another-team';
		expect(await s.polls(4)).toEqual(['trigger connectionUnreadable']);
		Object.assign(s.team.credential.data, good);
		const [closed] = await s.items();
		expect(closed.closed_by).toBeNull();
		const [end] = await s.run('succeed');
		expect(end.incident_key).toBe(failed.incident_key);
	});

	test('that a workflow brings along from another n8n goes on', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const copy = s.team.poller({}, way);
		copy.importState(s.poller.storedState);
		s.plan('succeed');
		s.passRun();
		const [end] = [...((await copy.activate()) ?? []), ...((await copy.poll()) ?? [])];
		expect(end.json).toMatchObject({
			incident_action: 'resolve',
			incident_key: failed.incident_key,
		});
	});

	test('that a workflow brings along from another team resolves nothing of that team', async () => {
		const s = await startScenario({ way });
		const [failed] = await s.run('fail');
		const other = await prepareScenario({ way });
		other.poller.importState(s.poller.storedState);
		expect([...(await other.activate()), ...(await other.polls(3))]).toEqual([]);
		expect(other.poller.warnings[0]).toContain(`stay open: ${failed.incident_key}.`);
		expect(await other.runs('fail')).toEqual([['trigger syncFailed']]);
	});
});
