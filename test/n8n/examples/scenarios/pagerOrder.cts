import { deepEqual, equal, match } from 'node:assert/strict';
import { type Play, ready, runToEnd } from './scenario.cts';

const ID = 'pageTheOnCallAtOnce';

function item(incident_key: string, incident_action: string, title: string) {
	const where = { domain: 'corp.example', connection_name: 'Corp', job_name: 'Servers' };
	return { incident_key, incident_action, title, text: title, cause: 'failed', ...where };
}

/** Many items of one poll: the end of an incident after its beginning, and one that isn't taken. */
export const pagerOrder: Play = {
	name: 'page-the-on-call.json: in order, one refusal stops no other',

	async workflows(house) {
		const items = [
			item('asa-first', 'trigger', 'failed'),
			item('asa-refused', 'trigger', ''),
			item('asa-first', 'update', 'still failing'),
			item('asa-first', 'resolve', 'succeeds again'),
		];
		return [
			ready(house, 'page-the-on-call.json', {
				id: ID,
				pinned: { 'An Incident Changed': items },
			}),
		];
	},

	async play(house, signal) {
		const { pagerDuty } = house;
		const before = { events: pagerDuty.events.all.length, pages: pagerDuty.pages.length };
		const { status, error } = await runToEnd(
			house,
			{ id: ID, trigger: 'An Incident Changed' },
			signal,
		);
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
