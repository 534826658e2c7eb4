import { createRandom } from '../../../sandbox/random.cts';
import { closeTriggerTeams, itemsOf, startTriggerTeam, type TriggerTeam } from '../triggerTeam.cts';
import { hour, ways } from './scenario.cts';

afterEach(closeTriggerTeams);

/** Ten hourly jobs: a poll every 1 to 3 hours misses nothing of the 10 results that the API keeps of each. */
const dataset = {
	connections: 2,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 4,
	frequencies: { 1: 1 },
};

const runs = 500;
const restarts = 12;
const restartsBeforeSave = 4;

/** Ids of the scheduled runs that ended after an event of the history. */
function endedRuns({ sandbox }: TriggerTeam, after: number): string[] {
	return sandbox
		.getHistory(after)
		.filter(({ type, details }) => type === 'run_ended' && details.isTest === false)
		.map(({ details }) => String(details.resultId));
}

/** Now and then a test run, which may hide a scheduled one. */
function disturb({ sandbox }: TriggerTeam, number: number): void {
	const [connection] = sandbox.getState().connections;
	const job = connection.userSyncJobs[number % connection.userSyncJobs.length];
	if (number > 3) sandbox.runJob(job.id, { isTest: true });
}

test.each(ways)(
	'polled in the %s way, each of 500 results is delivered once over 12 restarts of n8n',
	async (way) => {
		const switches = { failProbability: 0.2, tokenLifetimeSeconds: 400 * 24 * hour };
		const team = await startTriggerTeam({ dataset, switches });
		const random = createRandom(7);
		const poller = team.poller({ events: ['newResult'] }, way);
		expect(itemsOf(await poller.activate())).toEqual([]);
		const baseline = team.sandbox.getHistory().length - 1;
		await poller.poll();

		const delivered: string[] = [];
		const deliver = (emitted: Awaited<ReturnType<typeof poller.poll>>) =>
			delivered.push(...itemsOf(emitted).map(({ result_id }) => String(result_id)));
		const made = { restarts: 0, beforeSave: 0 };
		for (let polls = 1; endedRuns(team, baseline).length < runs; polls++) {
			disturb(team, random.integer(0, 9));
			team.advance(random.integer(hour, 3 * hour));
			const emitted = await poller.poll();
			const diesFirst = polls % 6 === 3 && made.beforeSave < restartsBeforeSave;
			if (!diesFirst) deliver(emitted);
			if (!diesFirst && polls % 2 === 0) continue;
			poller.restart({ beforeSave: diesFirst });
			made.restarts++;
			if (diesFirst) made.beforeSave++;
			if (way === 'classic') deliver(await poller.activate('init'));
		}
		deliver(await poller.poll());
		const expected = endedRuns(team, baseline);

		expect(made.restarts).toBeGreaterThanOrEqual(restarts);
		expect(made.beforeSave).toBe(restartsBeforeSave);
		expect(expected.length).toBeGreaterThanOrEqual(runs);
		expect(delivered.filter((id, index) => delivered.indexOf(id) !== index)).toEqual([]);
		expect(delivered.sort()).toEqual(expected.sort());
	},
	60_000,
);
