import { deepEqual, equal } from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { State } from '../../../../sandbox/state.cts';
import { type Scenario, ready } from './scenario.cts';

const exampleId = 'nightlyExport';

interface Exported {
	connections: {
		name: string;
		gateway_name: string;
		server_sync_jobs: { name: string; rule_assignments: object[] }[];
		user_sync_jobs: { name: string; base_dn: string }[];
	}[];
	gateways: { name: string }[];
	projects: { name: string }[];
	ad_servers: { hostname: string; project_name: string }[];
}

/** The file holds everything in the team, but no secrets and nothing that changes on its own. */
export const nightlyExport: Scenario = {
	name: 'nightly-export.json: all connections, jobs, gateways, projects and AD servers in one file, no secrets',

	async workflows(environment) {
		const fileName = `=${join(environment.filesFolder, "asa-{{ $now.toFormat('yyyy-MM-dd') }}.json")}`;
		return [
			ready(environment, 'nightly-export.json', {
				id: exampleId,
				parameters: { 'Write to Disk': { fileName } },
			}),
		];
	},

	async run(environment, signal) {
		const { status, error } = await environment.testBed.api.runToEnd(
			exampleId,
			'Every Night',
			signal,
		);
		equal(status, 'success', error);
		const files = await readdir(environment.filesFolder);
		equal(files.length, 1);
		const text = await readFile(join(environment.filesFolder, files[0]), 'utf8');
		const { connections, gateways, projects, ad_servers } = JSON.parse(text) as Exported;
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
		deepEqual(names(gateways), names(state.gateways));
		deepEqual(names(projects), projectsOfRules(state));
		const fromAd = (state.directory?.servers ?? []).filter(
			({ isFromActiveDirectory }) => isFromActiveDirectory,
		);
		equal(fromAd.length > 0, true);
		const hosts = (servers: { hostname: string }[]) =>
			servers.map(({ hostname }) => hostname).sort();
		deepEqual(hosts(ad_servers), hosts(fromAd));
		equal(/last_seen|unseen_hours|access_ends_at/.test(text), false);
		equal(/password|secret|token|task_result/i.test(text), false);
	},
};

/** The names of the projects that rules name. */
function projectsOfRules({ connections, projects }: State): string[] {
	const rules = connections
		.flatMap(({ serverSyncJobs }) => serverSyncJobs)
		.flatMap(({ settings }) => ('rule_assignments' in settings ? settings.rule_assignments : []));
	const ids = rules.map(({ project_id }) => project_id);
	return projects
		.filter(({ id }) => ids.includes(id))
		.map(({ name }) => name)
		.sort();
}
