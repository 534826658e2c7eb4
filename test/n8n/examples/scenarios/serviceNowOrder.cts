import { deepEqual, equal, match } from 'node:assert/strict';
import { incidentItem } from './incidentItems.cts';
import { runIncidents, type Scenario, withIncidents } from './scenario.cts';

const exampleFile = 'ticket-in-servicenow.json';
const exampleId = 'ticketInServiceNowInOrder';

/** Many items of one poll: a beginning that comes twice, one that ServiceNow refuses, and an end. */
export const serviceNowOrder: Scenario = {
	name: `${exampleFile}: in order, no second ticket, one refusal stops no other`,

	async workflows(environment) {
		const raised = { event: 'accessAtRisk', severity: 'critical', severity_raised: true } as const;
		const healthy = { incident_key: null, incident_action: null, event: 'syncStopped' } as const;
		const items = [
			incidentItem('asa-first', 'trigger', 'failed'),
			incidentItem('asa-refused', 'trigger', 'failed'),
			incidentItem('asa-first', 'trigger', 'failed'),
			incidentItem('asa-second', 'update', 'is still failing'),
			incidentItem('asa-first', 'update', 'access is at risk', raised),
			incidentItem('asa-first', 'resolve', 'succeeds again'),
			incidentItem('asa-unknown', 'resolve', 'succeeds again'),
			incidentItem('none', 'trigger', 'was deleted', healthy),
		];
		return [withIncidents(environment, exampleFile, exampleId, items)];
	},

	async run(environment, signal) {
		const { serviceNow } = environment;
		serviceNow.refuses = 'refused';
		const before = serviceNow.incidents.size;
		const { status, error } = await runIncidents(environment, exampleId, signal);
		serviceNow.refuses = undefined;
		equal(status, 'error');
		match(String(error), /^1 incident\(s\) could not be written to ServiceNow: \S/);
		deepEqual(
			[...serviceNow.incidents.values()]
				.slice(before)
				.map(({ correlation_id, state, urgency, work_notes }) => ({
					...{ correlation_id, state, urgency, work_notes },
				})),
			[
				{
					...{ correlation_id: 'asa-first', state: '6', urgency: '1' },
					work_notes: 'access is at risk\nSeverity: critical.',
				},
				{ correlation_id: 'asa-second', state: '1', urgency: '2', work_notes: undefined },
			],
		);
	},
};
