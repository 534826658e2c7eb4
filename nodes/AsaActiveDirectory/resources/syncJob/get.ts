import { readSimplify, simplifyField } from '../../operation/listing';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { findJob, readJobLocator } from './job/lookup';
import { jobOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

/** Endpoints 8 and 18: reads a sync job. */
export function get(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Get',
			value: 'get',
			action: `Get ${kind.label}`,
			description: `Get a ${kind.label} with its most recent result`,
		},
		fields: [connectionField, jobField, simplifyField],
		read(item) {
			const simplify = readSimplify(item, kind.simpleJob);
			const locator = readJobLocator(item);
			return {
				async run() {
					const ref = await findJob(item, kind, locator);
					const job = await item.client.jobs(kind.kind).get(ref);
					return simplify(jobOutput(ref.connection, job));
				},
			};
		},
	};
}
