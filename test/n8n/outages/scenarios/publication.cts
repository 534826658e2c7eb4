import { deepEqual, equal, match } from 'node:assert/strict';
import { wrongKey } from '../credentials.cts';
import { outageSeconds, type Scenario } from './scenario.cts';

/** What the person who publishes must see. */
export const refusals: Scenario = {
	name: 'n8n refuses to publish with a wrong key, a choice that does not exist, or a value that cannot be read',

	async run({ harness }) {
		match(await harness.refusalOf({}, wrongKey), /Key ID or Key Secret is wrong/);
		const jobs = ['Servers', 'Nowhere'].map((job) => `Corporate directory/serverSyncJob/${job}`);
		match(await harness.refusalOf({ jobs }), /Nowhere/);
		const options = { failureThreshold: '={{ "abc" }}' };
		match(await harness.refusalOf({ options }), /'Failure Threshold'/);
		deepEqual(harness.items, []);
	},
};

/** The API can't be read when the workflow is published. */
export const firstPollDuringOutage: Scenario = {
	name: 'published while the API answers 503: the outage counts from then on, and the rest follows',

	async run({ harness, sandbox, signal }) {
		const path = '/ad_connections/[^/]+/';
		await sandbox.setFaults([{ match: { path }, effect: { type: 'status', status: 503 } }]);
		await harness.publish({});
		await harness.untilPolled(signal);
		deepEqual(harness.items, []);
		await harness.advance(outageSeconds);
		const [opening] = await harness.untilItems(1, signal);
		deepEqual([opening.event, opening.incident_action], ['connectionUnreadable', 'trigger']);
		await sandbox.setFaults([]);
		const [, closing] = await harness.untilItems(2, signal);
		deepEqual([closing.incident_action, closing.incident_key], ['resolve', opening.incident_key]);
		await harness.untilPolled(signal);
		await harness.runJob('fail');
		const [, , failure] = await harness.untilItems(3, signal);
		equal(failure.event, 'syncFailed');
		deepEqual(harness.errors, []);
	},
};

/** A chosen connection is renamed while the workflow is published. */
export const missingChoice: Scenario = {
	name: 'a chosen connection is gone: a failed execution names it, and the rest is watched',

	async run({ harness, sandbox, signal }) {
		await harness.publish({ connections: ['Corporate directory', 'EMEA directory'] });
		const { id } = await sandbox.connection('EMEA directory');
		await sandbox.renameConnection(id, 'Europe');
		const [error] = await harness.untilErrors(1, signal);
		match(error, /EMEA directory/);
		await harness.untilPolled(signal);
		equal(harness.errors.length, 1);
		await harness.runJob('fail');
		const [failure] = await harness.untilItems(1, signal);
		deepEqual([failure.event, failure.connection_name], ['syncFailed', 'Corporate directory']);
	},
};
