import { deepEqual, equal } from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Scenario, ready } from './scenario.cts';

const ID = 'nightlyExport';

interface Exported {
	connections: {
		name: string;
		gateway_name: string;
		server_sync_jobs: { name: string; rule_assignments: object[] }[];
		user_sync_jobs: { name: string; base_dn: string }[];
	}[];
}

/** The file holds everything in the team, but no secrets and nothing that changes on its own. */
export const nightlyExport: Scenario = {
	name: 'nightly-export.json: all connections and jobs in one file, no secrets',

	async workflows(environment) {
		const fileName = `=${join(environment.filesFolder, "asa-{{ $now.toFormat('yyyy-MM-dd') }}.json")}`;
		return [
			ready(environment, 'nightly-export.json', {
				id: ID,
				parameters: { 'Write to Disk': { fileName } },
			}),
		];
	},

	async run(environment, signal) {
		const { status, error } = await environment.testBed.api.runToEnd(ID, 'Every Night', signal);
		equal(status, 'success', error);
		const files = await readdir(environment.filesFolder);
		equal(files.length, 1);
		const text = await readFile(join(environment.filesFolder, files[0]), 'utf8');
		const { connections } = JSON.parse(text) as Exported;
		const state = await environment.testBed.sandbox.state();
		const names = (jobs: { name: string }[]) => jobs.map(({ name }) => name).sort();
		deepEqual(
			connections.map((each) => [
				each.name,
				Boolean(each.gateway_name),
				names(each.server_sync_jobs),
				names(each.user_sync_jobs),
			]),
			state.connections.map((each) => [
				each.name,
				true,
				names(each.serverSyncJobs.map(({ settings }) => settings)),
				names(each.userSyncJobs.map(({ settings }) => settings)),
			]),
		);
		equal(/password|secret|token|task_result/i.test(text), false);
	},
};
