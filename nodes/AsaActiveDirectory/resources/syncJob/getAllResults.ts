import type { IDataObject } from 'n8n-workflow';
import type { JobKind } from '../../api/jobKinds';
import { listResults } from '../../api/results';
import type { TaskResult } from '../../api/taskResult';
import { outcome } from '../../sync/outcome';
import { testIdsEverywhere } from '../../sync/testRuns';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import { manyFields, readLimit } from '../fields/many';
import { simplifyField } from '../fields/simplify';
import type { Item } from '../item';
import type { Operation } from '../operation';
import { findJobId } from './jobLocator';
import { resultOutput, type ResultPlace } from './resultOutput';

/** Endpoints 13 and 24: lists the results of a sync job, newest first. */
export function getAllJobResults(kind: JobKind): Operation {
	const label = kind.label.toLowerCase();
	return {
		entry: {
			name: 'Get Many Results',
			value: 'getAllResults',
			action: `Get many results of ${label}`,
			description: `Get the results of a ${label}, newest first`,
		},
		fields: [
			connectionField,
			jobField,
			...manyFields,
			simplifyField,
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add filter',
				default: {},
				options: [
					{
						displayName: 'Outcome',
						name: 'outcome',
						type: 'options',
						options: [
							{ name: 'Failed', value: 'failed' },
							{ name: 'Running', value: 'running' },
							{ name: 'Success', value: 'success' },
							{ name: 'Unknown', value: 'unknown' },
						],
						default: 'failed',
						description: 'Only results with this outcome',
					},
				],
			},
		],
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const limit = readLimit(item);
			const { outcome: wanted } = item.collection('filters');
			const job = await findJobId(item, kind, connection);
			const place = { connection, job };
			const isSimple = item.flag('simplify', true);
			const keep = hasOutcome(wanted);
			const results = await listResults(item.client, kind, place, { limit, keep });
			const outputs = results.map((result) => resultOutput(kind, place, result, isSimple));
			// All results must be at hand to tell whether all of them look like tests.
			const areAll = wanted === undefined && outputs.length < limit;
			if (areAll && (await areIdsEverywhere(item, kind, place, outputs))) {
				for (const output of outputs) output.is_test = false;
			}
			return outputs;
		},
	};
}

/** The filter by outcome, if there is one. */
function hasOutcome(wanted: unknown): ((result: TaskResult) => boolean) | undefined {
	return wanted === undefined ? undefined : (result) => outcome(result) === wanted;
}

/** Whether test request ids say nothing about a job; it is read only where all of its results carry one. */
async function areIdsEverywhere(
	item: Item,
	kind: JobKind,
	place: ResultPlace,
	outputs: IDataObject[],
): Promise<boolean> {
	const haveIds = outputs.map(({ is_test }) => is_test === true);
	if (!testIdsEverywhere(haveIds, false)) return false;
	const wire = await item.client.sendForObject(kind.endpoints.get, { ...place });
	return kind.readJob(wire).is_active;
}
