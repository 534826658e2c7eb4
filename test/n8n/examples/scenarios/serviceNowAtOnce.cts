import { deepEqual, equal, match } from 'node:assert/strict';
import { incidentItem } from './incidentItems.cts';
import { runIncidents, type Scenario, withIncidents } from './scenario.cts';

const exampleFile = 'ticket-in-servicenow.json';
const exampleId = 'ticketInServiceNowAtOnce';
const incidentKey = 'asa-at-once';

/** Longer than two executions need to look for a ticket, so that both find none. */
const creationMs = 2_000;

/** The same item in two executions at the same moment, as n8n's durable scheduler can deliver it. */
export const serviceNowAtOnce: Scenario = {
	name: `${exampleFile}: two executions at the same moment leave one open ticket`,

	async workflows(environment) {
		const opening = incidentItem(incidentKey, 'trigger', 'failed');
		return [withIncidents(environment, exampleFile, exampleId, [opening])];
	},

	async run(environment, signal) {
		const { serviceNow } = environment;
		serviceNow.creationMs = creationMs;
		const start = () => runIncidents(environment, exampleId, signal);
		const executions = await Promise.all([start(), start()]);
		serviceNow.creationMs = 0;
		for (const { status, error } of executions) equal(status, 'success', error);
		const [first, second, ...more] = serviceNow.of(incidentKey);
		deepEqual([first?.state, second?.state, more], ['1', '6', []]);
		match(String(second?.close_notes), new RegExp(`^Duplicate of ${first?.number}:`));
	},
};
