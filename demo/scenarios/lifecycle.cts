import { CliError } from '../../support/cli/errors.cts';
import { readyExample } from '../../support/examples/readyExample.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import type { InboxMessage } from '../../support/services/inbox.cts';
import type { Scenario, ScenarioContext } from './scenario.cts';

const WORKFLOW_ID = 'followSyncIncidents';
const CONNECTION = 'Corporate directory';
const FAILING_JOB = 'Servers';
const HANGING_CONNECTION = 'EMEA directory';
const HOOK = '/hooks/incidents';

/** Virtual. */
const RUN_SECONDS = 60;
const THREE_HOURS_SECONDS = 3 * 3600;

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

	async run(context: ScenarioContext) {
		const { api, sandbox, say } = context;
		await api.activate(WORKFLOW_ID);
		say('The workflow "Follow sync incidents" is active; it polls every ten seconds.');
		const { id } = await sandbox.serverSyncJob(CONNECTION, FAILING_JOB);
		const failed = await afterRun(context, id, 'fail', 'syncFailed');
		const recovered = await afterRun(context, id, 'succeed', 'syncRecovered');
		if (recovered.incident_key !== failed.incident_key) {
			throw new CliError('failure and recovery have different incident_keys');
		}
		say('Both have the same incident_key.');
		await hang(context);
	},

	async afterwards() {
		return ['An hour of the sandbox takes a minute; later events of its jobs are shown here too.'];
	},
};

/** Lets a job run to that end, and waits for the event of it. */
async function afterRun(
	context: ScenarioContext,
	jobId: string,
	outcome: 'fail' | 'succeed',
	event: string,
): Promise<Incident> {
	const { sandbox, say } = context;
	await sandbox.runWith(jobId, { outcome, durationSeconds: RUN_SECONDS });
	say(`In the sandbox, the sync "${FAILING_JOB}" of "${CONNECTION}" runs: ${outcome}.`);
	return await untilEvent(context, event);
}

/** A run that never ends keeps the next ones from starting: the job is overdue. */
async function hang(context: ScenarioContext): Promise<void> {
	const { sandbox, say } = context;
	const { id } = await sandbox.serverSyncJob(HANGING_CONNECTION, FAILING_JOB);
	await sandbox.runWith(id, { outcome: 'hang' });
	await sandbox.advance(THREE_HOURS_SECONDS);
	say(`The sync "${FAILING_JOB}" of "${HANGING_CONNECTION}" hangs, and three hours pass.`);
	await untilEvent(context, 'syncOverdue');
}

async function untilEvent(
	{ inbox, say, signal }: ScenarioContext,
	event: string,
): Promise<Incident> {
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
