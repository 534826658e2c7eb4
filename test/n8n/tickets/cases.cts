import { deepEqual, equal, match } from 'node:assert/strict';
import type { Item } from '../../../support/n8n/n8nApi.cts';
import { pause } from '../../../support/system/wait.cts';
import { PROJECT, TRANSITIONS } from '../../../support/services/jira/issues.cts';
import type { Desk } from './ticketHarness.cts';

type Action = 'trigger' | 'update' | 'resolve';

/** What n8n says of an answer 503. */
const UNAVAILABLE = /service unavailable/i;

/** Every case has incidents of its own. */
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
	return { key, begins: item('trigger'), goesOn: item('update'), ends: item('resolve') };
}

/** What can happen to incidents, by what should come of it. */
export const CASES: Record<string, (desk: Desk) => Promise<void>> = {
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

	'a ticket is opened, commented and closed': async (desk) => {
		const { key, begins, goesOn, ends } = incident();
		await desk.poll(begins);
		deepEqual(desk.ticketsOf(key), ['To Do, 0 comments']);
		await desk.poll(goesOn);
		deepEqual(desk.ticketsOf(key), ['To Do, 1 comments']);
		await desk.poll(ends);
		deepEqual(desk.ticketsOf(key), ['Done, 2 comments']);
	},

	'every item delivered twice makes one ticket': async (desk) => {
		const { key, begins, ends } = incident();
		for (const item of [begins, begins, ends, ends, begins]) await desk.poll(item);
		deepEqual(desk.ticketsOf(key), ['Done, 1 comments']);
	},

	'an item in two executions at the same moment leaves one open ticket': async (desk) => {
		const { key, begins, ends } = incident();
		await Promise.all([desk.poll(begins), desk.poll(begins)]);
		deepEqual(desk.ticketsOf(key), ['To Do, 0 comments', 'Done, 1 comments']);
		const [first, second] = desk.jira.issues.all.slice(-2);
		match(second!.comments[0]!.text, new RegExp(`^Duplicate of ${first!.key}:`));
		await desk.poll(ends);
		deepEqual(desk.ticketsOf(key), ['Done, 1 comments', 'Done, 1 comments']);
	},

	'the items of one poll are followed in order': async (desk) => {
		const [one, other, third] = [incident(), incident(), incident()];
		await desk.poll(one.begins, other.begins, one.ends, third.ends, other.goesOn);
		deepEqual(desk.ticketsOf(one.key), ['Done, 1 comments']);
		deepEqual(desk.ticketsOf(other.key), ['To Do, 1 comments']);
		deepEqual(desk.ticketsOf(third.key), []);
	},

	'an incident that began before the workflow did gets its ticket with a reminder': async (
		desk,
	) => {
		const { key, goesOn } = incident();
		await desk.poll(goesOn);
		deepEqual(desk.ticketsOf(key), ['To Do, 0 comments']);
	},

	'an end without a ticket, and an item of no incident, open none': async (desk) => {
		const { key, ends } = incident();
		const before = desk.jira.issues.all.length;
		await desk.poll(ends, { ...ends, incident_key: null, incident_action: null });
		deepEqual(desk.ticketsOf(key), []);
		equal(desk.jira.issues.all.length, before);
	},

	'a ticket that somebody has closed stays as it is': async (desk) => {
		const { key, begins, goesOn, ends } = incident();
		await desk.poll(begins);
		const { issues } = desk.jira;
		issues.move(issues.all.at(-1)!, TRANSITIONS.find(({ name }) => name === 'Done')!.id);
		await desk.poll(begins, goesOn, ends);
		deepEqual(desk.ticketsOf(key), ['Done, 0 comments']);
	},

	'a title that is too long for Jira is cut': async (desk) => {
		const { key, begins } = incident(`User sync job "${'x'.repeat(300)}" failed`);
		await desk.poll(begins);
		deepEqual(desk.ticketsOf(key), ['To Do, 0 comments']);
		equal(desk.jira.issues.all.at(-1)!.summary.length, 255);
	},

	'where Jira is down, Retry goes on where it stopped': async (desk) => {
		const [one, other] = [incident(), incident()];
		desk.jira.trouble = 'down';
		const failed = await desk.start([one.begins, other.begins]);
		desk.jira.trouble = 'none';
		match(failed.error ?? 'no error', UNAVAILABLE);
		deepEqual([desk.ticketsOf(one.key), desk.ticketsOf(other.key)], [[], []]);
		equal((await desk.retry(failed)).status, 'success');
		deepEqual(desk.ticketsOf(one.key), ['To Do, 0 comments']);
		deepEqual(desk.ticketsOf(other.key), ['To Do, 0 comments']);
	},

	'a Retry of an opening whose answer was lost leaves one open ticket': async (desk) => {
		const { key, begins } = incident();
		desk.jira.trouble = 'creationUnheard';
		const failed = await desk.start([begins]);
		desk.jira.trouble = 'none';
		equal((await desk.retry(failed)).status, 'success');
		deepEqual(desk.ticketsOf(key), ['To Do, 0 comments', 'Done, 1 comments']);
	},

	'an opening whose answer is lost is not repeated, and its ticket is found later': async (
		desk,
	) => {
		const { key, begins, goesOn } = incident();
		desk.jira.trouble = 'creationUnheard';
		const failed = await desk.start([begins]);
		desk.jira.trouble = 'none';
		match(failed.error ?? 'no error', UNAVAILABLE);
		deepEqual(desk.ticketsOf(key), ['To Do, 0 comments']);
		await pause(desk.jira.indexDelayMs);
		await desk.poll(goesOn);
		deepEqual(desk.ticketsOf(key), ['To Do, 1 comments']);
	},
};
