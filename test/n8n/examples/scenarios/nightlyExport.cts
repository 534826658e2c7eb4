import { deepEqual, equal } from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Play, ready, runToEnd } from './scenario.cts';

const ID = 'nightlyExport';

interface Exported {
	connections: {
		name: string;
		gateway_name: string;
		server_sync_jobs: { name: string; rule_assignments: object[] }[];
		user_sync_jobs: { name: string; base_dn: string }[];
	}[];
}

/** All that is in the team is in the file, and nothing that is secret or changes by itself. */
export const nightlyExport: Play = {
	name: 'nightly-export.json: all connections and jobs in one file, no secrets',

	async workflows(house) {
		const fileName = `=${join(house.filesFolder, "asa-{{ $now.toFormat('yyyy-MM-dd') }}.json")}`;
		return [
			ready(house, 'nightly-export.json', {
				id: ID,
				parameters: { 'Write to Disk': { fileName } },
			}),
		];
	},

	async play(house, signal) {
		const { status, error } = await runToEnd(house, { id: ID, trigger: 'Every Night' }, signal);
		equal(status, 'success', error);
		const files = await readdir(house.filesFolder);
		equal(files.length, 1);
		const text = await readFile(join(house.filesFolder, files[0]), 'utf8');
		const { connections } = JSON.parse(text) as Exported;
		const state = await house.sandbox.state();
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
