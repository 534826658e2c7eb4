import type { INodeProperties } from 'n8n-workflow';
import type { SyncJob } from '../../asa/model/syncJob';
import type { Item } from '../../operation/item';
import { manyFields, readLimit, simplified, simplifyField } from '../../operation/listing';
import type { Operation } from '../../operation/operation';
import { readConcurrency } from '../../operation/sharedOptions';
import { planJobs } from '../../sync/plan';
import { readFailureWords, type Settings } from '../../sync/settings';
import { syncStatus, type SyncStatus } from '../../sync/status';
import { hasTestId } from '../../sync/testRuns';
import { failureWords, overdueGrace, runningTooLongAfter } from '../../watch/fields';
import { observe } from '../../watch/observe';

const simple: Array<keyof SyncStatus> = [
	'outcome',
	'job_kind',
	'job_name',
	'connection_name',
	'domain',
	'is_active',
	'started_at',
	'next_due_at',
	'overdue',
	'running_long',
	'consecutive_failures',
	'consecutive_failures_at_least',
	'last_success_at',
	'trouble',
];

const countFailuresOption: INodeProperties = {
	displayName: 'Count Failures',
	name: 'countFailures',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the results of jobs that fail, one request a job, to count their failures in a row',
};

/** Endpoints 1, 6 and 16, and 13 and 24 where failures are counted: how every sync job stands, from the observation and the rules of the trigger. */
export const getSyncStatus: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many sync statuses',
		description: 'Get how the sync jobs of all connections stand, worst first',
	},
	fields: [...manyFields, simplifyField],
	options: [countFailuresOption, failureWords, overdueGrace, runningTooLongAfter],
	read(item) {
		const limit = readLimit(item);
		const options = item.collection('options');
		const settings = readSettings(item);
		const isCounting = item.option(countFailuresOption);
		return {
			async run() {
				const observation = await observe(item.client, {
					selection: settings.selection,
					concurrency: readConcurrency(options),
					plan: (connectionId, kind, jobs, now) =>
						planJobs(undefined, connectionId, kind, jobs, settings, now).map((plan, index) => ({
							...plan,
							needsHistory: plan.needsHistory && (isCounting || isTest(jobs[index])),
						})),
				});
				const statuses = syncStatus(observation, settings).slice(0, limit);
				return statuses.map((status) => simplified(item, { ...status }, simple));
			},
		};
	},
};

/** Whether a job's recent result is a test's, which says nothing of how the job stands. */
function isTest({ recent_task_result: recent }: Pick<SyncJob, 'recent_task_result'>): boolean {
	return recent !== null && hasTestId(recent);
}

/**
 * The trigger's settings as far as they say how jobs stand; no event means that no details are read.
 *
 * @throws NodeOperationError where an option is not a number
 */
function readSettings(item: Item): Settings {
	const minutes = (name: string, label: string, fallback: number) =>
		item.number(`options.${name}`, label, fallback);
	return {
		events: new Set(),
		selection: { connections: [], jobKinds: [], jobs: [] },
		includeTestRuns: false,
		failureThreshold: 1,
		failureWords: readFailureWords(item.collection('options').failureWords),
		overdueGraceMinutes: minutes('overdueGraceMinutes', 'Overdue Grace (Minutes)', 30),
		runningLongMinutes: Math.max(
			1,
			minutes('runningLongMinutes', 'Running Too Long (Minutes)', 120),
		),
		reminderHours: 24,
		reportCurrentFailures: false,
	};
}
