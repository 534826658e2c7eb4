import { readSimplify, simplifyField } from '../../operation/listing';
import { connectionField, jobField, resultField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { findJob, readJobLocator } from './job/lookup';
import { runOutput, simpleRun } from './job/output';
import type { KindOfJob } from './kinds/kind';

/** Endpoints 14 and 25: reads one result with its details. */
export function getResult(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Get Result',
			value: 'getResult',
			action: `Get result of ${kind.label}`,
			description: `Get a result of a ${kind.label} with its details`,
		},
		fields: [connectionField, jobField, resultField, simplifyField],
		read(item) {
			const simplify = readSimplify(item, simpleRun);
			const locator = readJobLocator(item);
			const id = item.locator(resultField).value;
			return {
				async run() {
					const ref = await findJob(item, kind, locator);
					const { result, isOdd } = await item.client.results(kind.kind).get(ref, id);
					if (!result) {
						throw item.error(
							`'Result' is "${id}", but the job has no such result in its list`,
							'Choose the result from the list again: ASA keeps only the most recent results',
						);
					}
					if (isOdd) item.warn(`The details of result ${id} could not be read`);
					return simplify(runOutput(kind.kind, ref, result));
				},
			};
		},
	};
}
