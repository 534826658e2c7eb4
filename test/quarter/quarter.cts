import { createEngine } from '../engine/harness/engine.cts';
import { writeFile } from 'node:fs/promises';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import type { SyncItem } from '../../nodes/AsaActiveDirectory/sync/items';
import { everyEvent, itemsOf } from '../engine/triggerTeam.cts';
import { Disturbances } from './disturbances.cts';
import { Expectation } from './expectation.cts';
import { compare, Figures } from './figures.cts';
import { startSandboxProcess, type SandboxProcess } from './sandboxProcess.cts';
import { TeamModel } from './teamModel.cts';

const days = Number(process.env.QUARTER_DAYS ?? 90);
const startTime = '2026-01-05T00:00:00Z';
const hour = 3_600_000;

/** 400 jobs: 20 hourly, 100 every 6 hours, 120 every 12, 160 daily. */
const dataset = {
	connections: 40,
	serverJobsPerConnection: 1,
	userJobsPerConnection: 9,
	frequencies: { 1: 20, 6: 100, 12: 120, 24: 160 },
	historyDays: 2,
	nameLength: 60,
};

let sandbox: SandboxProcess;

beforeAll(async () => {
	sandbox = await startSandboxProcess({
		dataset,
		startTime,
		switches: { failProbability: 0.1, keepRequests: 0, rateLimitPerHour: 100_000 },
	});
}, 120_000);

afterAll(() => sandbox.close());

/** A line of an item, as the expectation writes it. */
function lineOf({ event, cause, job_kind, job_name, connection_id, result_id }: SyncItem): string {
	const place = job_kind === null ? connection_id : `${connection_id}/${job_kind}/${job_name}`;
	const isOfRun =
		event === 'newResult' ||
		event === 'syncFailed' ||
		event === 'syncRunningLong' ||
		(event === 'syncRecovered' && cause === 'failed');
	return `${event} ${cause ?? '-'} ${place} ${isOfRun ? result_id : ''}`.trim();
}

test(
	`${days} days of 400 jobs: nothing lost, nothing twice, no alert wrong or missing`,
	async () => {
		const engine = createEngine({
			nodeTypes: [new AsaActiveDirectoryTrigger()],
			credentialTypes: [new OktaAsaApi()],
		});
		const { team: teamName, keyId, keySecret, url: baseUrl } = sandbox;
		const poller = engine.poller({
			type: 'asaActiveDirectoryTrigger',
			parameters: { events: everyEvent },
			credentials: [
				engine.storeCredential('oktaAsaApi', {
					...{ teamName, authentication: 'serviceUserKey', keyId, keySecret, baseUrl },
				}),
			],
		});
		const connectionIds = (await sandbox.state()).connections.map(({ id }) => id);
		const team = new TeamModel();
		const expectation = new Expectation(team);
		const disturbances = new Disturbances(sandbox, connectionIds);
		const figures = new Figures();
		const nobody = new Set<string>();
		let now = Date.parse(startTime);

		const listen = async (poll: () => ReturnType<typeof poller.poll>, unreadable = nobody) => {
			team.apply(await sandbox.news());
			const items = await figures.time(async () => itemsOf(await poll()));
			const expected = expectation.poll(now, connectionIds, unreadable);
			figures.add(compare(items.map(lineOf), expected, new Date(now).toISOString()));
			figures.addIncidents(items);
		};

		team.apply(await sandbox.news());
		figures.runsBefore = team.runsEnded;
		await listen(() => poller.activate());
		expectation.save();
		for (let number = 1; number <= days * 24; number++) {
			now += hour;
			await sandbox.control('POST', 'clock', { advanceSeconds: 3600 });
			const { missed, restart, crash, blackout, unreadable } = await disturbances.next(number);
			if (missed) continue;
			if (blackout) {
				await expect(poller.poll()).rejects.toThrow();
				figures.failedPolls++;
				continue;
			}
			if (crash) {
				team.apply(await sandbox.news());
				await poller.poll();
				poller.restart({ beforeSave: true });
				expectation.restart();
				figures.restarts++;
			} else if (restart) {
				poller.restart();
				expectation.restart();
				figures.restarts++;
			}
			if (crash || restart) await listen(() => poller.activate('init'), unreadable);
			else await listen(() => poller.poll(), unreadable);
			if (crash || restart) expectation.save();
		}
		const { requests } = await sandbox.state();
		figures.stateBytes = Buffer.byteLength(JSON.stringify(poller.storedState));
		const table = figures.table(team.runsEnded, requests, dataset.connections * 10);
		process.stdout.write(`\n${table}\n`);
		if (process.env.QUARTER_FIGURES) await writeFile(process.env.QUARTER_FIGURES, `${table}\n`);
		expect(figures.mistakes).toEqual([]);
		expect(figures.unpaired).toEqual([]);
		expect(figures.right).toBeGreaterThan(days);
	},
	40 * 60_000,
);
