import { CliError } from '../../support/cli/errors.cts';
import { readyExample } from '../../support/examples/readyExample.cts';
import { ticketInJira, triggerName } from '../../support/examples/ticketInJira.cts';
import type { WorkflowImport } from '../../support/n8n/workflow.cts';
import { credentialFor } from '../../support/sandbox/credential.cts';
import { isEvent, itemsOf, untilItem, type Item } from './items.cts';
import type { Scenario, ScenarioContext, Services } from './scenario.cts';

const followWorkflow = 'followSyncIncidents';
const connectionName = 'Corporate directory';
const jobName = 'Servers';
const hook = '/hooks/incidents';

const hourSeconds = 3_600;

/** ASA removes a server that no sync has seen for 96 hours; the alerts come 24 hours before. */
const hoursUntilRisk = 72;
const hoursOfWarning = 24;

/** Server sync jobs only: the gateway's user sync jobs would have tickets of their own. */
const watchedJobs = { jobKinds: ['serverSyncJob'] };

const events = ['accessAtRisk', 'connectionUnreadable', 'serversAtRisk', 'syncFailed'];

type History = Awaited<ReturnType<Services['sandbox']['history']>>;

/** A dead gateway and a moved organizational unit: how access is lost, and the alerts before. */
export const access: Scenario = {
	summary:
		'a gateway goes offline and an OU is moved: access is at risk, servers are removed, one ticket',

	imports(services) {
		const credential = credentialFor(services.sandbox);
		const follow = readyExample('follow-sync-incidents.json', {
			id: followWorkflow,
			credential,
			parameters: {
				'An Incident Changed': { ...watchedJobs, events },
				'Send the Incident': { url: services.inbox.url + hook },
			},
		});
		return {
			credentials: [credential, services.jira.credential],
			workflows: [follow, ticketWorkflow(services)],
		};
	},

	async run(context) {
		const { api, say } = context;
		await api.activate(followWorkflow);
		await api.activate(ticketWorkflow(context).id);
		say('"Follow sync incidents" and "Ticket in Jira" are published; they poll every ten seconds.');
		await loseGateway(context);
		await moveOu(context);
	},

	async afterwards() {
		return ['Later events of the server sync jobs are shown here too.'];
	},
};

function ticketWorkflow({ sandbox, jira }: Services): WorkflowImport {
	const workflow = ticketInJira(credentialFor(sandbox), jira);
	const trigger = workflow.nodes.find(({ name }) => name === triggerName);
	if (!trigger) throw new Error(`The example has no node named ${triggerName}`);
	Object.assign(trigger.parameters, watchedJobs);
	return workflow;
}

/** The gateway of a connection is offline until its servers are gone. */
async function loseGateway(context: ScenarioContext): Promise<void> {
	const { sandbox, say } = context;
	const { gateways, connections } = await sandbox.state();
	const { gatewayId, userSyncJobs } = connections.find(({ name }) => name === connectionName)!;
	const gateway = gateways.find(({ id }) => id === gatewayId)!;
	const { id } = await sandbox.serverSyncJob(connectionName, jobName);
	await showDirectory(context);
	await sandbox.setGatewayOnline(gatewayId, false);
	await sandbox.runJob(id);
	say(`In the sandbox, ${gateway.name}, the gateway of "${connectionName}", goes offline.`);
	const failed = await untilItem(context, hook, isEvent('syncFailed'));
	await pass(context, hoursUntilRisk, 'and every sync through the gateway fails');
	const atRisk = await untilItem(context, hook, isEvent('accessAtRisk'));
	await untilItem(context, hook, isEvent('serversAtRisk'));
	await pass(context, hoursOfWarning, 'and the gateway stays offline');
	const ended = await untilItem(
		context,
		hook,
		({ event, title }) => event === 'accessAtRisk' && title.includes('has probably ended'),
	);
	await untilItem(context, hook, ({ closed_by }) => closed_by === 'deleted');
	await showDirectory(context);
	await sandbox.setGatewayOnline(gatewayId, true);
	for (const job of [{ id }, ...userSyncJobs]) await sandbox.runJob(job.id);
	say(`${gateway.name} is back: the syncs run and succeed.`);
	const recovered = await untilItem(context, hook, ({ closed_by }) => closed_by === 'success');
	await showDirectory(context);
	assertOneIncident([failed, atRisk, ended, recovered]);
	await assertOneTicket(context);
}

/** An organizational unit is moved: syncs succeed and find nothing in it. */
async function moveOu(context: ScenarioContext): Promise<void> {
	const { sandbox, inbox, say } = context;
	const { id, connectionId, settings } = await sandbox.serverSyncJob(connectionName, jobName);
	if (!('rule_assignments' in settings)) throw new Error(`${jobName} is not a server sync job`);
	const { base_dn: baseDn } = settings.rule_assignments[0]!;
	const before = itemsOf(inbox, hook);
	const isNew = ({ incident_key: key }: Item) =>
		!before.some(({ incident_key }) => incident_key === key);
	const moved = (await sandbox.history()).at(-1)?.index;
	await sandbox.moveOu(connectionId, baseDn);
	say(
		`Someone moves ${baseDn}: from now on the syncs of "${connectionName}" find no server in it.`,
	);
	await pass(context, hoursUntilRisk, 'and every sync succeeds');
	const isAtRisk = isEvent('serversAtRisk');
	const alarm = await untilItem(context, hook, (item) => isAtRisk(item) && isNew(item));
	const ended = (await sandbox.history(moved)).filter(
		({ type, jobId }) => type === 'run_ended' && jobId === id,
	);
	const { now } = await sandbox.state();
	const hoursLeft = (Date.parse(alarm.access_ends_at!) - Date.parse(now)) / hourSeconds / 1_000;
	assertEarlyAlarm(ended, hoursLeft);
	say(
		`${ended.length} runs, all successful; the servers will be removed in ${hoursLeft.toFixed(1)} hours.`,
	);
	await sandbox.moveOu(connectionId, baseDn, true);
	await pass(context, 2, 'after the organizational unit was moved back');
	await untilItem(
		context,
		hook,
		({ incident_key, incident_action }) =>
			incident_key === alarm.incident_key && incident_action === 'resolve',
	);
	const others = itemsOf(inbox, hook).slice(before.length);
	if (others.length !== 2) throw new CliError(`the moved unit made ${others.length} items`);
}

async function pass({ sandbox, say }: ScenarioContext, hours: number, what: string): Promise<void> {
	await sandbox.advance(hours * hourSeconds);
	say(`${hours} hours pass, ${what}.`);
}

/** Prints how many AD servers and users the team has of the connection. */
async function showDirectory({ sandbox, say }: ScenarioContext): Promise<void> {
	const { connections, directory } = await sandbox.state();
	const { domain } = connections.find(({ name }) => name === connectionName)!;
	const { servers = [], users = [] } = directory ?? {};
	const discovered = servers.filter(({ hostname }) => hostname.endsWith(`.${domain}`));
	const synced = users.filter((one) => one.domain === domain);
	const count = synced.reduce((sum, one) => sum + one.count, 0);
	say(`    ASA has ${discovered.length} AD servers and ${count} users of ${domain}.`);
}

/** @throws CliError unless these items are those of one incident, from trigger to resolve */
function assertOneIncident(items: Item[]): void {
	const keys = new Set(items.map(({ incident_key }) => incident_key));
	if (keys.size > 1) throw new CliError(`the items have ${keys.size} keys: ${[...keys].join()}`);
	const actions = items.map(({ incident_action }) => incident_action).join();
	if (actions !== 'trigger,update,update,resolve') throw new CliError(`the actions are ${actions}`);
	const [{ gateway_status, text }] = items as [Item, ...Item[]];
	if (gateway_status !== 'OFFLINE' || !text.includes('is offline')) {
		throw new CliError('the first alert does not say that the gateway is offline');
	}
}

/** @throws CliError unless there is exactly one ticket once it is closed */
async function assertOneTicket({ jira, say, signal }: ScenarioContext): Promise<void> {
	await jira.issues.changes.waitFor(
		({ kind, issue }) => kind === 'moved' && issue.status.category.key === 'done',
		signal,
	);
	const [issue, ...others] = jira.issues.all;
	if (!issue || others.length > 0) throw new CliError(`there are ${others.length + 1} tickets`);
	const { key, summary, comments, status } = issue;
	say(`One ticket: ${key} ${summary}, ${comments.length} comments, ${status.name}.`);
	say('');
}

/** @throws CliError unless all runs were green and the alarm came about a day before the servers go */
function assertEarlyAlarm(ended: History, hoursLeft: number): void {
	const failed = ended.filter(({ details }) => details.outcome !== 'succeed');
	if (ended.length < hoursUntilRisk - 2 || failed.length > 0) {
		throw new CliError(`${failed.length} of ${ended.length} runs did not succeed`);
	}
	if (hoursLeft < hoursOfWarning - 2) throw new CliError(`only ${hoursLeft} hours are left`);
}
