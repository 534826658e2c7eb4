import { readRuleOptions, ruleOptions } from '../../monitor/options';
import { jobStatuses, type JobStatus } from '../../monitor/output/status';
import { optionDefaults, type Settings } from '../../monitor/rules/types';
import { planStatusResults } from '../../monitor/snapshot/plan';
import { readSnapshot } from '../../monitor/snapshot/reader';
import { isReadError, type Snapshot } from '../../monitor/snapshot/types';
import type { Item } from '../../operation/item';
import { manyFields, readLimit, readSimplify, simplifyField } from '../../operation/listing';
import type { Operation } from '../../operation/operation';
import { readConcurrency } from '../../operation/sharedOptions';

const simple: Array<keyof JobStatus> = [
	'needs_attention',
	'outcome',
	'job_name',
	'connection_name',
	'summary',
	'failing_since',
	'consecutive_failures',
	'last_success_at',
	'next_due_at',
	'running_since',
	'access_ends_at',
	'read_error',
	'result_id',
	'job_id',
	'connection_id',
	'gateway_id',
];

/**
 * Endpoints 1, 6 and 16, and 13 and 24 for the jobs that do not stand well: the status of every sync job, by the rules
 * of the trigger.
 */
export const getSyncStatus: Operation = {
	entry: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many sync statuses',
		description: 'Get the status of all sync jobs, worst first',
	},
	fields: [...manyFields, simplifyField],
	options: ruleOptions,
	read(item) {
		const simplify = readSimplify(item, simple);
		const limit = readLimit(item);
		const entered = item.collection('options');
		const settings: Settings = {
			...optionDefaults,
			...item.check(() => readRuleOptions(entered)),
			events: new Set(),
			selection: { connections: [], jobKinds: [], jobs: [] },
		};
		return {
			async run() {
				const snapshot = await readSnapshot(item.client, undefined, settings, {
					concurrency: readConcurrency(entered),
					plan: (_, read) => planStatusResults(read, settings),
					hasDetails: false,
				});
				requireAnything(item, snapshot);
				const statuses = jobStatuses(snapshot, settings).slice(0, limit);
				return statuses.map((status) => simplify({ ...status }));
			},
		};
	},
};

/**
 * Checks that a snapshot says anything at all.
 *
 * @throws NodeOperationError with the reason if it doesn't
 */
function requireAnything(item: Item, { connections }: Snapshot): void {
	const lists = isReadError(connections)
		? [connections]
		: connections.flatMap((connection) => Object.values(connection.lists));
	const [error, ...others] = lists.filter((list) => isReadError(list));
	if (!error || others.length + 1 < lists.length) return;
	throw item.error(error.message, error.remedy ?? 'Run this again later');
}
