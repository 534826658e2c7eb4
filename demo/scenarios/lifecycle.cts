import { readyExample } from '../../support/examples/readyExample.cts';
import type { InboxMessage } from '../../support/services/inbox.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import type { Scenario, Stage } from './scenario.cts';

const WORKFLOW_ID = 'followSyncIncidents';
const CONNECTION = 'Corporate directory';
const FAILING_JOB = 'Servers';
const HANGING_CONNECTION = 'EMEA directory';
const HOOK = '/hooks/incidents';

/** Virtual seconds. */
const RUN_SECONDS = 60;
const THREE_HOURS = 3 * 3600;

/** What the example sends of an incident. */
interface Incident {
	incident_key: string;
	incident_action: string;
	event: string;
	title: string;
}

/** The example "Follow sync incidents": a failure and its recovery, and a job that no longer runs. */
export const lifecycle: Scenario = {
	summary: 'a sync fails and recovers, another one is overdue',

	imports({ sandbox, inbox }) {
		const credential = credentialFor(sandbox);
		const workflow = readyExample('follow-sync-incidents.json', {
			id: WORKFLOW_ID,
			credential,
			parameters: { 'Send the Incident': { url: inbox.url + HOOK } },
		});
		return { credentials: [credential], workflows: [workflow] };
	},

	async play(stage: Stage) {
		const { api, sandbox, say } = stage;
		await api.activate(WORKFLOW_ID);
		say('The workflow "Follow sync incidents" is active; it polls every ten seconds.');
		const { id } = await sandbox.serverSyncJob(CONNECTION, FAILING_JOB);
		const failed = await afterRun(stage, id, 'fail', 'syncFailed');
		const recovered = await afterRun(stage, id, 'succeed', 'syncRecovered');
		if (recovered.incident_key !== failed.incident_key) {
			throw new Error('The recovery came with another incident_key than the failure');
		}
		say('Both have the same incident_key.');
		await hang(stage);
	},

	async afterwards() {
		return ["The sandbox's hour is a minute; what happens next to its jobs arrives here too."];
	},
};

/** Lets a job run to that end, and waits for the event that tells of it. */
async function afterRun(
	stage: Stage,
	jobId: string,
	outcome: 'fail' | 'succeed',
	event: string,
): Promise<Incident> {
	const { sandbox, say } = stage;
	await sandbox.planRuns(jobId, { outcome, durationSeconds: RUN_SECONDS });
	await sandbox.runJob(jobId);
	say(`In the sandbox, the sync "${FAILING_JOB}" of "${CONNECTION}" runs: ${outcome}.`);
	return await arrival(stage, event);
}

/** A run that never ends keeps the next ones from starting: the job is overdue. */
async function hang(stage: Stage): Promise<void> {
	const { sandbox, say } = stage;
	const { id } = await sandbox.serverSyncJob(HANGING_CONNECTION, FAILING_JOB);
	await sandbox.planRuns(id, { outcome: 'hang' });
	await sandbox.runJob(id);
	await sandbox.advance(THREE_HOURS);
	say(`The sync "${FAILING_JOB}" of "${HANGING_CONNECTION}" hangs, and three hours pass.`);
	await arrival(stage, 'syncOverdue');
}

async function arrival({ inbox, say, signal }: Stage, event: string): Promise<Incident> {
	const message = await inbox.messages.waitFor(
		(candidate) => incidentOf(candidate)?.event === event,
		signal,
	);
	const incident = incidentOf(message)!;
	const { incident_action, incident_key, title } = incident;
	say(`    ${event}, ${incident_action} ${incident_key}: ${title}`);
	return incident;
}

function incidentOf({ path, body }: InboxMessage): Incident | undefined {
	return path === HOOK ? (body as Incident) : undefined;
}
