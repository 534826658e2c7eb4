import { deepEqual, equal, match } from 'node:assert/strict';
import { pause } from '../../../support/system/wait.cts';
import { project, transitions } from '../../../support/services/jira/issues.cts';
import { Incident } from './items.cts';
import { oneTicketOfTwoWorkflows } from './realIncident.cts';
import type { TicketHarness } from './ticketHarness.cts';

/** n8n's message for an answer 503. */
const unavailable = /service unavailable/i;

/** What can happen to incidents, by the expected result. */
export const cases: Record<string, (harness: TicketHarness) => Promise<void>> = {
	'what the note says to set can be set': async ({ api, jira }) => {
		const { id, name, type } = jira.credential;
		equal((await api.testCredential(jira.credential)).status, 'OK');
		const list = {
			nodeType: 'n8n-nodes-base.jira',
			typeVersion: 1,
			credentials: { [type]: { id, name } },
			currentNodeParameters: { jiraVersion: 'cloud', project: '10000' },
		};
		const projects = { ...list, path: 'parameters.project', methodName: 'getProjects' };
		deepEqual((await api.listSearch(projects)).results, [{ name: project.name, value: '10000' }]);
		const types = { ...list, path: 'parameters.issueType', methodName: 'getIssueTypes' };
		const names = (await api.listSearch(types)).results.map((type) => type.name);
		deepEqual(names, ['Incident', 'Subtask', 'Task']);
	},

	'a ticket is opened, commented and closed': async (harness) => {
		const incident = new Incident();
		await harness.poll(incident.opens());
		deepEqual(harness.ticketsOf(incident), ['To Do, 0 comments']);
		match(harness.lastTicket.description, /\nSeverity: error\.$/);
		await harness.poll(incident.continues());
		deepEqual(harness.ticketsOf(incident), ['To Do, 1 comments']);
		await harness.poll(incident.continues({ event: 'accessAtRisk', severity: 'critical' }));
		deepEqual(harness.ticketsOf(incident), ['To Do, 2 comments']);
		match(harness.lastTicket.comments[1]!.text, /\nSeverity: critical\.$/);
		await harness.poll(incident.resolves());
		deepEqual(harness.ticketsOf(incident), ['Done, 3 comments']);
	},

	'every item delivered twice makes one ticket': async (harness) => {
		const incident = new Incident();
		const [opens, resolves] = [incident.opens(), incident.resolves()];
		for (const item of [opens, opens, resolves, resolves, opens]) await harness.poll(item);
		deepEqual(harness.ticketsOf(incident), ['Done, 1 comments']);
	},

	...Object.fromEntries(
		(['unwatched', 'replaced', 'deleted', 'schedule_changed', 'success'] as const).map(
			(closed_by) => [
				`a ticket that was closed by ${closed_by} is reopened when its key triggers again`,
				async (harness: TicketHarness) => {
					const incident = new Incident();
					await harness.poll(incident.opens());
					await harness.poll(incident.resolves({ closed_by }));
					deepEqual(harness.ticketsOf(incident), ['Done, 1 comments']);
					const again = incident.opens();
					await harness.poll(again);
					deepEqual(harness.ticketsOf(incident), ['To Do, 2 comments']);
					await harness.poll(again);
					deepEqual(harness.ticketsOf(incident), ['To Do, 2 comments']);
					await harness.poll(incident.resolves());
					deepEqual(harness.ticketsOf(incident), ['Done, 3 comments']);
				},
			],
		),
	),

	'two workflows with different events share the ticket of an incident': async (harness) => {
		const incident = new Incident();
		await harness.poll(incident.opens());
		const other = { event: 'accessAtRisk', severity: 'critical' } as const;
		await harness.poll(incident.opens(other));
		deepEqual(harness.ticketsOf(incident), ['To Do, 1 comments']);
		await harness.poll(incident.resolves());
		await harness.poll(incident.resolves());
		deepEqual(harness.ticketsOf(incident), ['Done, 2 comments']);
	},

	'two real workflows share a ticket, reopened when ASA takes a success back':
		oneTicketOfTwoWorkflows,

	'an incident that began and ended between two polls leaves a closed ticket': async (harness) => {
		const incident = new Incident();
		const both = { already_resolved: true };
		await harness.poll(incident.opens(both), incident.resolves(both));
		deepEqual(harness.ticketsOf(incident), ['Done, 1 comments']);
	},

	'an item in two executions at the same moment leaves one open ticket': async (harness) => {
		const incident = new Incident();
		const opens = incident.opens();
		await Promise.all([harness.poll(opens), harness.poll(opens)]);
		deepEqual(harness.ticketsOf(incident), ['To Do, 0 comments', 'Done, 1 comments']);
		const [first, second] = harness.jira.issues.all.slice(-2);
		match(second!.comments[0]!.text, new RegExp(`^Duplicate of ${first!.key}:`));
		await harness.poll(incident.resolves());
		deepEqual(harness.ticketsOf(incident), ['Done, 1 comments', 'Done, 1 comments']);
	},

	'the items of one poll are handled in order': async (harness) => {
		const [one, other, third] = [new Incident(), new Incident(), new Incident()];
		await harness.poll(
			...[one.opens(), other.opens(), one.resolves(), third.resolves(), other.continues()],
		);
		deepEqual(harness.ticketsOf(one), ['Done, 1 comments']);
		deepEqual(harness.ticketsOf(other), ['To Do, 1 comments']);
		deepEqual(harness.ticketsOf(third), []);
	},

	'an incident older than the workflow gets its ticket with a reminder': async (harness) => {
		const incident = new Incident();
		await harness.poll(incident.continues());
		deepEqual(harness.ticketsOf(incident), ['To Do, 0 comments']);
	},

	'an end without a ticket, and an item of no incident, open none': async (harness) => {
		const incident = new Incident();
		const before = harness.jira.issues.all.length;
		const deleted = { incident_key: null, incident_action: null, event: 'syncStopped' } as const;
		await harness.poll(incident.resolves(), incident.continues(deleted));
		deepEqual(harness.ticketsOf(incident), []);
		equal(harness.jira.issues.all.length, before);
	},

	'a ticket that a person has closed is commented on and stays closed': async (harness) => {
		const incident = new Incident();
		const opens = incident.opens();
		await harness.poll(opens);
		const { issues } = harness.jira;
		issues.move(harness.lastTicket, transitions.find(({ name }) => name === 'Done')!.id);
		await harness.poll(opens, incident.continues(), incident.resolves());
		deepEqual(harness.ticketsOf(incident), ['Done, 1 comments']);
	},

	'a title that is too long for Jira is cut': async (harness) => {
		const incident = new Incident(`User sync job "${'x'.repeat(300)}" failed`);
		await harness.poll(incident.opens());
		deepEqual(harness.ticketsOf(incident), ['To Do, 0 comments']);
		equal(harness.lastTicket.summary.length, 255);
	},

	'a sample has a ticket that says so, and is closed': async (harness) => {
		const incident = new Incident('Sample: Server sync job "Servers" failed');
		const sample = { is_sample: true };
		await harness.poll(incident.opens(sample), incident.resolves(sample));
		deepEqual(harness.ticketsOf(incident), ['Done, 1 comments']);
		match(harness.lastTicket.summary, /^Sample: /);
	},

	'after an outage of Jira, Retry continues where it stopped': async (harness) => {
		const [one, other] = [new Incident(), new Incident()];
		harness.jira.fault = 'down';
		const failed = await harness.start([one.opens(), other.opens()]);
		harness.jira.fault = 'none';
		match(failed.error ?? 'no error', unavailable);
		deepEqual([harness.ticketsOf(one), harness.ticketsOf(other)], [[], []]);
		equal((await harness.retry(failed)).status, 'success');
		deepEqual(harness.ticketsOf(one), ['To Do, 0 comments']);
		deepEqual(harness.ticketsOf(other), ['To Do, 0 comments']);
	},

	'a Retry after a lost answer leaves one open ticket': async (harness) => {
		const incident = new Incident();
		harness.jira.fault = 'answersLost';
		const failed = await harness.start([incident.opens()]);
		harness.jira.fault = 'none';
		equal((await harness.retry(failed)).status, 'success');
		deepEqual(harness.ticketsOf(incident), ['To Do, 0 comments', 'Done, 1 comments']);
	},

	'a creation whose answer is lost is not repeated, and its ticket is found later': async (
		harness,
	) => {
		const incident = new Incident();
		harness.jira.fault = 'answersLost';
		const failed = await harness.start([incident.opens()]);
		harness.jira.fault = 'none';
		match(failed.error ?? 'no error', unavailable);
		deepEqual(harness.ticketsOf(incident), ['To Do, 0 comments']);
		await pause(harness.jira.indexDelayMs);
		await harness.poll(incident.continues());
		deepEqual(harness.ticketsOf(incident), ['To Do, 1 comments']);
	},
};
