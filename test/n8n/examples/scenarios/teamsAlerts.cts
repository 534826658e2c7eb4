import { equal, match } from 'node:assert/strict';
import { byId } from '../../../../support/n8n/workflow.cts';
import { incidentItem } from './incidentItems.cts';
import { incidentTrigger, ready, runIncidents, type Scenario } from './scenario.cts';

const exampleFile = 'teams-alerts.json';
const exampleId = 'teamsAlerts';
const jobs = 40;

const gateway = { gateway_id: 'g1', gateway_name: 'frankfurt', gateway_status: 'OFFLINE' };

/** A gateway dies, and with it forty jobs. */
export const teamsAlerts: Scenario = {
	name: `${exampleFile}: ${jobs} jobs of a dead gateway are one message, and names are text`,

	async workflows(environment) {
		const { teamId, channelId } = environment.teams;
		const failed = Array.from({ length: jobs }, (_, index) =>
			incidentItem(`asa-${index}`, 'trigger', `Job <${index}> failed`, gateway),
		);
		const single = incidentItem('asa-b', 'resolve', 'B has recovered', { gateway_id: 'g2' });
		return [
			ready(environment, exampleFile, {
				id: exampleId,
				parameters: { 'Post to Channel': { teamId: byId(teamId), channelId: byId(channelId) } },
				pinned: { [incidentTrigger]: [...failed, single] },
			}),
		];
	},

	async run(environment, signal) {
		const { messages } = environment.teams;
		const { status, error } = await runIncidents(environment, exampleId, signal);
		equal(status, 'success', error);
		equal(messages.all.length, 2);
		const [many, single] = messages.all;
		match(
			many!,
			/^🚨 Sync failed: 40, severity error<br>Gateway &quot;frankfurt&quot; is OFFLINE, 40 incidents:<br>• asa-0: Job &lt;0&gt; failed<br>/,
		);
		match(many!, /<br>and 20 more$/);
		equal(
			single,
			'✅ Recovered<br>Cause of the incident: failed runs<br>Gateway g2<br>B has recovered',
		);
	},
};
