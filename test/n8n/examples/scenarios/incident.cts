import { deepEqual, equal, match } from 'node:assert/strict';
import { fromList } from '../../../../support/n8n/workflow.cts';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';
import { type Scenario, ready } from './scenario.cts';

const slackFile = 'alert-in-slack.json';
const files = [slackFile, 'page-the-on-call.json', 'ticket-in-servicenow.json'];
const ids = files.map((file) => file.replace('.json', ''));

const connectionName = 'Corporate directory';
const jobName = 'Servers';

/** Virtual. */
const runSeconds = 60;
const hourSeconds = 3600;

/** Access through a server sync job ends 96 hours after its last success. */
const hoursUntilRisk = 75;
const hoursUntilEnd = 25;
const hoursUntilReminder = 25;

/**
 * One incident from opening to recovery: a sync keeps failing until access is at risk, until it has
 * ended and until a reminder is due, and recovers. All examples that follow incidents are active at the
 * same time.
 */
export const incident: Scenario = {
	name: `${files.join(', ')}: an incident from its beginning to its end`,

	async workflows(environment) {
		const { id, name } = environment.slack.channel;
		const channelId = fromList({ id, name });
		return files.map((file, index) =>
			ready(environment, file, {
				id: ids[index],
				parameters: file === slackFile ? { 'Post to Channel': { channelId } } : {},
			}),
		);
	},

	async run(environment, signal) {
		const { api, sandbox } = environment.testBed;
		for (const id of ids) await api.activate(id);
		await runJob(environment, 'fail');
		const { key, sysId } = await untilOpened(environment, signal);
		await sandbox.advance(hoursUntilRisk * hourSeconds);
		await untilCommented(environment, { sysId, count: 1, message: '🔥' }, signal);
		await sandbox.advance(hoursUntilEnd * hourSeconds);
		await untilCommented(environment, { sysId, count: 2, message: '🔥' }, signal);
		await sandbox.advance(hoursUntilReminder * hourSeconds);
		await untilCommented(environment, { sysId, count: 3, message: '🔁' }, signal);
		await runJob(environment, 'succeed');
		await untilResolved(environment, { key, sysId }, signal);
		for (const id of ids) await api.deactivate(id);
		await checkAll(environment, key);
	},
};

/** Lets the job run with that outcome now, and whenever it is due from then on. */
async function runJob(
	{ testBed: { sandbox } }: ExamplesEnvironment,
	outcome: 'fail' | 'succeed',
): Promise<void> {
	const { id } = await sandbox.serverSyncJob(connectionName, jobName);
	await sandbox.runWith(id, { outcome, durationSeconds: runSeconds, times: null });
}

/** @returns the incident's key, and the ID of its ticket */
async function untilOpened(
	{ pagerDuty, serviceNow, slack }: ExamplesEnvironment,
	signal: AbortSignal,
) {
	const { dedup_key: key } = await pagerDuty.events.waitFor(() => true, signal);
	const { sysId } = await serviceNow.changes.waitFor(
		({ method, values }) => method === 'POST' && values.correlation_id === key,
		signal,
	);
	await slack.messages.waitFor((text) => text.startsWith('🚨 Sync failed, severity error'), signal);
	return { key, sysId };
}

/** Waits for the work note with that number, and for as many messages after the first one. */
async function untilCommented(
	{ serviceNow, slack }: ExamplesEnvironment,
	{ sysId: ticket, count, message }: { sysId: string; count: number; message: string },
	signal: AbortSignal,
) {
	const notes = () =>
		serviceNow.changes.all.filter(
			({ sysId, values }) => sysId === ticket && 'work_notes' in values,
		);
	await serviceNow.changes.waitFor(() => notes().length >= count, signal);
	await slack.messages.waitFor(() => slack.messages.all.length > count, signal);
	match(slack.messages.all[count]!, new RegExp(`^${message}`));
}

async function untilResolved(
	{ pagerDuty, serviceNow, slack }: ExamplesEnvironment,
	{ key, sysId: ticket }: { key: string; sysId: string },
	signal: AbortSignal,
) {
	await pagerDuty.events.waitFor(
		({ event_action, dedup_key }) => event_action === 'resolve' && dedup_key === `${key}-critical`,
		signal,
	);
	await serviceNow.changes.waitFor(
		({ sysId, values }) => sysId === ticket && values.state === '6',
		signal,
	);
	await slack.messages.waitFor((text) => text.startsWith('✅'), signal);
}

async function checkAll(
	{ testBed: { api }, pagerDuty, serviceNow, slack }: ExamplesEnvironment,
	key: string,
): Promise<void> {
	const keys = [key, `${key}-error`, `${key}-critical`];
	deepEqual(pagerDuty.pages, [key, `${key}-critical`]);
	deepEqual(
		pagerDuty.events.all.map(({ event_action, dedup_key }) => [event_action, dedup_key]),
		[['trigger', key], ['trigger', `${key}-critical`], ...keys.map((each) => ['resolve', each])],
	);
	deepEqual(
		serviceNow.changes.all.map(({ method, values }) => [method, values.urgency]),
		[
			['POST', '2'],
			['PATCH', '1'],
			['PATCH', '1'],
			['PATCH', '1'],
			['PATCH', undefined],
		],
	);
	const [opening, , , , closing] = slack.messages.all;
	match(
		opening!,
		/\nAccess until \d{4}-\d\d-\d\d \d\d:\d\d UTC \(in \d d \d+ h\)\nCause: failed runs\nGateway "[^"]+" is ONLINE\nServer sync job "Servers"/,
	);
	match(
		closing!,
		/^✅ Recovered\nCause of the incident: access at risk, failed runs\nGateway \S+\nServer sync job "Servers"/,
	);
	equal(slack.messages.all.length, 5);
	for (const id of ids) {
		const statuses = (await api.executions(id)).map(({ status }) => status);
		deepEqual([id, [...new Set(statuses)]], [id, ['success']]);
	}
}
