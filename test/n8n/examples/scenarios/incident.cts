import { deepEqual, equal } from 'node:assert/strict';
import type { House } from '../house.cts';
import { type Play, ready } from './scenario.cts';

const SLACK = 'alert-in-slack.json';
const FILES = [SLACK, 'page-the-on-call.json', 'ticket-in-servicenow.json'];
const IDS = FILES.map((file) => file.replace('.json', ''));

const CONNECTION = 'Corporate directory';
const JOB = 'Servers';

/** Virtual seconds. */
const RUN_SECONDS = 60;
const A_DAY_AND_AN_HOUR = 25 * 3600;

/**
 * One incident through all of its life: a sync fails, goes on failing for a day, and recovers. All
 * examples that follow incidents are active at the same time.
 */
export const incident: Play = {
	name: `${FILES.join(', ')}: an incident from its beginning to its end`,

	async workflows(house) {
		const { id, name } = house.slack.channel;
		const channelId = { __rl: true, mode: 'list', value: id, cachedResultName: name };
		return FILES.map((file, index) =>
			ready(house, file, {
				id: IDS[index],
				parameters: file === SLACK ? { 'Tell the Channel': { channelId } } : {},
			}),
		);
	},

	async play(house, signal) {
		const { api, sandbox } = house;
		for (const id of IDS) await api.activate(id);
		await run(house, 'fail');
		const { key, sysId } = await untilItBegan(house, signal);
		await sandbox.advance(A_DAY_AND_AN_HOUR);
		await untilItIsNoted(house, sysId, signal);
		await run(house, 'succeed');
		await untilItEnded(house, { key, sysId }, signal);
		for (const id of IDS) await api.deactivate(id);
		await checkAll(house, key);
	},
};

/** Lets the job run to that end now, and from then on whenever it is due. */
async function run({ sandbox }: House, outcome: 'fail' | 'succeed'): Promise<void> {
	const { id } = await sandbox.serverSyncJob(CONNECTION, JOB);
	await sandbox.planRuns(id, { outcome, durationSeconds: RUN_SECONDS, times: null });
	await sandbox.runJob(id);
}

/** @returns the incident's key, and the ID of its ticket */
async function untilItBegan({ pagerDuty, serviceNow, slack }: House, signal: AbortSignal) {
	const { dedup_key: key } = await pagerDuty.events.waitFor(() => true, signal);
	const { sysId } = await serviceNow.changes.waitFor(
		({ method, values }) => method === 'POST' && values.correlation_id === key,
		signal,
	);
	await slack.messages.waitFor((text) => text.startsWith(`🚨 Server sync job "${JOB}"`), signal);
	return { key, sysId };
}

async function untilItIsNoted({ serviceNow }: House, ticket: string, signal: AbortSignal) {
	await serviceNow.changes.waitFor(
		({ sysId, values }) => sysId === ticket && 'work_notes' in values,
		signal,
	);
}

async function untilItEnded(
	{ pagerDuty, serviceNow, slack }: House,
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

async function checkAll({ api, pagerDuty, serviceNow, slack }: House, key: string): Promise<void> {
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
