import type { INodeProperties } from 'n8n-workflow';
import {
	filtersField,
	manyFields,
	readLimit,
	readSimplify,
	simplifyField,
} from '../../operation/listing';
import { connectionField, findConnection } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { jobOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

const stateFilter: INodeProperties = {
	displayName: 'State',
	name: 'state',
	type: 'options',
	options: [
		{ name: 'Active', value: 'ACTIVE' },
		{ name: 'Inactive', value: 'INACTIVE' },
	],
	default: 'ACTIVE',
	description: 'Only jobs in this state',
};

/** Endpoints 6 and 16: lists the sync jobs of a connection. */
export function getAll(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Get Many',
			value: 'getAll',
			action: `Get many ${kind.label}s`,
			description: `Get the ${kind.label}s of an AD connection`,
		},
		fields: [connectionField, ...manyFields, simplifyField, filtersField([stateFilter])],
		read(item) {
			const simplify = readSimplify(item, kind.simpleJob);
			const locator = item.locator(connectionField);
			const limit = readLimit(item);
			const state = item.choice(item.collection('filters').state, stateFilter);
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
