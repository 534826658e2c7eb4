import { equal, match } from 'node:assert/strict';
import axios from 'axios';
import { fromList } from '../../../../support/n8n/workflow.cts';
import type { SandboxProcess } from '../../../../support/sandbox/sandboxProcess.cts';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';
import { type Scenario, ready } from './scenario.cts';

const exampleId = 'testThenActivate';
const connectionName = 'Corporate directory';
const jobName = 'Servers';

/** An inactive job whose test fails stays inactive; when its test succeeds, it is activated. */
export const testThenActivate: Scenario = {
	name: 'test-then-activate.json: not after a failed test, but after a good one',

	async workflows(environment) {
		const { connectionId } = await environment.testBed.sandbox.serverSyncJob(
			connectionName,
			jobName,
		);
		const connection = fromList({ id: connectionId });
		const job = fromList({ id: jobName });
		return [
			ready(environment, 'test-then-activate.json', {
				id: exampleId,
				parameters: { 'Test the Job': { connection, job } },
			}),
		];
	},

	async run(environment, signal) {
		await deactivate(environment.testBed.sandbox);
		const failed = await afterTest(environment, 'fail', signal);
		equal(failed.status, 'error');
		match(String(failed.error), /^The job was not activated: its test run ended as failed\. \S/);
		equal(failed.isActive, false);
		const good = await afterTest(environment, 'succeed', signal);
		equal(good.status, 'success', good.error);
		equal(good.isActive, true);
	},
};

/** As an admin would in Okta's console. */
async function deactivate(sandbox: SandboxProcess): Promise<void> {
	const { id, connectionId } = await sandbox.serverSyncJob(connectionName, jobName);
	const { url, team, key } = sandbox;
	const http = axios.create({ baseURL: `${url}/v1/teams/${team}`, proxy: false, timeout: 10_000 });
	const { data } = await http.post('/service_token', { key_id: key.id, key_secret: key.secret });
	const headers = { authorization: `Bearer ${data.bearer_token}` };
	const path = `/integrations/ad_connections/${connectionId}/task_settings/${id}/deactivate`;
	await http.post(path, undefined, { headers });
}

async function afterTest(
	environment: ExamplesEnvironment,
	outcome: 'fail' | 'succeed',
	signal: AbortSignal,
) {
	const { api, sandbox } = environment.testBed;
	const { id } = await sandbox.serverSyncJob(connectionName, jobName);
	await sandbox.planRuns(id, { outcome, durationSeconds: 60 });
	const { status, error } = await api.runToEnd(exampleId, 'Run Manually', signal);
	const { settings } = await sandbox.serverSyncJob(connectionName, jobName);
	return { status, error, isActive: settings.is_active };
}
