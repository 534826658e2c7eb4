import assert from 'node:assert/strict';
import type { Step } from '../../../../support/cli/progress.cts';
import type { ServerJobSettings } from '../../../../sandbox/team.cts';
import { nodeName } from '../editorPage.cts';
import type { ScenarioContext } from './scenario.cts';

const connectionName = 'EMEA directory';
const baseDn = 'DC=emea,DC=example,DC=com';

/** The form of Create Server Sync Job, filled in by hand, with common mistakes. */
export function createJobScenario({ editor, sandbox, screenshots }: ScenarioContext): Step[] {
	const { canvas, panel } = editor;
	return [
		{
			title: 'Create: the form has its fields in a sensible order',
			async run() {
				await canvas.startWith(nodeName, 'Actions', 'Create server sync job');
				assert.deepEqual(await panel.labels(), [
					...['Resource', 'Operation', 'Connection', 'Name', 'Frequency', 'Active'],
					...['Specify Rule Assignments', 'Rule Assignments'],
					...['Base DN', 'LDAP Query Filter', 'Project', 'Priority'],
					...['Hostname Attribute', 'OS Attribute', 'Additional Fields', 'Options'],
				]);
				await screenshots.take('create-job-new');
				await panel.choose('frequency', 'Every Day');
				assert.ok((await panel.labels()).includes('Start Hour (UTC)'));
			},
		},
		{
			title: 'Create: a missing field is named',
			async run() {
				await panel.listOf('connection');
				await panel.pick(connectionName);
				await panel.type('name', 'Nightly servers');
				await panel.type('startHourUtc', '3');
				await panel.toggle('isActive');
				await panel.type('baseDn', `OU=Servers,${baseDn}`);
				await panel.listOf('project');
				await panel.pick('web-servers');
				await panel.addRow('ruleAssignments');
				await panel.executeToError("'Base DN of rule 2' is empty");
				await screenshots.take('error-missing');
			},
		},
		{
			title: 'Create: two rules with the same priority are refused',
			async run() {
				await panel.type('baseDn', `OU=Jump Hosts,${baseDn}`, 1);
				assert.deepEqual(await panel.listOf('project', 1), [
					'database-servers',
					'jump-hosts',
					'web-servers',
				]);
				await panel.pick('jump-hosts');
				await panel.executeToError("Two rules of 'Rule Assignments' have the priority 1");
				await screenshots.take('error-priorities');
			},
		},
		{
			title: 'Create: the team holds the job as entered',
			async run() {
				await panel.type('priority', '2', 1);
				await panel.addField('Add field', 'Attribute Mappings');
				await panel.addRow('additionalAttributeMapping');
				await panel.type('label', 'department');
				await panel.type('value', 'departmentNumber');
				assert.deepEqual(await panel.cutOffLabels(), []);
				await panel.execute();
				await checkJob();
				await editor.whileTall(() => screenshots.take('create-job', panel.form));
				await panel.close();
			},
		},
	];

	async function checkJob(): Promise<void> {
		const job = await sandbox.serverSyncJob(connectionName, 'Nightly servers');
		const projects = new Map((await sandbox.state()).projects.map(({ id, name }) => [id, name]));
		const settings = job.settings as ServerJobSettings;
		assert.deepEqual(
			[settings.is_active, settings.frequency, settings.start_hour_utc],
			[false, 24, 3],
		);
		assert.deepEqual(
			[settings.hostname_attribute, settings.os_attribute],
			['dNSHostName', 'operatingSystem'],
		);
		assert.deepEqual(settings.additional_attribute_mapping, [
			{ label: 'department', value: 'departmentNumber', is_guid: false },
		]);
		assert.deepEqual(
			settings.rule_assignments.map((rule) => [
				rule.base_dn,
				rule.priority,
				projects.get(rule.project_id),
			]),
			[
				[`OU=Servers,${baseDn}`, 1, 'web-servers'],
				[`OU=Jump Hosts,${baseDn}`, 2, 'jump-hosts'],
			],
		);
		const [{ id }] = await panel.table();
		assert.equal(id, job.id);
	}
}
