import { createRandom, type Random } from '../../../sandbox/random.cts';
import type { SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { pollEngines } from '../harness/poller.cts';
import { closeTriggerTeams, itemsOf } from '../triggerTeam.cts';
import {
	day,
	hour,
	minute,
	prepareScenario,
	type Plan,
	type TriggerScenario,
} from './scenario.cts';

afterEach(closeTriggerTeams);

/** One team, watched by three triggers at the same times, each of them polled in another way. */

const polls = 60;

const plans: Plan[] = [
	'succeed',
	'fail',
	{ outcome: 'timeout', times: 3 },
	{ outcome: 'succeed', durationSeconds: 3 * hour },
	{ outcome: 'succeed', appearDelaySeconds: 90 * minute },
	{ outcome: 'fail', appearDelaySeconds: 20 * minute },
	{ outcome: 'fail', clockOffsetSeconds: 10 * day },
	{ outcome: 'fail', taskState: 'kaputt', rulesSummaryStatus: 'kaputt' },
	{ outcome: 'succeed', taskState: 'kaputt', times: 3 },
	{ outcome: 'fail', durationSeconds: 40 * minute, runningTaskState: 'phase2' },
	{ outcome: 'succeed', times: null, appearDelaySeconds: 300 * day },
];

const lists = ['/ad_connections$', '/task_settings$', '/user_sync_task_settings$', 'results$'];

function pick<One>(random: Random, all: readonly One[]): One {
	return all[random.integer(0, all.length - 1)];
}

/** Changes something in ASA, or lets it answer badly until the faults are cleared. */
async function disturb(s: TriggerScenario, random: Random): Promise<void> {
	const { serverSyncJobs, userSyncJobs } = pick(random, s.sandbox.getState().connections);
	const job = pick(random, [...serverSyncJobs, ...userSyncJobs]);
	const endpoint = job.kind === 'server' ? 6 : 16;
	const changes: Array<() => unknown> = [
		() => s.planOf(job.id, pick(random, plans), pick(random, plans)),
		() => s.planOf(job.id, pick(random, plans), pick(random, plans)),
		async () => await s.setActive(!job.settings.is_active, job),
		() => s.sandbox.runJob(job.id, { isTest: true }),
		() => s.sandbox.renameJob(job.id, `Renamed ${random.integer(1, 9)}`),
		() => s.sandbox.recreateJob(job.id),
		() => s.fail(pick(random, lists), pick(random, [500, 403, 404])),
		() => s.sandbox.addFault({ match: { endpoint }, effect: { type: 'emptyList' } }),
		() => s.sandbox.addFault({ match: { endpoint: 1 }, effect: { type: 'emptyList' } }),
	];
	await pick(random, changes)();
}

/**
 * What must be the same. The durable scheduler may forget up to an hour of results: of a job that was deleted
 * meanwhile they can't be read again.
 */
function comparable(item: SyncItem): Partial<SyncItem> {
	const { text, last_success_at, access_ends_at, ...rest } = item;
	const isDeleted = item.closed_by === 'deleted' || item.incident_key === null;
	return isDeleted ? rest : { ...rest, text, last_success_at, access_ends_at };
}

test.each([2, 4])(
	'all ways to poll put out the same items (seed %d)',
	async (seed) => {
		const s = await prepareScenario({ connections: 2, serverJobs: 2, userJobs: 1 });
		// n8n's clock as well is the same for each of the three.
		Date.now = () => Date.parse(s.sandbox.now());
		const pollers = pollEngines.map((way) => s.team.poller({}, way));
		for (const poller of pollers) expect(itemsOf(await poller.activate())).toEqual([]);
		const random = createRandom(seed);
		let count = 0;
		for (let poll = 0; poll < polls; poll++) {
			if (random.integer(0, 2) === 0) s.recover();
			else await disturb(s, random);
			s.pass(pick(random, [minute, 5 * minute, 20 * minute, hour, 3 * hour]));
			const items = [];
			for (const poller of pollers) items.push(itemsOf(await poller.poll()).map(comparable));
			expect(items[1]).toEqual(items[0]);
			expect(items[2]).toEqual(items[0]);
			count += items[0].length;
		}
		expect(count).toBeGreaterThan(20);
	},
	60_000,
);
