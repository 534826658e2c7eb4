import { equal, match } from 'node:assert/strict';
import axios from 'axios';
import type { Sandbox } from '../../../../support/sandbox/sandboxProcess.cts';
import type { House } from '../house.cts';
import { type Play, ready, runToEnd } from './scenario.cts';

const ID = 'testThenActivate';
const CONNECTION = 'Corporate directory';
const JOB = 'Servers';

/** An inactive job whose test fails stays inactive; when its test succeeds, it is activated. */
export const testThenActivate: Play = {
	name: 'test-then-activate.json: not after a failed test, but after a good one',

	async workflows(house) {
		const { connectionId } = await house.sandbox.serverSyncJob(CONNECTION, JOB);
		const connection = { __rl: true, mode: 'list', value: connectionId };
		const job = { __rl: true, mode: 'list', value: JOB };
		return [
			ready(house, 'test-then-activate.json', {
				id: ID,
				parameters: { 'Test the Job': { connection, job } },
			}),
		];
	},

	async play(house, signal) {
		await deactivate(house.sandbox);
		const failed = await afterTest(house, 'fail', signal);
		equal(failed.status, 'error');
		match(String(failed.error), /^The job was not activated: its test run ended as failed\. \S/);
		equal(failed.isActive, false);
		const good = await afterTest(house, 'succeed', signal);
		equal(good.status, 'success', good.error);
		equal(good.isActive, true);
	},
};

/** As somebody in Okta's console would. */
async function deactivate(sandbox: Sandbox): Promise<void> {
	const { id, connectionId } = await sandbox.serverSyncJob(CONNECTION, JOB);
	const { url, team, key } = sandbox;
	const http = axios.create({ baseURL: `${url}/v1/teams/${team}`, proxy: false, timeout: 10_000 });
	const { data } = await http.post('/service_token', { key_id: key.id, key_secret: key.secret });
	const headers = { authorization: `Bearer ${data.bearer_token}` };
	const path = `/integrations/ad_connections/${connectionId}/task_settings/${id}/deactivate`;
	await http.post(path, undefined, { headers });
}

async function afterTest(house: House, outcome: 'fail' | 'succeed', signal: AbortSignal) {
	const { sandbox } = house;
	const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
	await sandbox.planRuns(id, { outcome, durationSeconds: 60 });
	const { status, error } = await runToEnd(house, { id: ID, trigger: 'Run by Hand' }, signal);
	const { settings } = await sandbox.serverSyncJob(CONNECTION, JOB);
	return { status, error, isActive: settings.is_active };
}
