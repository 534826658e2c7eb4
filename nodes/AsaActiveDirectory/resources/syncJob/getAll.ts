import type { INodeProperties } from 'n8n-workflow';
import {
	filtersField,
	manyFields,
	readLimit,
	simplified,
	simplifyField,
} from '../../operation/listing';
import { connectionField } from '../../operation/locators';
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
			const connection = item.locator(connectionField).value;
			const limit = readLimit(item);
			const state = item.choice(item.collection('filters').state, stateFilter);
			const isActive = state === undefined ? undefined : state === 'ACTIVE';
			return {
				async run() {
					const jobs = await item.client.jobs(kind.kind).list(connection, { limit, isActive });
					return jobs.map((job) => simplified(item, jobOutput(connection, job), kind.simpleJob));
				},
			};
		},
	};
}
