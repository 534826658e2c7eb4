import './outsideJest.cts';
import { createEngine, type Poller } from '../engine/harness/engine.cts';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node.ts';
import type { SyncItem } from '../../nodes/AsaActiveDirectory/sync/items';
import { everyEvent, itemsOf } from '../engine/triggerTeam.cts';
import { Disturbances } from './disturbances.cts';
import { Expectation } from './expectation.cts';
import { compare, Figures } from './figures.cts';
import { readFlags } from './flags.cts';
import { startSandboxProcess, type SandboxProcess } from './sandboxProcess.cts';
import { TeamModel } from './teamModel.cts';

const {
	days,
	dialect,
	seed,
	limitSeconds = Infinity,
	figures: file,
} = readFlags(process.argv.slice(2));
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

/** Runs the quarter and answers its figures, the truth about the team and the requests that were sent. */
async function liveThrough(sandbox: SandboxProcess) {
	const poller = createPoller(sandbox);
	const connectionIds = (await sandbox.state()).connections.map(({ id }) => id);
	const team = new TeamModel();
	const expectation = new Expectation(team);
	const disturbances = new Disturbances(sandbox, connectionIds, seed);
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
	figures.before = { ended: team.runsEnded, forgotten: team.runsForgotten };
	await listen(() => poller.activate());
	expectation.save();
	for (let number = 1; number <= days * 24; number++) {
		now += hour;
		await sandbox.control('POST', 'clock', { advanceSeconds: 3600 });
		const { missed, restart, crash, blackout, unreadable } = await disturbances.next(number);
		if (number % 240 === 0) process.stderr.write(`day ${number / 24}\n`);
		if (missed) continue;
		if (blackout) {
			await assert.rejects(poller.poll());
			figures.failedPolls++;
			continue;
		}
		if (crash) {
			await poller.poll();
			poller.restart({ beforeSave: true });
		} else if (restart) {
			poller.restart();
		}
		if (crash || restart) {
			expectation.restart();
			figures.restarts++;
			await listen(() => poller.activate('init'), unreadable);
			expectation.save();
		} else {
			await listen(() => poller.poll(), unreadable);
		}
	}
	// What the last troubles put off is delivered, so that every run is accounted for.
	await sandbox.control('DELETE', 'faults');
	await listen(() => poller.poll());
	const { requests } = await sandbox.state();
	figures.stateBytes = Buffer.byteLength(JSON.stringify(poller.storedState));
	return { figures, team, requests };
}

function createPoller({ team: teamName, keyId, keySecret, url: baseUrl }: SandboxProcess): Poller {
	const engine = createEngine({
		nodeTypes: [new AsaActiveDirectoryTrigger()],
		credentialTypes: [new OktaAsaApi()],
	});
	const authentication = 'serviceUserKey';
	return engine.poller({
		type: 'asaActiveDirectoryTrigger',
		parameters: { events: everyEvent },
		credentials: [
			engine.storeCredential('oktaAsaApi', {
				teamName,
				authentication,
				keyId,
				keySecret,
				baseUrl,
			}),
		],
	});
}

/** Prints the figures; ends with 1 where anything was lost, duplicated, wrong or missing, or took too long. */
async function main(): Promise<void> {
	const sandbox = await startSandboxProcess({
		dataset,
		startTime,
		seed,
		switches: { dialect, failProbability: 0.1, keepRequests: 0, rateLimitPerHour: 100_000 },
	});
	try {
		const before = performance.now();
		const { figures, team, requests } = await liveThrough(sandbox);
		const seconds = Math.round((performance.now() - before) / 1000);
		const table = figures.table(team, requests, dataset.connections * 10, { seed, seconds });
		process.stdout.write(`${days} days of 400 jobs in ${seconds} s\n\n${table}\n`);
		assert.deepEqual(figures.mistakes, []);
		assert.deepEqual(figures.unpaired, []);
		const { ended, forgotten } = figures.since(team);
		assert.equal(forgotten, ended - figures.due);
		assert.ok(seconds <= limitSeconds, `It took ${seconds} s, more than ${limitSeconds} s`);
		assert.ok(figures.right > days, 'There were hardly any alerts to compare');
		if (file) await writeFile(file, `${table}\n`);
	} finally {
		await sandbox.close();
	}
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
