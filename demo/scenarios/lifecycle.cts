import { CliError } from '../../support/cli/errors.cts';
import { readyExample } from '../../support/examples/readyExample.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import { isEvent, itemsOf, untilItem, type Item } from './items.cts';
import type { Scenario, ScenarioContext } from './scenario.cts';

const workflowId = 'followSyncIncidents';
const connectionName = 'Corporate directory';
const jobName = 'Servers';
const hook = '/hooks/incidents';

/** Virtual. */
const runSeconds = 60;
const hourSeconds = 3_600;

/** An hourly job is overdue after an hour and a half. */
const hoursUntilOverdue = 3;

/** Access through a server sync job ends 96 hours after its last success; the alert comes 24 hours before. */
const hoursUntilRisk = 72;

/** The example "Follow sync incidents": one incident from its opening to its end. */
export const lifecycle: Scenario = {
	summary: 'one incident: a sync is overdue, fails, puts access at risk, and recovers',

	imports({ sandbox, inbox }) {
		const credential = credentialFor(sandbox);
		const workflow = readyExample('follow-sync-incidents.json', {
			id: workflowId,
			credential,
			parameters: { 'Send the Incident': { url: inbox.url + hook } },
		});
		return { credentials: [credential], workflows: [workflow] };
	},

	async run(context: ScenarioContext) {
		const { api, sandbox, say } = context;
		await api.activate(workflowId);
		say('The workflow "Follow sync incidents" is published; it polls every ten seconds.');
		const { id } = await sandbox.serverSyncJob(connectionName, jobName);
		const stuck = await startStuckRun(context, id);
		const overdue = await untilItem(context, hook, isEvent('syncOverdue'));
		await sandbox.planRuns(id, { outcome: 'fail', times: null, durationSeconds: runSeconds });
		await sandbox.endRun(id, stuck, 'fail');
		say('The late run finally appears: it has failed.');
		const failed = await untilItem(context, hook, isEvent('syncFailed'));
		await sandbox.advance(hoursUntilRisk * hourSeconds);
		say(`${hoursUntilRisk} hours pass, and every run fails.`);
		const atRisk = await untilItem(context, hook, isEvent('accessAtRisk'));
		await sandbox.runWith(id, { outcome: 'succeed', times: null, durationSeconds: runSeconds });
		say('The domain controller is back: the sync runs and succeeds.');
		const recovered = await untilItem(context, hook, isEvent('syncRecovered'));
		assertOneIncident(context, [overdue, failed, atRisk, recovered]);
		say(`All four have the key ${overdue.incident_key}: one incident, resolved by a success.`);
	},

	async afterwards() {
		return ['An hour in the sandbox takes a minute; later events of its jobs are shown here too.'];
	},
};

/**
 * A run that hangs before ASA shows it, so that no other run starts: for the API, the job has not started.
 *
 * @returns the id that its result will have
 */
async function startStuckRun({ sandbox, say }: ScenarioContext, jobId: string): Promise<string> {
	await sandbox.setSwitches({ resultsAppear: 'atEnd' });
	const resultId = await sandbox.runWith(jobId, { outcome: 'hang' });
	await sandbox.advance(hoursUntilOverdue * hourSeconds);
	say(
		`In the sandbox, the hourly sync "${jobName}" of "${connectionName}" shows no run for three hours.`,
	);
	return resultId;
}

/** @throws CliError unless these items, and no others, came, with one key, from trigger to resolve */
function assertOneIncident({ inbox }: ScenarioContext, items: Item[]): void {
	const keys = new Set(items.map(({ incident_key }) => incident_key));
	if (keys.size > 1) throw new CliError(`the items have ${keys.size} keys: ${[...keys].join()}`);
	const actions = items.map(({ incident_action }) => incident_action).join();
	if (actions !== 'trigger,update,update,resolve') throw new CliError(`the actions are ${actions}`);
	const last = items.at(-1)!;
	if (last.closed_by !== 'success') throw new CliError(`it was closed by ${last.closed_by}`);
	const others = itemsOf(inbox, hook).filter(
		({ title }) => !items.some((item) => item.title === title),
	);
	if (others.length > 0) throw new CliError(`there are other items: ${others[0]!.title}`);
}
