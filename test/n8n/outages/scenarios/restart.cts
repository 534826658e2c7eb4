import { deepEqual, equal, notEqual } from 'node:assert/strict';
import type { FaultRule } from '../../../../sandbox/faults.cts';
import { pause } from '../../../../support/system/wait.cts';
import type { Scenario } from './scenario.cts';

/** What the API does one after the other: together 75 s. n8n gives up on an activation that throws for 40 s. */
const outages: FaultRule[] = [
	{ effect: { type: 'status', status: 503 } },
	{ effect: { type: 'status', status: 429, retryAfterSeconds: 20 } },
	{ effect: { type: 'reset', when: 'before' } },
];
const outageMs = 25_000;

/** n8n is started while the API can't be read, with an incident open. */
export const outageAtStart: Scenario = {
	name: 'an outage of 75 s at the start of n8n: it delivers afterwards without intervention',

	async run({ harness, sandbox, signal }) {
		await harness.publish({});
		await harness.runJob('fail');
		const [opening] = await harness.untilItems(1, signal);
		equal(opening.event, 'syncFailed');
		await harness.stopN8n();
		await sandbox.setFaults(outages.slice(0, 1));
		await harness.startN8n();
		for (const outage of outages) {
			await sandbox.setFaults([outage]);
			await pause(outageMs, signal);
		}
		await sandbox.setFaults([]);
		await harness.runJob('succeed');
		await harness.untilItems(2, signal);
		await harness.runJob('fail');
		const [, closing, next] = await harness.untilItems(3, signal);
		deepEqual(
			[closing.event, closing.closed_by, closing.incident_key],
			['syncRecovered', 'success', opening.incident_key],
		);
		deepEqual([next.event, next.incident_action], ['syncFailed', 'trigger']);
		notEqual(next.incident_key, opening.incident_key);
		deepEqual(harness.errors, []);
	},
};
