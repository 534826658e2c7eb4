import { readyExample } from '../../support/examples/readyExample.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import type { InboxMessage } from '../../support/services/inbox.cts';
import { shownText } from '../../support/services/inboxPage.cts';
import { failAgainLines, indented, type Scenario, type ScenarioContext } from './scenario.cts';

const webhookWorkflow = 'alertOnFailedSync';
const mattermostWorkflow = 'alertInMattermost';
const connectionName = 'Corporate directory';
const jobName = 'Servers';
const hook = '/hooks/directory-alerts';

/** Virtual: one second at the sandbox's speed. */
const runSeconds = 60;

/** The first characters of the examples' messages. */
const failedSign = '🚨';
const recoveredSign = '✅';

/** The examples "Alert on failed sync" and "Alert in Mattermost": a sync fails and recovers. */
export const alert: Scenario = {
	summary: 'a sync fails and recovers, and both are posted to a chat',

	imports({ sandbox, inbox, mattermost }) {
		const credential = credentialFor(sandbox);
		const byWebhook = readyExample('alert-on-failed-sync.json', {
			id: webhookWorkflow,
			credential,
			parameters: { 'Send to Chat': { url: inbox.url + hook } },
		});
		const inMattermost = readyExample('alert-in-mattermost.json', {
			id: mattermostWorkflow,
			credential,
			otherCredentials: { 'n8n-nodes-base.mattermost': mattermost.credential },
			parameters: { 'Post to Channel': { channelId: mattermost.channel.id } },
		});
		return {
			credentials: [credential, mattermost.credential],
			workflows: [byWebhook, inMattermost],
		};
	},

	async run(context: ScenarioContext) {
		const { api, sandbox, say } = context;
		await api.activate(webhookWorkflow);
		await api.activate(mattermostWorkflow);
		say(
			'"Alert on failed sync" and "Alert in Mattermost" are published; they poll every ten seconds. An hour in the sandbox takes a minute, so the times below run ahead; a run that ends during a poll gets the time of that poll, so the two messages may differ.',
		);
		const { id } = await sandbox.serverSyncJob(connectionName, jobName);
		// Every run fails until both have the alert: if one succeeded before a poll, there would be nothing to report.
		await sandbox.runWith(id, { outcome: 'fail', times: null, durationSeconds: runSeconds });
		say(`In the sandbox, the sync "${jobName}" of "${connectionName}" runs and fails.`);
		await untilBothArrived(context, failedSign);
		await sandbox.runWith(id, { outcome: 'succeed', durationSeconds: runSeconds });
		say('The sync runs again and succeeds.');
		await untilBothArrived(context, recoveredSign);
	},

	async afterwards({ sandbox }) {
		return [
			`An hour in the sandbox takes a minute: "${jobName}" runs every minute, and succeeds.`,
			"An outage (Connection Unreadable) is reported after ten real minutes, because n8n's own clock counts, too.",
			...(await failAgainLines(sandbox, connectionName, jobName)),
		];
	},
};

/** Waits for the message with these first characters, in both chats. */
async function untilBothArrived(
	{ inbox, mattermost, say, signal }: ScenarioContext,
	sign: string,
): Promise<void> {
	const isIt = (text: string) => text.startsWith(sign) && text.includes(jobName);
	const isMessage = (message: InboxMessage) => message.path === hook && isIt(shownText(message));
	const [message, post] = await Promise.all([
		inbox.messages.waitFor(isMessage, signal),
		mattermost.posts.waitFor(({ message }) => isIt(message), signal),
	]);
	const { display_name, team_display_name } = mattermost.channel;
	say('');
	say(`The inbox received this message at ${message.path}:`);
	say(indented(shownText(message)));
	say('');
	say(`So did the channel "${display_name}" of "${team_display_name}" in Mattermost:`);
	say(indented(post.message));
	say('');
}
