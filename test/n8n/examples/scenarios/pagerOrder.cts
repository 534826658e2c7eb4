import { deepEqual, equal, match } from 'node:assert/strict';
import { runIncidents, type Scenario, withIncidents } from './scenario.cts';

const FILE = 'page-the-on-call.json';
const ID = 'pageTheOnCallAtOnce';

function item(incident_key: string, incident_action: string, title: string) {
	const where = { domain: 'corp.example', connection_name: 'Corp', job_name: 'Servers' };
	return { incident_key, incident_action, title, text: title, cause: 'failed', ...where };
}

/** Many items of one poll: the end of an incident after its beginning, and one that isn't taken. */
export const pagerOrder: Scenario = {
	name: `${FILE}: in order, one refusal stops no other`,

	async workflows(environment) {
		const items = [
			item('asa-first', 'trigger', 'failed'),
			item('asa-refused', 'trigger', ''),
			item('asa-first', 'update', 'still failing'),
			item('asa-first', 'resolve', 'succeeds again'),
		];
		return [withIncidents(environment, FILE, ID, items)];
	},

	async run(environment, signal) {
		const { pagerDuty } = environment;
		const before = { events: pagerDuty.events.all.length, pages: pagerDuty.pages.length };
		const { status, error } = await runIncidents(environment, ID, signal);
		equal(status, 'error');
		match(String(error), /^1 of the events did not get through: \S/);
		deepEqual(
			pagerDuty.events.all
				.slice(before.events)
				.map(({ dedup_key, event_action }) => [dedup_key, event_action]),
			[
				['asa-first', 'trigger'],
				['asa-first', 'trigger'],
				['asa-first', 'resolve'],
			],
		);
		deepEqual(pagerDuty.pages.slice(before.pages), ['asa-first']);
		equal(pagerDuty.openAlerts.size, 0);
	},
};
