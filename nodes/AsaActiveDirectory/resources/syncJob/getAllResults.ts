import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { TaskResult } from '../../asa/model/result';
import type { JobRef } from '../../asa/results';
import type { Item } from '../../operation/item';
import {
	filtersField,
	manyFields,
	readLimit,
	simplified,
	simplifyField,
} from '../../operation/listing';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { outcome } from '../../sync/outcome';
import { testIdsEverywhere } from '../../sync/testRuns';
import { findJob, readJobChoice } from './job/lookup';
import { resultOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

const outcomeFilter: INodeProperties = {
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
};

/** Endpoints 13 and 24: lists the results of a sync job, newest first. */
export function getAllResults(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Get Many Results',
			value: 'getAllResults',
			action: `Get many results of ${kind.label}`,
			description: `Get the results of a ${kind.label}, newest first`,
		},
		fields: [
			connectionField,
			jobField,
			...manyFields,
			simplifyField,
			filtersField([outcomeFilter]),
		],
		read(item) {
			const choice = readJobChoice(item);
			const limit = readLimit(item);
			const wanted = item.choice(item.collection('filters').outcome, outcomeFilter);
			const hasOutcome = (result: TaskResult) => outcome(result) === wanted;
			return {
				async run() {
					const ref = await findJob(item, kind, choice);
					const keep = wanted === undefined ? undefined : hasOutcome;
					const results = await item.client.results(kind.kind).list(ref, { limit, keep });
					const outputs = results.map((result) => resultOutput(ref, result));
					// All results must be at hand to tell whether all of them look like tests.
					const areAll = wanted === undefined && outputs.length < limit;
					if (areAll && (await areIdsEverywhere(item, kind, ref, outputs))) {
						for (const output of outputs) output.is_test = false;
					}
					return outputs.map((output) => simplified(item, output, kind.simpleResult));
				},
			};
		},
	};
}

/** Whether test request ids say nothing about a job; it is read only if all of its results carry one. */
async function areIdsEverywhere(
	item: Item,
	{ kind }: KindOfJob,
	ref: JobRef,
	outputs: IDataObject[],
): Promise<boolean> {
	const haveIds = outputs.map(({ is_test }) => is_test === true);
	if (!testIdsEverywhere(haveIds, false)) return false;
	return (await item.client.jobs(kind).get(ref)).is_active;
}
