import { equal, match } from 'node:assert/strict';
import { pause } from '../../../../support/system/wait.cts';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';
import { type Scenario, ready } from './scenario.cts';

const exampleFile = 'watchdog.json';
const exampleId = 'watchdog';
const ping = '/ping/watchdog';
const connectionName = 'EMEA directory';
const jobName = 'Servers';

const scheduleSeconds = 5;
const hourSeconds = 3600;
/** Virtual. */
const runSeconds = 60;

/** No trigger is published; the watchdog is the only workflow that runs. */
export const watchdog: Scenario = {
	name: `${exampleFile}: a failing job without a trigger, a revoked key, and n8n stopped`,

	async workflows(environment) {
		const rule = { interval: [{ field: 'seconds', secondsInterval: scheduleSeconds }] };
		return [
			ready(environment, exampleFile, {
				id: exampleId,
				parameters: {
					'Every 15 Minutes': { rule },
					'Ping the Monitor': { url: `=${environment.inbox.url}${ping}{{ $json.path }}` },
				},
			}),
		];
	},

	async run(environment, signal) {
		const { api, n8n, owner, sandbox } = environment.testBed;
		const { id } = await sandbox.serverSyncJob(connectionName, jobName);
		await api.activate(exampleId);
		match(
			await nextPing(environment, '', signal),
			/^\d+ sync jobs, none has needed attention for more than two hours$/,
		);

		await sandbox.runWith(id, { outcome: 'fail', durationSeconds: runSeconds, times: null });
		await sandbox.advance(hourSeconds);
		await nextPing(environment, '', signal);
		await sandbox.advance(3 * hourSeconds);
		match(
			await nextPing(environment, '/fail', signal),
			/^EMEA directory \/ Servers: failed, failed, for [34] hours, access until \S+$/,
		);
		await sandbox.runWith(id, { outcome: 'succeed', durationSeconds: runSeconds, times: null });
		await sandbox.advance(2 * runSeconds);
		await nextPing(environment, '', signal);

		await sandbox.setFaults([{ effect: { type: 'status', status: 401 } }]);
		match(
			await nextPing(environment, '/fail', signal),
			/^The status of the sync jobs could not be read: \S/,
		);
		await sandbox.setFaults([]);
		await nextPing(environment, '', signal);

		await n8n.stop();
		const { length } = environment.inbox.messages.all;
		await pause(3 * scheduleSeconds * 1000, signal);
		equal(environment.inbox.messages.all.length, length);
		await n8n.start();
		await n8n.untilReady(undefined, signal);
		await api.login(owner);
		await nextPing(environment, '', signal);
		await api.deactivate(exampleId);
	},
};

/** Waits for a ping to the check with that behind its address, of those that are still to come. */
async function nextPing(
	{ inbox }: ExamplesEnvironment,
	path: string,
	signal: AbortSignal,
): Promise<string> {
	const { length } = inbox.messages.all;
	// The first that comes may have read the status before.
	const isNext = (message: object) =>
		inbox.messages.all.indexOf(message as (typeof inbox.messages.all)[number]) >= length;
	const { body } = await inbox.messages.waitFor(
		(message) => isNext(message) && message.path === ping + path,
		signal,
	);
	return String(body);
}
