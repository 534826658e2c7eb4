import { readyExample } from '../../support/examples/readyExample.cts';
import { type InboxMessage, shownText } from '../../support/services/inbox.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import type { Scenario, Stage } from './scenario.cts';

const WEBHOOK_WORKFLOW = 'alertOnFailedSync';
const MATTERMOST_WORKFLOW = 'alertInMattermost';
const CONNECTION = 'Corporate directory';
const JOB = 'Servers';
const HOOK = '/hooks/directory-alerts';

/** Virtual seconds: one second at the sandbox's speed. */
const RUN_SECONDS = 60;

/** What the examples begin a message with. */
const FAILED = '🚨';
const RECOVERED = '✅';

/** The examples "Alert on failed sync" and "Alert in Mattermost": a sync fails and recovers. */
export const alert: Scenario = {
	summary: 'a sync fails and recovers, and a chat is told of both',

	imports({ sandbox, inbox, mattermost }) {
		const credential = credentialFor(sandbox);
		const byWebhook = readyExample('alert-on-failed-sync.json', {
			id: WEBHOOK_WORKFLOW,
			credential,
			parameters: { 'Send to Chat': { url: inbox.url + HOOK } },
		});
		const inMattermost = readyExample('alert-in-mattermost.json', {
			id: MATTERMOST_WORKFLOW,
			credential,
			otherCredentials: { 'n8n-nodes-base.mattermost': mattermost.credential },
			parameters: { 'Tell the Channel': { channelId: mattermost.channel.id } },
		});
		return {
			credentials: [credential, mattermost.credential],
			workflows: [byWebhook, inMattermost],
		};
	},

	async play(stage: Stage) {
		const { api, sandbox, say } = stage;
		await api.activate(WEBHOOK_WORKFLOW);
		await api.activate(MATTERMOST_WORKFLOW);
		say(
			'"Alert on failed sync" and "Alert in Mattermost" are active; they poll every ten seconds.',
		);
		const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
		await sandbox.planRuns(id, { outcome: 'fail', durationSeconds: RUN_SECONDS });
		await sandbox.runJob(id);
		say(`In the sandbox, the sync "${JOB}" of "${CONNECTION}" runs and fails.`);
		await arrivals(stage, FAILED);
		await sandbox.planRuns(id, { outcome: 'succeed', durationSeconds: RUN_SECONDS });
		await sandbox.runJob(id);
		say('The sync runs once more and succeeds.');
		await arrivals(stage, RECOVERED);
	},

	async afterwards({ sandbox }) {
		const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
		const job = `${sandbox.url}/sandbox/jobs/${id}`;
		return [
			`The sandbox's hour is a minute: "${JOB}" runs by itself every minute, and succeeds. To let it fail again:`,
			`  curl -H 'content-type: application/json' -d '{"outcome":"fail"}' ${job}/plan && curl -X POST ${job}/run`,
		];
	},
};

/** Waits for the message that begins so, in both chats. */
async function arrivals({ inbox, mattermost, say, signal }: Stage, sign: string): Promise<void> {
	const isIt = (text: string) => text.startsWith(sign) && text.includes(JOB);
	const isMessage = (message: InboxMessage) => message.path === HOOK && isIt(shownText(message));
	const [message, post] = await Promise.all([
		inbox.messages.waitFor(isMessage, signal),
		mattermost.posts.waitFor(({ message }) => isIt(message), signal),
	]);
	const { display_name, team_display_name } = mattermost.channel;
	say('');
	say(`The inbox got this alert at ${message.path}:`);
	say(indented(shownText(message)));
	say('');
	say(`In Mattermost, the channel "${display_name}" of "${team_display_name}" got it too:`);
	say(indented(post.message));
	say('');
}

function indented(text: string): string {
	return text.replace(/^/gm, '    ');
}
