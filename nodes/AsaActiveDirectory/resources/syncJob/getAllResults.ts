import type { INodeProperties } from 'n8n-workflow';
import type { TaskResult } from '../../asa/model/result';
import {
	filtersField,
	manyFields,
	readLimit,
	readSimplify,
	simplifyField,
} from '../../operation/listing';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { noWords, readOutcome } from '../../monitor/rules/outcome';
import { findJob, readJobLocator } from './job/lookup';
import { runOutput, simpleRun } from './job/output';
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
			const simplify = readSimplify(item, simpleRun);
			const locator = readJobLocator(item);
			const limit = readLimit(item);
			const wanted = item.choice(item.collection('filters').outcome, outcomeFilter);
			const hasOutcome = (result: TaskResult) => readOutcome(result, noWords) === wanted;
			return {
				async run() {
					const ref = await findJob(item, kind, locator);
					const keep = wanted === undefined ? undefined : hasOutcome;
					const results = await item.client.results(kind.kind).list(ref, { limit, keep });
					return results.map((result) => simplify(runOutput(kind.kind, ref, result)));
				},
			};
		},
	};
}
