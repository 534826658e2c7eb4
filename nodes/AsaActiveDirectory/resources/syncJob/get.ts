import type { JobKind } from '../../api/jobKinds';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import { simplifyField } from '../fields/simplify';
import type { Operation } from '../operation';
import { fetchJob } from './fetch';
import { jobOutput } from './output';

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
			const { connection, job } = await fetchJob(item, kind);
			return jobOutput(item, kind, connection, job);
		},
	};
}
