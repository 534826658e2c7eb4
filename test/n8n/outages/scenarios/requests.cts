import { equal } from 'node:assert/strict';
import type { Scenario } from './scenario.cts';

/** The durable scheduler forgets a poll that reports nothing; the trigger must not. */
export const resultsReadOnce: Scenario = {
	name: 'the results of a run that succeeds are read once, not at every poll',

	async run({ harness, sandbox, signal }) {
		await harness.publish({});
		await harness.untilPolled(signal);
		const { id } = await sandbox.serverSyncJob('Corporate directory', 'Servers');
		const readsSince = async (index: number) => {
			const sent = await sandbox.requests(index);
			return sent.filter(({ path }) => path.includes(`/${id}/task_results`)).length;
		};
		const start = (await sandbox.requests()).at(-1)?.index ?? 0;
		await harness.runJob('succeed');
		await harness.untilPolled(signal);
		equal((await readsSince(start)) > 0, true);
		const afterwards = (await sandbox.requests()).at(-1)?.index ?? 0;
		await harness.untilPolled(signal);
		equal(await readsSince(afterwards), 0);
	},
};
