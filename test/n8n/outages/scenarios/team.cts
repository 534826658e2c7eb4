import { deepEqual, equal, match } from 'node:assert/strict';
import type { DeliveredItem, TriggerHarness } from '../triggerHarness.cts';
import { outageSeconds, type Scenario } from './scenario.cts';

const daySeconds = 24 * 3_600;

/** Every list of jobs. The list of connections stays readable, and with it the API's clock. */
const jobLists = '/ad_connections/[^/]+/';

/** The list of connections as a poll asks for it; the probe of a new token asks for one connection. */
const connectionList = '/ad_connections(?!\\?count=1$)(\\?|$)';

/** The service user loses its role, and n8n is restarted meanwhile. */
export const revokedRole: Scenario = {
	name: 'a revoked role, and a restart of n8n: it delivers without intervention once the role is back',

	async run({ harness, sandbox, signal }) {
		await harness.publish({});
		await sandbox.setSwitches({ roles: [] });
		await harness.untilPolled(signal);
		await harness.stopN8n();
		await harness.startN8n();
		await harness.untilPolled(signal);
		await sandbox.setSwitches({ roles: ['access_admin'] });
		await harness.runJob('fail');
		const [item] = await harness.untilItems(1, signal);
		equal(item.event, 'syncFailed');
		deepEqual(harness.errors, []);
	},
};

/** Connection Unreadable is not chosen. */
export const unreportedTeam: Scenario = {
	name: 'a team that cannot be read, and nothing chosen reports it: one failed execution and one a day',

	async run({ harness, sandbox, signal }) {
		await harness.publish({ events: ['syncFailed'] });
		await sandbox.setFaults([
			{ match: { path: jobLists }, effect: { type: 'status', status: 403 } },
		]);
		await harness.untilPolled(signal);
		deepEqual(harness.errors, []);
		await harness.advance(outageSeconds);
		const [error] = await harness.untilErrors(1, signal);
		match(error, /^Team "demo-team" could not be read/);
		await harness.untilPolled(signal);
		equal(harness.errors.length, 1);
		await harness.advance(daySeconds);
		await harness.untilErrors(2, signal);
		await harness.untilPolled(signal);
		equal(harness.errors.length, 2);
		await sandbox.setFaults([]);
		await harness.untilPolled(signal);
		await harness.runJob('fail');
		const items = await harness.untilItems(1, signal);
		deepEqual(
			items.map(({ event }) => event),
			['syncFailed'],
		);
	},
};

/** No connection can be read, and n8n is restarted meanwhile. */
export const unreadableTeam: Scenario = {
	name: 'a team that cannot be read: one incident, which is resolved when it can',

	async run({ harness, sandbox, signal }) {
		await harness.publish({});
		await sandbox.setFaults([
			{ match: { path: jobLists }, effect: { type: 'status', status: 500 } },
		]);
		const opening = await untilReported(harness, signal);
		await harness.stopN8n();
		await harness.startN8n();
		await harness.untilPolled(signal);
		await sandbox.setFaults([]);
		await untilTakenBack(harness, opening, signal);
	},
};

/** A proxy answers in place of the API, with its own page and the status 200. */
export const hiddenTeam: Scenario = {
	name: 'a list of connections that cannot be read: one incident, which is resolved when it can',

	async run({ harness, sandbox, signal }) {
		await harness.publish({});
		await sandbox.setFaults([
			{ match: { path: connectionList }, effect: { type: 'html', status: 200 } },
		]);
		const opening = await untilReported(harness, signal);
		await sandbox.setFaults([]);
		await untilTakenBack(harness, opening, signal);
	},
};

/** The incident of the team is not opened at once, but after ten minutes, and once. */
async function untilReported(harness: TriggerHarness, signal: AbortSignal): Promise<DeliveredItem> {
	await harness.untilPolled(signal);
	deepEqual(harness.items, []);
	await harness.advance(outageSeconds);
	const [opening] = await harness.untilItems(1, signal);
	deepEqual(
		[opening.event, opening.incident_action, opening.connection_name],
		['connectionUnreadable', 'trigger', null],
	);
	await harness.untilPolled(signal);
	equal(harness.items.length, 1);
	return opening;
}

/** The incident is resolved once, and no execution has failed. */
async function untilTakenBack(
	harness: TriggerHarness,
	opening: DeliveredItem,
	signal: AbortSignal,
): Promise<void> {
	const [, closing] = await harness.untilItems(2, signal);
	await harness.untilPolled(signal);
	equal(harness.items.length, 2);
	deepEqual(
		[closing.event, closing.incident_action, closing.incident_key],
		['syncRecovered', 'resolve', opening.incident_key],
	);
	deepEqual(harness.errors, []);
}

/** One of two connections can't be read; the other is watched on. */
export const unreadableConnection: Scenario = {
	name: 'a connection that cannot be read: one incident, and the other connection is watched',

	async run({ harness, sandbox, signal }) {
		await harness.publish({});
		const { id } = await sandbox.connection('EMEA directory');
		await sandbox.setFaults([
			{ match: { path: `/${id}/` }, effect: { type: 'status', status: 500 } },
		]);
		await harness.untilPolled(signal);
		deepEqual(harness.items, []);
		await harness.advance(outageSeconds);
		const [opening] = await harness.untilItems(1, signal);
		deepEqual(
			[opening.event, opening.incident_action, opening.connection_name],
			['connectionUnreadable', 'trigger', 'EMEA directory'],
		);
		await harness.stopN8n();
		await harness.startN8n();
		await harness.runJob('fail');
		const [, failure] = await harness.untilItems(2, signal);
		deepEqual([failure.event, failure.connection_name], ['syncFailed', 'Corporate directory']);
		await sandbox.setFaults([]);
		const [, , closing] = await harness.untilItems(3, signal);
		deepEqual(
			[closing.event, closing.incident_action, closing.incident_key],
			['syncRecovered', 'resolve', opening.incident_key],
		);
		deepEqual(harness.errors, []);
	},
};
