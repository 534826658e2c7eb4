import type { JobKind } from '../../api/jobKinds';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import { simplifyField } from '../fields/simplify';
import type { Operation } from '../operation';
import { jobOutput } from './output';
import { findJobId } from './jobLocator';

/** Endpoints 8 and 18: reads a sync job. */
export function getJob(kind: JobKind): Operation {
	const label = kind.label.toLowerCase();
	return {
		entry: {
			name: 'Get',
			value: 'get',
			action: `Get ${label}`,
			description: `Get a ${label} with its most recent result`,
		},
		fields: [connectionField, jobField, simplifyField],
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const job = await findJobId(item, kind, connection);
			const wire = await item.client.sendForObject(kind.endpoints.get, { connection, job });
			return jobOutput(item, kind, connection, kind.readJob(wire));
		},
	};
}
