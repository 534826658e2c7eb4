import { equal, match } from 'node:assert/strict';
import { type Play, ready, runToEnd } from './scenario.cts';

const ID = 'digestByMail';

/** A job fails, and the e-mail of the morning begins with it. */
export const digest: Play = {
	name: 'digest-by-mail.json: one e-mail, the failing job first',

	workflows: async (house) => [ready(house, 'digest-by-mail.json', { id: ID })],

	async play(house, signal) {
		const { sandbox, mailbox } = house;
		const { id } = await sandbox.serverSyncJob('EMEA directory', 'Servers');
		await sandbox.planRuns(id, { outcome: 'fail', durationSeconds: 60, times: null });
		await sandbox.runJob(id);
		await sandbox.advance(120);
		const { status, error } = await runToEnd(house, { id: ID, trigger: 'Every Morning' }, signal);
		equal(status, 'success', error);
		equal(mailbox.mails.all.length, 1);
		const [{ subject, text, html, recipients }] = mailbox.mails.all;
		equal(subject, 'AD sync: 1 of 6 jobs need attention');
		const lines = text.split('\n');
		equal(lines[0], '! EMEA directory / Servers (servers)');
		match(lines[1], /^ {4}failed, .*last run \d.*, last success \d/);
		equal(lines.filter((line) => line.startsWith('! ')).length, 1);
		equal(lines.filter((line) => /^ {2}\S/.test(line)).length, 5);
		equal(html, '');
		equal(recipients.join(), 'directory-team@example.com');
		await sandbox.planRuns(id, { outcome: 'succeed', durationSeconds: 60, times: null });
		await sandbox.runJob(id);
		await sandbox.advance(120);
	},
};
