import { deepEqual, equal } from 'node:assert/strict';
import { incidentItem } from './incidentItems.cts';
import { runIncidents, type Scenario, withIncidents } from './scenario.cts';

const exampleFile = 'ticket-in-servicenow.json';
const exampleId = 'ticketInServiceNowReopened';
const incidentKey = 'asa-back';

/** A key triggers again after its ticket was resolved; n8n delivers both triggers once more. */
export const serviceNowReopening: Scenario = {
	name: `${exampleFile}: a key that triggers again reopens its ticket, a second delivery does not`,

	async workflows(environment) {
		const first = incidentItem(incidentKey, 'trigger', 'was deactivated', { event: 'syncStopped' });
		const second = { incident_opened_at: '2026-11-09T00:00:00Z' };
		const items = [
			first,
			incidentItem(incidentKey, 'resolve', 'is no longer watched', { closed_by: 'unwatched' }),
			incidentItem(incidentKey, 'trigger', 'failed', second),
			first,
			incidentItem(incidentKey, 'resolve', 'has recovered', second),
			incidentItem(incidentKey, 'trigger', 'failed', second),
		];
		return [withIncidents(environment, exampleFile, exampleId, items)];
	},

	async run(environment, signal) {
		const { serviceNow } = environment;
		const before = serviceNow.changes.all.length;
		const { status, error } = await runIncidents(environment, exampleId, signal);
		equal(status, 'success', error);
		equal(serviceNow.of(incidentKey).length, 1);
		deepEqual(
			serviceNow.changes.all
				.slice(before)
				.map(({ method, values }) => [method, values.state, values.work_notes]),
			[
				['POST', undefined, undefined],
				['PATCH', '6', undefined],
				['PATCH', '2', 'failed\nSeverity: error.'],
				['PATCH', '6', undefined],
			],
		);
	},
};
