import { itemsOf, startTriggerTeam, type TriggerTeam } from './triggerTeam.cts';

describe.each(['client', 'page'] as const)('in the dialect of the %s', (dialect) => {
	let team: TriggerTeam;

	beforeEach(async () => {
		team = await startTriggerTeam({ dialect });
	});
	afterEach(() => team.close());

	test('a sync that fails is reported once, with its details', async () => {
		const poller = team.poller({ events: ['syncFailed'] });
		expect(await poller.activate()).toBeNull();
		const job = team.sandbox.getState().connections[0].serverSyncJobs[0];
		team.sandbox.planRuns(job.id, { outcome: 'fail' });
		team.sandbox.advance(3700);

		const items = itemsOf(await poller.poll());
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: 'syncFailed',
			outcome: 'failed',
			cause: 'failed',
			job_id: job.id,
			job_name: job.settings.name,
			job_kind: 'serverSyncJob',
			incident_action: 'trigger',
			consecutive_failures: 1,
		});
		expect(items[0].detailed_summary).toContain('LDAP');
		expect(await poller.poll()).toBeNull();
	});
});
