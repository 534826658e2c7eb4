import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import axios from 'axios';
import { fromList } from '../../../../support/n8n/workflow.cts';
import type { Execution } from '../../../../support/n8n/n8nApi.cts';
import type { UserJobSettings } from '../../../../sandbox/team.cts';
import type { JobState } from '../../../../sandbox/state.cts';
import type { Mail } from '../../../../support/services/mailbox.cts';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';
import { type Scenario, ready } from './scenario.cts';

const exampleId = 'previewThenUpdate';
const connectionName = 'Corporate directory';
const newFilter = '(&(objectCategory=person)(mail=*))';
const subject = 'Approve an update of a user sync job?';

/** n8n takes a click without a browser's name for a crawler's, and ignores it. */
const browser =
	'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

/** Declined, nothing is sent; approved, the job gets the filter that the e-mail showed; then no approval is needed. */
export const previewThenUpdate: Scenario = {
	name: 'preview-then-update.json: only after Approve, and only what was shown',

	async workflows(environment) {
		const { id, name } = await userJob(environment);
		const place = { connection: fromList({ id }), job: fromList({ id: name }) };
		return [
			ready(environment, 'preview-then-update.json', {
				id: exampleId,
				parameters: { 'Preview the Update': place, 'Update the Job': place },
			}),
		];
	},

	async run(environment, signal) {
		const before = await userJob(environment);
		const declined = await answer(environment, 'false', signal);
		equal(declined.status, 'error');
		equal(declined.error, 'The job was not updated: the update was declined');
		deepEqual(await userJob(environment), before);

		const approved = await answer(environment, 'true', signal);
		equal(approved.status, 'success', approved.error);
		const after = await userJob(environment, before.name);
		equal(after.filter, newFilter);
		notEqual(after.jobId, before.jobId);
		equal(approved.items['Update the Job'][0].previous_id, before.jobId);

		const mails = environment.mailbox.mails.all.length;
		const { api } = environment.testBed;
		const { status, error } = await api.runToEnd(exampleId, 'Run Manually', signal);
		equal(status, 'success', error);
		equal(environment.mailbox.mails.all.length, mails);
	},
};

/** The connection and a user sync job of it, by its name or else the first, as they are now. */
async function userJob({ testBed: { sandbox } }: ExamplesEnvironment, named?: string) {
	const { connections } = await sandbox.state();
	const connection = connections.find(({ name }) => name === connectionName);
	const jobs = connection?.userSyncJobs as JobState[];
	const job = jobs.find(({ settings }) => settings.name === named) ?? jobs[0];
	const { name, ldap_query_filter: filter } = job.settings as UserJobSettings;
	return { id: String(connection?.id), jobId: job.id, name, filter };
}

/** Runs the workflow, reads the e-mail, and clicks one of its buttons. */
async function answer(
	{ testBed: { api }, mailbox }: ExamplesEnvironment,
	approved: 'true' | 'false',
	signal: AbortSignal,
): Promise<Execution> {
	const seen = new Set<Mail>(mailbox.mails.all);
	const execution = await api.run(exampleId, 'Run Manually');
	const isNew = (mail: Mail) => mail.subject === subject && !seen.has(mail);
	const { html } = await mailbox.mails.waitFor(isNew, signal);
	match(html, /ldap_query_filter: .* becomes .*objectCategory=person/);
	match(html, /Would be sent: Update a user sync job\. The job would get a new ID\./);
	const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
	await api.untilWaiting(execution, signal);
	const link = links.find((one) => one.includes(`approved=${approved}`));
	const { status, data } = await axios.get(String(link).replaceAll('&amp;', '&'), {
		...{ proxy: false, signal, timeout: 10_000, validateStatus: () => true },
		headers: { 'user-agent': browser },
	});
	equal(status, 200, JSON.stringify(data));
	return await api.untilEnded(execution, signal);
}
