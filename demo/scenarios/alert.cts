import { readyExample } from '../example.cts';
import { type InboxMessage, shownText } from '../services/inbox.cts';
import { credentialFor } from './credential.cts';
import type { Scenario, Stage } from './scenario.cts';

const WORKFLOW_ID = 'alertOnFailedSync';
const CONNECTION = 'Corporate directory';
const JOB = 'Servers';
const HOOK = '/hooks/directory-alerts';

/** Virtual seconds: one second at the sandbox's speed. */
const RUN_SECONDS = 60;

/** The example "Alert on failed sync": a sync fails, the alert arrives. */
export const alert: Scenario = {
	summary: 'a sync fails and an alert arrives',

	imports({ sandbox, inboxUrl }) {
		const credential = credentialFor(sandbox);
		const workflow = readyExample('alert-on-failed-sync.json', {
			id: WORKFLOW_ID,
			credential,
			parameters: { 'Send to Chat': { url: inboxUrl + HOOK } },
		});
		return { credentials: [credential], workflows: [workflow] };
	},

	async play({ api, sandbox, inbox, say, signal }: Stage) {
		await api.activate(WORKFLOW_ID);
		say('The workflow "Alert on failed sync" is active; it polls every ten seconds.');
		const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
		await sandbox.planRuns(id, { outcome: 'fail', durationSeconds: RUN_SECONDS });
		await sandbox.runJob(id);
		say(`In the sandbox, the sync "${JOB}" of "${CONNECTION}" runs and fails.`);
		const message = await inbox.messages.waitFor(isAlert, signal);
		say('');
		say(`The inbox got this alert at ${message.path}:`);
		say('');
		for (const line of shownText(message).split('\n')) say(`    ${line}`);
		say('');
	},

	async afterwards(sandbox) {
		const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
		const job = `${sandbox.url}/sandbox/jobs/${id}`;
		return [
			`The sandbox's hour is a minute: "${JOB}" runs by itself every minute, and succeeds. To let it fail again:`,
			`  curl -H 'content-type: application/json' -d '{"outcome":"fail"}' ${job}/plan && curl -X POST ${job}/run`,
		];
	},
};

function isAlert(message: InboxMessage): boolean {
	return message.path === HOOK && shownText(message).includes(JOB);
}
