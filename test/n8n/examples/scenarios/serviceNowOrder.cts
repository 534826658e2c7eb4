import { deepEqual, equal, match } from 'node:assert/strict';
import { runIncidents, type Scenario, withIncidents } from './scenario.cts';

const FILE = 'ticket-in-servicenow.json';
const ID = 'ticketInServiceNowInOrder';

/** What the trigger gives of an incident, as much as the example reads. */
function item(incident_key: string, incident_action: string, text: string) {
	return { incident_key, incident_action, title: `${incident_key}: ${text}`, text };
}

/** Many items of one poll: a beginning that comes twice, one that ServiceNow refuses, and an end. */
export const serviceNowOrder: Scenario = {
	name: `${FILE}: in order, no second ticket, one refusal stops no other`,

	async workflows(environment) {
		const items = [
			item('asa-first', 'trigger', 'failed'),
			item('asa-refused', 'trigger', 'failed'),
			item('asa-first', 'trigger', 'failed'),
			item('asa-second', 'update', 'is still failing'),
			item('asa-first', 'update', 'is still failing'),
			item('asa-first', 'resolve', 'succeeds again'),
			item('asa-unknown', 'resolve', 'succeeds again'),
		];
		return [withIncidents(environment, FILE, ID, items)];
	},

	async run(environment, signal) {
		const { serviceNow } = environment;
		serviceNow.refuses = 'refused';
		const before = serviceNow.incidents.size;
		const { status, error } = await runIncidents(environment, ID, signal);
		serviceNow.refuses = undefined;
		equal(status, 'error');
		match(String(error), /^1 of the incidents did not get through to ServiceNow: \S/);
		deepEqual(
			[...serviceNow.incidents.values()]
				.slice(before)
				.map(({ correlation_id, state, work_notes }) => ({
					correlation_id,
					state,
					work_notes,
				})),
			[
				{ correlation_id: 'asa-first', state: '6', work_notes: 'is still failing' },
				{ correlation_id: 'asa-second', state: '1', work_notes: undefined },
			],
		);
	},
};
