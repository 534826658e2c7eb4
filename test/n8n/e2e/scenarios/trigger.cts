import assert from 'node:assert/strict';
import type { Step } from '../../../../support/cli/progress.cts';
import { properties } from '../../../../nodes/AsaActiveDirectory/trigger/parameters';
import { nodeName } from '../editorPage.cts';
import type { ScenarioContext } from './scenario.cts';

const workflow = 'Follow directory syncs';
const triggerName = 'ASA Active Directory Trigger';
const nextNode = 'Get many sync statuses';
const connectionName = 'Corporate directory';
const jobName = 'Servers';
const summaryText = 'no route to the domain controller';

/** A workflow with the trigger: built, tested and published. */
export function triggerScenario({ editor, sandbox, screenshots }: ScenarioContext): Step[] {
	const { canvas, panel } = editor;
	return [
		{
			title: 'Trigger: "Reset Value" chooses the default events',
			async run() {
				await canvas.startWith(nodeName, 'Triggers', 'On sync failed');
				assert.deepEqual(await panel.chosen('events'), ['Sync Failed']);
				await panel.reset('events');
				assert.deepEqual(await panel.chosen('events'), defaultEventNames());
				await screenshots.take('trigger-defaults');
				await panel.close();
			},
		},
		{
			title: 'Trigger: it has all its options, and the labels fit',
			async run() {
				await canvas.startWith(nodeName, 'Triggers', 'On sync failed');
				const names = optionNames();
				for (const name of names) await panel.addField('Add option', name);
				assert.deepEqual((await panel.labels()).slice(-names.length), names);
				assert.deepEqual(await panel.cutOffLabels(), []);
				await editor.whileTall(() => screenshots.take('trigger-options'));
			},
		},
		{
			title: 'Trigger: it outputs a test event',
			async run() {
				await panel.execute();
				const { id } = await sandbox.serverSyncJob(connectionName, jobName);
				const [item] = await panel.table();
				// n8n's table has room for 40 fields only: is_sample is beyond them, the title says it too.
				const { event, outcome, title, job_id } = item;
				assert.deepEqual(
					{ event, outcome, title, job_id },
					{
						event: 'syncFailed',
						outcome: 'failed',
						title: `Sample: Server sync job "${jobName}" of "${connectionName}" failed`,
						job_id: id,
					},
				);
				await panel.show('mode');
				await screenshots.take('trigger');
				await panel.close();
			},
		},
		{
			title: 'Trigger: another node follows, and the canvas describes both',
			async run() {
				await canvas.searchNextNode('ASA', nodeName);
				await canvas.openActions(nodeName);
				await canvas.pickAction('Actions', nextNode);
				await panel.execute();
				// The test event is two items, the failure and the recovery: the node runs for each.
				assert.equal((await panel.table()).length, 2 * (await countJobs()));
				await panel.close();
				assert.ok((await canvas.textOf(triggerName)).includes('Sync Failed'));
				assert.ok((await canvas.textOf(nextNode)).includes('Get Many: Sync Status'));
				await canvas.zoomToFit();
				await screenshots.take('workflow');
			},
		},
		{
			title: 'Trigger: the workflow is published, and a sync fails',
			async run() {
				await canvas.rename(workflow);
				await canvas.publish();
				const { id } = await sandbox.serverSyncJob(connectionName, jobName);
				await sandbox.runWith(id, { outcome: 'fail', durationSeconds: 60, summary: summaryText });
				await sandbox.advance(120);
			},
		},
	];

	/** Including those created in earlier scenarios. */
	async function countJobs(): Promise<number> {
		const { connections } = await sandbox.state();
		return connections.flatMap((one) => [...one.serverSyncJobs, ...one.userSyncJobs]).length;
	}
}

/** The names of the events that the trigger has by default, in the order of the default. */
function defaultEventNames(): string[] {
	const { options = [], default: chosen } = properties.find(({ name }) => name === 'events')!;
	const names = options.map((option) => ('value' in option ? [option.value, option.name] : []));
	const nameOf = Object.fromEntries(names) as Record<string, string>;
	return (chosen as string[]).map((event) => nameOf[event]);
}

/** The labels of the trigger's options, in their order. */
function optionNames(): string[] {
	const { options = [] } = properties.find(({ name }) => name === 'options') ?? {};
	return options.flatMap((option) => ('displayName' in option ? [option.displayName] : []));
}

/** What the published trigger outputs within a minute. */
export function pollScenario({ editor, screenshots }: ScenarioContext): Step[] {
	const { executions } = editor;
	return [
		{
			title: 'Trigger: the failed sync arrives',
			async run() {
				await executions.open(workflow);
				await executions.openPublished();
				await screenshots.take('execution');
				const panel = await executions.openNode(triggerName);
				const [item] = await panel.table();
				const { event, outcome, summary, incident_action } = item;
				assert.deepEqual(
					{ event, outcome, summary, incident_action },
					{
						event: 'syncFailed',
						outcome: 'failed',
						summary: summaryText,
						incident_action: 'trigger',
					},
				);
				await screenshots.take('item');
				await panel.close();
				const [worst] = await (await executions.openNode(nextNode)).table();
				assert.deepEqual([worst.outcome, worst.job_name], ['failed', jobName]);
				await screenshots.take('sync-status');
			},
		},
	];
}
