import { deepEqual, equal, match } from 'node:assert/strict';
import { incidentItem } from './incidentItems.cts';
import { runIncidents, type Scenario, withIncidents } from './scenario.cts';

const exampleFile = 'page-the-on-call.json';
const exampleId = 'pageTheOnCallAtOnce';

/** Many items of one poll: one that sends no page, a page beside another, one that isn't taken, and an end. */
export const pagerOrder: Scenario = {
	name: `${exampleFile}: in order, a page beside the other for a raised severity, one refusal stops no other`,

	async workflows(environment) {
		const raised = { event: 'accessAtRisk', severity: 'critical', severity_raised: true } as const;
		const short = { already_resolved: true };
		const items = [
			incidentItem('asa-first', 'trigger', 'failed'),
			incidentItem('asa-short', 'trigger', 'failed', short),
			incidentItem('asa-short', 'resolve', 'has recovered', short),
			incidentItem('asa-refused', 'trigger', '', { title: '' }),
			incidentItem('asa-first', 'update', 'is still failing'),
			incidentItem('asa-first', 'update', 'access is at risk', raised),
			incidentItem('asa-first', 'resolve', 'has recovered'),
		];
		return [withIncidents(environment, exampleFile, exampleId, items)];
	},

	async run(environment, signal) {
		const { pagerDuty } = environment;
		const before = { events: pagerDuty.events.all.length, pages: pagerDuty.pages.length };
		const { status, error } = await runIncidents(environment, exampleId, signal);
		equal(status, 'error');
		match(String(error), /^1 event\(s\) could not be sent: \S/);
		deepEqual(
			pagerDuty.events.all
				.slice(before.events)
				.map(({ dedup_key, event_action }) => [dedup_key, event_action]),
			[
				['asa-first', 'trigger'],
				['asa-first-critical', 'trigger'],
				['asa-first', 'resolve'],
				['asa-first-error', 'resolve'],
				['asa-first-critical', 'resolve'],
			],
		);
		deepEqual(pagerDuty.pages.slice(before.pages), ['asa-first', 'asa-first-critical']);
		equal(pagerDuty.openAlerts.size, 0);
	},
};
