import { equal, match } from 'node:assert/strict';
import { byId } from '../../../../support/n8n/workflow.cts';
import { incidentItem } from './incidentItems.cts';
import { INCIDENT_TRIGGER, ready, runIncidents, type Scenario } from './scenario.cts';

const FILE = 'teams-alerts.json';
const ID = 'teamsAlerts';
const JOBS = 40;

const GATEWAY = { gateway_id: 'g1', gateway_name: 'frankfurt', gateway_status: 'OFFLINE' };

/** A gateway dies, and with it forty jobs. */
export const teamsAlerts: Scenario = {
	name: `${FILE}: ${JOBS} jobs of a dead gateway are one message, and names are text`,

	async workflows(environment) {
		const { teamId, channelId } = environment.teams;
		const failed = Array.from({ length: JOBS }, (_, index) =>
			incidentItem(`asa-${index}`, 'trigger', `Job <${index}> failed`, GATEWAY),
		);
		const single = incidentItem('asa-b', 'resolve', 'B has recovered', { gateway_id: 'g2' });
		return [
			ready(environment, FILE, {
				id: ID,
				parameters: { 'Post to Channel': { teamId: byId(teamId), channelId: byId(channelId) } },
				pinned: { [INCIDENT_TRIGGER]: [...failed, single] },
			}),
		];
	},

	async run(environment, signal) {
		const { messages } = environment.teams;
		const { status, error } = await runIncidents(environment, ID, signal);
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
