import { equal, match } from 'node:assert/strict';
import { type Scenario, ready } from './scenario.cts';

const exampleId = 'digestByMail';

/** A job fails, and the morning's e-mail begins with it. */
export const digest: Scenario = {
	name: 'digest-by-mail.json: one e-mail, the failing job first',

	workflows: async (environment) => [ready(environment, 'digest-by-mail.json', { id: exampleId })],

	async run(environment, signal) {
		const { mailbox, testBed } = environment;
		const { api, sandbox } = testBed;
		const { id } = await sandbox.serverSyncJob('EMEA directory', 'Servers');
		await sandbox.runWith(id, { outcome: 'fail', durationSeconds: 60, times: null });
		await sandbox.advance(120);
		const { status, error } = await api.runToEnd(exampleId, 'Every Morning', signal);
		equal(status, 'success', error);
		equal(mailbox.mails.all.length, 1);
		const [{ subject, text, html, recipients }] = mailbox.mails.all;
		equal(subject, 'AD sync: 1 of 6 jobs need attention');
		const lines = text.split('\n');
		equal(lines[0], '! EMEA directory / Servers (servers)');
		match(
			lines[1]!,
			/^ {4}last result: failed, failing, failing since \d.*, last run \d.*, last success \d.*, access until \d/,
		);
		equal(lines.filter((line) => line.startsWith('! ')).length, 1);
		equal(lines.filter((line) => /^ {2}\S/.test(line)).length, 5);
		equal(html, '');
		equal(recipients.join(), 'directory-team@example.com');
		await sandbox.runWith(id, { outcome: 'succeed', durationSeconds: 60, times: null });
		await sandbox.advance(120);
	},
};
