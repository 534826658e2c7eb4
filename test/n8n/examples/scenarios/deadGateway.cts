import { deepEqual, equal, match } from 'node:assert/strict';
import type { ConnectionState } from '../../../../sandbox/state.cts';
import { fromList } from '../../../../support/n8n/workflow.cts';
import type { ExamplesEnvironment } from '../examplesEnvironment.cts';
import { type Scenario, ready } from './scenario.cts';

const slackFile = 'alert-in-slack.json';
const pager = 'page-the-on-call.json';
const ids: Record<string, string> = { [slackFile]: 'slackOfGateway', [pager]: 'pagerOfGateway' };

/** Virtual. */
const runSeconds = 60;

/** A gateway goes down and all jobs through it fail; it comes back, and they recover one after the other. */
export const deadGateway: Scenario = {
	name: `${slackFile}, ${pager}: a dead gateway is one message and one page, resolved with its last job`,

	async workflows(environment) {
		const { id, name } = environment.slack.channel;
		const channelId = fromList({ id, name });
		return [slackFile, pager].map((file) =>
			ready(environment, file, {
				id: ids[file]!,
				parameters: file === slackFile ? { 'Post to Channel': { channelId } } : {},
			}),
		);
	},

	async run(environment, signal) {
		const { pagerDuty, slack, testBed } = environment;
		const { api, sandbox } = testBed;
		const before = { messages: slack.messages.all.length, pages: pagerDuty.pages.length };
		const messages = () => slack.messages.all.slice(before.messages);
		const [{ gatewayId }] = (await sandbox.state()).connections;
		const jobs = await jobsThrough(environment, gatewayId);
		equal(jobs.length > 2, true);
		for (const id of Object.values(ids)) await api.activate(id);

		await sandbox.setGatewayOnline(gatewayId, false);
		await runAll(environment, jobs);
		await slack.messages.waitFor(() => messages().length > 0, signal);
		await pagerDuty.events.waitFor(() => pagerDuty.pages.length > before.pages, signal);
		match(
			messages()[0]!,
			new RegExp(`^🚨 Sync failed: ${jobs.length}, severity error\nAccess until `),
		);
		match(messages()[0]!, /\nGateway "[\w-]+" is OFFLINE, \d incidents:\n• /);
		const event = pagerDuty.events.all.at(-1)!;
		const page = event.dedup_key;
		match(
			event.event_action === 'trigger' ? event.payload.summary : '',
			/^\d sync incidents through gateway [\w-]+ \(OFFLINE\)$/,
		);

		const [last, ...others] = jobs;
		await sandbox.planRuns(last!, { outcome: 'fail', durationSeconds: runSeconds, times: null });
		await sandbox.setGatewayOnline(gatewayId, true);
		await runAll(environment, others);
		await slack.messages.waitFor(() => messages().length > 1, signal);
		match(
			messages()[1]!,
			new RegExp(
				`^✅ Recovered: ${others.length}\nGateway "[\\w-]+", ${others.length} incidents:\n`,
			),
		);
		deepEqual(pagerDuty.pages.slice(before.pages), [page]);
		equal(pagerDuty.openAlerts.has(page), true);
		await runAll(environment, [last!]);
		await pagerDuty.events.waitFor(() => !pagerDuty.openAlerts.has(page), signal);
		await slack.messages.waitFor(() => messages().length > 2, signal);
		for (const id of Object.values(ids)) await api.deactivate(id);
		equal(messages().length, 3);
		deepEqual(pagerDuty.pages.slice(before.pages), [page]);
	},
};

/** The ids of the active jobs of the connections that have this gateway. */
async function jobsThrough(
	{ testBed: { sandbox } }: ExamplesEnvironment,
	gatewayId: string,
): Promise<string[]> {
	const { connections } = await sandbox.state();
	const jobsOf = ({ serverSyncJobs, userSyncJobs }: ConnectionState) => [
		...serverSyncJobs,
		...userSyncJobs,
	];
	return connections
		.filter((connection) => connection.gatewayId === gatewayId)
		.flatMap(jobsOf)
		.filter(({ settings }) => settings.is_active)
		.map(({ id }) => id);
}

/** Starts a run of each job; all of them end at the same moment. */
async function runAll(
	{ testBed: { sandbox } }: ExamplesEnvironment,
	jobs: string[],
): Promise<void> {
	const plan = { outcome: 'succeed', durationSeconds: runSeconds * 10, times: null } as const;
	for (const id of jobs) await sandbox.planRuns(id, plan);
	for (const id of jobs) await sandbox.runJob(id);
	await sandbox.advance(runSeconds * 11);
}
