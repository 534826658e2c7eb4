import { createRandom } from '../../sandbox/random.cts';
import { itemsOf, startTriggerTeam, type TriggerTeam } from './triggerTeam.cts';

/** Ten hourly jobs: a poll every 1 to 3 hours misses nothing of the 10 results that the API keeps of each. */
const dataset = {
	connections: 2,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 4,
	frequencies: { 1: 1 },
};

const runs = 1_000;
const restarts = 20;
const restartsBeforeSave = 5;

const hour = 3600;

/** Ids of the scheduled runs that ended after an event of the history. */
function endedRuns(team: TriggerTeam, after: number): string[] {
	return team.sandbox
		.getHistory(after)
		.filter(({ type, details }) => type === 'run_ended' && details.isTest === false)
		.map(({ details }) => String(details.resultId));
}

describe.each(['client', 'page'] as const)('in the dialect of the %s', (dialect) => {
	test.each(['classic', 'durable'] as const)(
		'the %s engine delivers each of 1,000 results once over 20 restarts',
		async (engine) => {
			const switches = { failProbability: 0.2 };
			const team = await startTriggerTeam({ dialect, dataset, switches });
			const random = createRandom(7);
			const poller = team.poller({ events: ['newResult'] }, engine);
			expect(await poller.activate()).toBeNull();
			const baseline = team.sandbox.getHistory().length - 1;
			if (engine === 'durable') await poller.poll();

			const delivered: string[] = [];
			const made = { restarts: 0, beforeSave: 0 };
			for (let polls = 1; endedRuns(team, baseline).length < runs; polls++) {
				disturb(team, random.integer(0, 9));
				team.sandbox.advance(random.integer(hour, 3 * hour));
				const items = itemsOf(await poller.poll());
				const diesFirst = polls % 8 === 3 && made.beforeSave < restartsBeforeSave;
				if (!diesFirst) delivered.push(...items.map(({ result_id }) => String(result_id)));
				if (!diesFirst && polls % 2 === 0) continue;
				poller.restart({ beforeSave: diesFirst });
				made.restarts++;
				if (diesFirst) made.beforeSave++;
				if (engine === 'classic') {
					const again = itemsOf(await poller.activate('init'));
					delivered.push(...again.map(({ result_id }) => String(result_id)));
				}
			}
			delivered.push(...itemsOf(await poller.poll()).map(({ result_id }) => String(result_id)));
			const expected = endedRuns(team, baseline);
			await team.close();

			expect(made.restarts).toBeGreaterThanOrEqual(restarts);
			expect(made.beforeSave).toBe(restartsBeforeSave);
			expect(expected.length).toBeGreaterThanOrEqual(runs);
			expect(delivered.filter((id, index) => delivered.indexOf(id) !== index)).toEqual([]);
			expect(delivered.sort()).toEqual(expected.sort());
		},
		60_000,
	);
});

/** Now and then a test run, which may hide a scheduled one. */
function disturb({ sandbox }: TriggerTeam, dice: number): void {
	const [connection] = sandbox.getState().connections;
	const job = connection.userSyncJobs[dice % connection.userSyncJobs.length];
	if (dice > 3) sandbox.runJob(job.id, { isTest: true });
}
