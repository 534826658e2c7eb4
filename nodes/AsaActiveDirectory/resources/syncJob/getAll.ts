import {
	filtersField,
	manyFields,
	readLimit,
	readSimplify,
	simplifyField,
	stateFilter,
} from '../../operation/listing';
import { connectionField, findConnection } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { jobOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

const stateField = stateFilter('jobs');

/** Endpoints 6 and 16: lists the sync jobs of a connection. */
export function getAll(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Get Many',
			value: 'getAll',
			action: `Get many ${kind.label}s`,
			description: `Get the ${kind.label}s of an AD connection`,
		},
		fields: [connectionField, ...manyFields, simplifyField, filtersField([stateField])],
		read(item) {
			const simplify = readSimplify(item, kind.simpleJob);
			const locator = item.locator(connectionField);
			const limit = readLimit(item);
			const state = item.choice(item.collection('filters').state, stateField);
			const isActive = state === undefined ? undefined : state === 'ACTIVE';
			return {
				async run() {
					const connection = await findConnection(item, locator);
					const jobs = await item.client.jobs(kind.kind).list(connection, { limit, isActive });
					return jobs.map((job) => simplify(jobOutput(connection, job)));
				},
			};
		},
	};
}
