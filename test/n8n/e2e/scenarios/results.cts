import assert from 'node:assert/strict';
import type { Step } from '../../../../support/cli/progress.cts';
import { nodeName } from '../editorPage.cts';
import type { ScenarioContext } from './scenario.cts';

const actionTitle = 'Get many results of server sync job';
const connectionName = 'Corporate directory';
const jobName = 'Servers';
const unknownConnectionId = '99006ae2-db7e-4735-b6bc-c726e6ae81c4';

/** A workflow that reads the results of a job, from the first click to the table. */
export function resultsScenario({ editor, sandbox, screenshots }: ScenarioContext): Step[] {
	const { canvas, panel } = editor;
	return [
		{
			title: 'Results: the node is found by "ASA"',
			async run() {
				await canvas.openNew();
				await canvas.searchFirstNode('ASA', nodeName);
				await screenshots.take('node-creator');
				await canvas.openActions(nodeName);
				await screenshots.take('actions');
			},
		},
		{
			title: 'Results: connection and job are picked from their lists',
			async run() {
				await canvas.pickAction('Actions', actionTitle);
				assert.deepEqual(await panel.listOf('connection'), [
					'Corporate directory (corp.example.com)',
					'EMEA directory (emea.example.com)',
				]);
				await screenshots.take('list-of-connections');
				await panel.pick(connectionName);
				assert.deepEqual(await panel.listOf('job'), ['Servers (active, last run: success)']);
				await panel.pick(jobName);
			},
		},
		{
			title: 'Results: the table shows what the team holds',
			async run() {
				await panel.execute();
				const { results } = await sandbox.serverSyncJob(connectionName, jobName);
				const expected = results.map(({ id }) => [id, 'success', 'done']).reverse();
				const shown = await panel.table();
				assert.ok(expected.length > 0);
				assert.deepEqual(
					shown.map(({ result_id: id, outcome, task_state }) => [id, outcome, task_state]),
					expected,
				);
				await screenshots.take('results');
			},
		},
		{
			title: 'Results: an unknown connection is reported, with a remedy',
			async run() {
				await panel.chooseMode('connection', 'By ID');
				await panel.typeLocator('connection', unknownConnectionId);
				// Another connection has other jobs: n8n has cleared the choice.
				await panel.chooseMode('job', 'By Name');
				await panel.typeLocator('job', jobName);
				await panel.executeToError('not found (404, resource_does_not_exist)');
				const output = await panel.outputText();
				assert.match(output, /Check the parameter 'Connection'\. If it is correct/);
				assert.ok(output.includes(`AD connection ${unknownConnectionId} does not exist`));
				assert.equal(await panel.isErrorCutOff(), false);
				await screenshots.take('error-unknown');
				await panel.close();
				assert.ok((await canvas.textOf(actionTitle)).includes('Get Many Results: Server Sync'));
				await screenshots.take('results-canvas');
			},
		},
	];
}
