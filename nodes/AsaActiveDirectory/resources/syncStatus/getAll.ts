import type { INodeProperties } from 'n8n-workflow';
import { jobKinds } from '../../asa/model/syncJob';
import { readConnectionChoice } from '../../monitor/choices';
import {
	connectionsField,
	jobKindsField,
	readRuleOptions,
	ruleOptions,
} from '../../monitor/options';
import { jobStatuses, type JobStatus } from '../../monitor/output/status';
import { optionDefaults, type Selection, type Settings } from '../../monitor/rules/types';
import { planAllGateways, planStatusResults } from '../../monitor/snapshot/plan';
import { readSnapshot } from '../../monitor/snapshot/reader';
import { isReadError, type Snapshot } from '../../monitor/snapshot/types';
import type { Item } from '../../operation/item';
import {
	filtersField,
	manyFields,
	readLimit,
	readSimplify,
	simplifyField,
} from '../../operation/listing';
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
	'gateway_status',
	'read_error',
	'result_id',
	'job_kind',
	'job_id',
	'connection_id',
	'gateway_id',
];

const attentionFilter: INodeProperties = {
	displayName: 'Needs Attention Only',
	name: 'needsAttention',
	type: 'boolean',
	default: true,
	description: 'Whether to only return jobs that need attention',
};

const gatewayOption: INodeProperties = {
	displayName: 'Include Gateway Status',
	name: 'includeGatewayStatus',
	type: 'boolean',
	default: false,
	description: 'Whether to also read the status of each gateway, with one request per gateway',
};

const recentRunsOption: INodeProperties = {
	displayName: 'Jobs With Recent Runs',
	name: 'jobsWithRecentRuns',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100 },
	default: 20,
	description:
		'Max number of jobs, worst first, whose results are read and returned as recent_runs. For the others, only the newest run is known.',
};

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
	fields: [
		...manyFields,
		simplifyField,
		filtersField([connectionsField, jobKindsField, attentionFilter]),
	],
	options: [gatewayOption, recentRunsOption, ...ruleOptions],
	read(item) {
		const limit = readLimit(item);
		const entered = item.collection('options');
		const onlyAttention = item.filterFlag(attentionFilter);
		const settings: Settings = {
			...optionDefaults,
			...item.check(() => readRuleOptions(entered)),
			events: new Set(),
			selection: readSelection(item),
		};
		const mostRead = readMostRead(item, entered[recentRunsOption.name]);
		const hasRuns = mostRead < Infinity;
		const simplify = readSimplify(item, hasRuns ? [...simple, 'recent_runs'] : simple);
		const planGateways = item.option(gatewayOption) ? planAllGateways : () => [];
		return {
			async run() {
				const snapshot = await readSnapshot(item.client, undefined, settings, {
					concurrency: readConcurrency(entered),
					planResults: (_, read) => planStatusResults(read, settings, mostRead),
					planDetails: () => [],
					planGateways,
				});
				requireAnything(item, snapshot);
				const statuses = jobStatuses(snapshot, settings, hasRuns).filter(
					({ needs_attention }) => needs_attention || !onlyAttention,
				);
				return statuses.slice(0, limit).map((status) => simplify({ ...status }));
			},
		};
	},
};

/** @returns how many lists of results to read; Infinity if the option isn't set */
function readMostRead(item: Item, entered: unknown): number {
	if (entered === undefined || entered === null || entered === '') return Infinity;
	const { name, displayName } = recentRunsOption;
	return Math.floor(item.number(`options.${name}`, displayName, 0));
}

/** @throws NodeOperationError if a filter is none that it takes */
function readSelection(item: Item): Selection {
	const filters = item.collection('filters');
	const entries = ({ name }: INodeProperties): unknown[] => [filters[name] ?? []].flat();
	const connections = entries(connectionsField).map((entry) => {
		const choice = readConnectionChoice(entry);
		if (choice) return choice;
		throw item.error(
			`'${connectionsField.displayName}' has an invalid entry: ${JSON.stringify(entry)}`,
			`Choose from the list of '${connectionsField.displayName}'`,
		);
	});
	const chosen = entries(jobKindsField).map((entry) => item.choice(entry, jobKindsField));
	return { connections, jobKinds: jobKinds.filter((kind) => chosen.includes(kind)), jobs: [] };
}

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
	throw item.error(error.message, error.remedy ?? 'Try again later');
}
