import { deepEqual, equal, match } from 'node:assert/strict';
import { issueTypes } from '../../../../support/services/jira/issues.cts';
import { incidentItem } from './incidentItems.cts';
import { type Scenario, ready } from './scenario.cts';

const exampleFile = 'servers-at-risk.json';
const exampleId = 'serversAtRisk';
const triggerName = 'Access Is at Risk';

/** Two incidents at risk: one has a ticket, which Jira's search finds after seconds, the other has none yet. */
export const serversAtRisk: Scenario = {
	name: `${exampleFile}: the servers that go next are in the ticket, and an incident without one is not lost`,

	async workflows(environment) {
		const { connections } = await environment.testBed.sandbox.state();
		const items = ['asa-with-ticket', 'asa-without'].map((key, index) => ({
			...incidentItem(key, 'trigger', 'access is at risk'),
			event: 'accessAtRisk',
			job_kind: 'serverSyncJob',
			job_id: connections[index]!.serverSyncJobs[0]!.id,
			connection_id: connections[index]!.id,
		}));
		const others = [
			{ ...items[0], event: 'syncRecovered', incident_key: 'asa-over' },
			{ ...items[0], is_sample: true, incident_key: 'asa-sample' },
		];
		return [
			ready(environment, exampleFile, {
				id: exampleId,
				parameters: { 'Wait for the Ticket': { amount: 4, unit: 'seconds' } },
				pinned: { [triggerName]: [...items, ...others] },
			}),
		];
	},

	async run({ jira, testBed }, signal) {
		const { api, sandbox } = testBed;
		const ticket = jira.issues.create({
			summary: 'Access is at risk',
			description: '',
			labels: ['asa-with-ticket'],
			issueTypeId: issueTypes[0]!.id,
		});
		const { status, error, items } = await api.runToEnd(exampleId, triggerName, signal);
		equal(status, 'error');
		equal(error, 'Incidents without a ticket: asa-without');
		equal(items['One Project Each']!.length, 1);
		equal(ticket.comments.length, 1);
		const [heading, ...lines] = ticket.comments[0]!.text.split('\n');
		match(heading!, /^AD servers of the projects of this job \([\w-]+\), those that lose access/);
		const { directory } = await sandbox.state();
		const hosts = (directory?.servers ?? [])
			.filter(({ isFromActiveDirectory }) => isFromActiveDirectory)
			.map(({ hostname }) => hostname);
		const shown = lines.map((line) => line.split(' ')[1]);
		deepEqual([...shown].sort(), [...hosts].sort());
		match(
			lines[0]!,
			/not seen for [\d.]+ hours, access probably ends \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
		);
		const ends = lines.map((line) => line.slice(-20));
		deepEqual(ends, [...ends].sort());
	},
};
