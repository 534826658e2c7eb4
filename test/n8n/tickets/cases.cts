import { deepEqual, equal, match } from 'node:assert/strict';
import type { Item } from '../../../support/n8n/executionData.cts';
import { pause } from '../../../support/system/wait.cts';
import { PROJECT, TRANSITIONS } from '../../../support/services/jira/issues.cts';
import type { TicketHarness } from './ticketHarness.cts';

type Action = 'trigger' | 'update' | 'resolve';

/** n8n's message for an answer 503. */
const UNAVAILABLE = /service unavailable/i;

/** Every case has its own incidents. */
let incidents = 0;

/** Makes the items of a new incident. */
function incident(title = 'Server sync job "Servers" failed') {
	const key = `0123456789abcdef-s-case-f-${++incidents}`;
	const item = (incident_action: Action): Item => ({
		incident_key: key,
		incident_action,
		title,
		text: `${title}.\nAD connection "Corporate directory"\n${incident_action}`,
	});
	return { key, opens: item('trigger'), continues: item('update'), resolves: item('resolve') };
}

/** What can happen to incidents, by the expected result. */
export const CASES: Record<string, (harness: TicketHarness) => Promise<void>> = {
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
		deepEqual((await api.listSearch(projects)).results, [{ name: PROJECT.name, value: '10000' }]);
		const types = { ...list, path: 'parameters.issueType', methodName: 'getIssueTypes' };
		const names = (await api.listSearch(types)).results.map((type) => type.name);
		deepEqual(names, ['Incident', 'Subtask', 'Task']);
	},

	'a ticket is opened, commented and closed': async (harness) => {
		const { key, opens, continues, resolves } = incident();
		await harness.poll(opens);
		deepEqual(harness.ticketsOf(key), ['To Do, 0 comments']);
		await harness.poll(continues);
		deepEqual(harness.ticketsOf(key), ['To Do, 1 comments']);
		await harness.poll(resolves);
		deepEqual(harness.ticketsOf(key), ['Done, 2 comments']);
	},

	'every item delivered twice makes one ticket': async (harness) => {
		const { key, opens, resolves } = incident();
		for (const item of [opens, opens, resolves, resolves, opens]) await harness.poll(item);
		deepEqual(harness.ticketsOf(key), ['Done, 1 comments']);
	},

	'an item in two executions at the same moment leaves one open ticket': async (harness) => {
		const { key, opens, resolves } = incident();
		await Promise.all([harness.poll(opens), harness.poll(opens)]);
		deepEqual(harness.ticketsOf(key), ['To Do, 0 comments', 'Done, 1 comments']);
		const [first, second] = harness.jira.issues.all.slice(-2);
		match(second!.comments[0]!.text, new RegExp(`^Duplicate of ${first!.key}:`));
		await harness.poll(resolves);
		deepEqual(harness.ticketsOf(key), ['Done, 1 comments', 'Done, 1 comments']);
	},

	'the items of one poll are handled in order': async (harness) => {
		const [one, other, third] = [incident(), incident(), incident()];
		await harness.poll(one.opens, other.opens, one.resolves, third.resolves, other.continues);
		deepEqual(harness.ticketsOf(one.key), ['Done, 1 comments']);
		deepEqual(harness.ticketsOf(other.key), ['To Do, 1 comments']);
		deepEqual(harness.ticketsOf(third.key), []);
	},

	'an incident older than the workflow gets its ticket with a reminder': async (harness) => {
		const { key, continues } = incident();
		await harness.poll(continues);
		deepEqual(harness.ticketsOf(key), ['To Do, 0 comments']);
	},

	'an end without a ticket, and an item of no incident, open none': async (harness) => {
		const { key, resolves } = incident();
		const before = harness.jira.issues.all.length;
		await harness.poll(resolves, { ...resolves, incident_key: null, incident_action: null });
		deepEqual(harness.ticketsOf(key), []);
		equal(harness.jira.issues.all.length, before);
	},

	'a ticket that a person has closed stays as it is': async (harness) => {
		const { key, opens, continues, resolves } = incident();
		await harness.poll(opens);
		const { issues } = harness.jira;
		issues.move(issues.all.at(-1)!, TRANSITIONS.find(({ name }) => name === 'Done')!.id);
		await harness.poll(opens, continues, resolves);
		deepEqual(harness.ticketsOf(key), ['Done, 0 comments']);
	},

	'a title that is too long for Jira is cut': async (harness) => {
		const { key, opens } = incident(`User sync job "${'x'.repeat(300)}" failed`);
		await harness.poll(opens);
		deepEqual(harness.ticketsOf(key), ['To Do, 0 comments']);
		equal(harness.jira.issues.all.at(-1)!.summary.length, 255);
	},

	'after an outage of Jira, Retry continues where it stopped': async (harness) => {
		const [one, other] = [incident(), incident()];
		harness.jira.fault = 'down';
		const failed = await harness.start([one.opens, other.opens]);
		harness.jira.fault = 'none';
		match(failed.error ?? 'no error', UNAVAILABLE);
		deepEqual([harness.ticketsOf(one.key), harness.ticketsOf(other.key)], [[], []]);
		equal((await harness.retry(failed)).status, 'success');
		deepEqual(harness.ticketsOf(one.key), ['To Do, 0 comments']);
		deepEqual(harness.ticketsOf(other.key), ['To Do, 0 comments']);
	},

	'a Retry after a lost answer leaves one open ticket': async (harness) => {
		const { key, opens } = incident();
		harness.jira.fault = 'answersLost';
		const failed = await harness.start([opens]);
		harness.jira.fault = 'none';
		equal((await harness.retry(failed)).status, 'success');
		deepEqual(harness.ticketsOf(key), ['To Do, 0 comments', 'Done, 1 comments']);
	},

	'a creation whose answer is lost is not repeated, and its ticket is found later': async (
		harness,
	) => {
		const { key, opens, continues } = incident();
		harness.jira.fault = 'answersLost';
		const failed = await harness.start([opens]);
		harness.jira.fault = 'none';
		match(failed.error ?? 'no error', UNAVAILABLE);
		deepEqual(harness.ticketsOf(key), ['To Do, 0 comments']);
		await pause(harness.jira.indexDelayMs);
		await harness.poll(continues);
		deepEqual(harness.ticketsOf(key), ['To Do, 1 comments']);
	},
};
