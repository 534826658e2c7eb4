import { deepEqual, equal } from 'node:assert/strict';
import { fromList } from '../../../../support/n8n/workflow.cts';
import type { TestEnvironment } from '../testEnvironment.cts';
import { type Scenario, ready } from './scenario.cts';

const SLACK = 'alert-in-slack.json';
const FILES = [SLACK, 'page-the-on-call.json', 'ticket-in-servicenow.json'];
const IDS = FILES.map((file) => file.replace('.json', ''));

const CONNECTION = 'Corporate directory';
const JOB = 'Servers';

/** Virtual. */
const RUN_SECONDS = 60;
const DAY_AND_HOUR_SECONDS = 25 * 3600;

/**
 * One incident from opening to recovery: a sync fails, keeps failing for a day, and recovers. All
 * examples that follow incidents are active at the same time.
 */
export const incident: Scenario = {
	name: `${FILES.join(', ')}: an incident from its beginning to its end`,

	async workflows(environment) {
		const { id, name } = environment.slack.channel;
		const channelId = fromList({ id, name });
		return FILES.map((file, index) =>
			ready(environment, file, {
				id: IDS[index],
				parameters: file === SLACK ? { 'Tell the Channel': { channelId } } : {},
			}),
		);
	},

	async run(environment, signal) {
		const { api, sandbox } = environment.testBed;
		for (const id of IDS) await api.activate(id);
		await runJob(environment, 'fail');
		const { key, sysId } = await untilOpened(environment, signal);
		await sandbox.advance(DAY_AND_HOUR_SECONDS);
		await untilCommented(environment, sysId, signal);
		await runJob(environment, 'succeed');
		await untilResolved(environment, { key, sysId }, signal);
		for (const id of IDS) await api.deactivate(id);
		await checkAll(environment, key);
	},
};

/** Lets the job run with that outcome now, and whenever it is due from then on. */
async function runJob(
	{ testBed: { sandbox } }: TestEnvironment,
	outcome: 'fail' | 'succeed',
): Promise<void> {
	const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
	await sandbox.runWith(id, { outcome, durationSeconds: RUN_SECONDS, times: null });
}

/** @returns the incident's key, and the ID of its ticket */
async function untilOpened({ pagerDuty, serviceNow, slack }: TestEnvironment, signal: AbortSignal) {
	const { dedup_key: key } = await pagerDuty.events.waitFor(() => true, signal);
	const { sysId } = await serviceNow.changes.waitFor(
		({ method, values }) => method === 'POST' && values.correlation_id === key,
		signal,
	);
	await slack.messages.waitFor((text) => text.startsWith(`🚨 Server sync job "${JOB}"`), signal);
	return { key, sysId };
}

async function untilCommented(
	{ serviceNow }: TestEnvironment,
	ticket: string,
	signal: AbortSignal,
) {
	await serviceNow.changes.waitFor(
		({ sysId, values }) => sysId === ticket && 'work_notes' in values,
		signal,
	);
}

async function untilResolved(
	{ pagerDuty, serviceNow, slack }: TestEnvironment,
	{ key, sysId: ticket }: { key: string; sysId: string },
	signal: AbortSignal,
) {
	await pagerDuty.events.waitFor(
		({ event_action, dedup_key }) => event_action === 'resolve' && dedup_key === key,
		signal,
	);
	await serviceNow.changes.waitFor(
		({ sysId, values }) => sysId === ticket && values.state === '6',
		signal,
	);
	await slack.messages.waitFor((text) => text.startsWith('✅'), signal);
}

async function checkAll(
	{ testBed: { api }, pagerDuty, serviceNow, slack }: TestEnvironment,
	key: string,
): Promise<void> {
	deepEqual(pagerDuty.pages, [key]);
	deepEqual(
		pagerDuty.events.all.map(({ event_action }) => event_action),
		['trigger', 'trigger', 'resolve'],
	);
	deepEqual(
		serviceNow.changes.all.map(({ method }) => method),
		['POST', 'PATCH', 'PATCH'],
	);
	equal(slack.messages.all.length, 2);
	for (const id of IDS) {
		const statuses = (await api.executions(id)).map(({ status }) => status);
		deepEqual([id, [...new Set(statuses)]], [id, ['success']]);
	}
}
