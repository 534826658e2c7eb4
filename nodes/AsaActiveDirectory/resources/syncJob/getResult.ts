import type { JobKind } from '../../api/jobKinds';
import { fetchResult } from '../../api/results';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import { resultField } from '../fields/result';
import { simplifyField } from '../fields/simplify';
import type { Operation } from '../operation';
import { findJobId } from './jobLocator';
import { resultOutput } from './resultOutput';

/** Endpoints 14 and 25: reads one result with its details. */
export function getJobResult(kind: JobKind): Operation {
	const label = kind.label.toLowerCase();
	return {
		entry: {
			name: 'Get Result',
			value: 'getResult',
			action: `Get result of ${label}`,
			description: `Get a result of a ${label} with its details`,
		},
		fields: [connectionField, jobField, resultField, simplifyField],
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const result = item.locator('result', 'Result').value;
			const job = await findJobId(item, kind, connection);
			const place = { connection, job };
			const found = await fetchResult(item.client, kind, place, result);
			if (!found.result) {
				throw item.error(
					`"Result" is "${result}", but the job has no such result in its list`,
					'Pick the result from the list again: ASA keeps only the most recent results',
				);
			}
			if (found.isOdd) item.warn(`${label}: the details of result ${result} could not be read`);
			return resultOutput(kind, place, found.result, item.flag('simplify', true));
		},
	};
}
