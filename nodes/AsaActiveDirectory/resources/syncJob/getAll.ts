import type { IDataObject } from 'n8n-workflow';
import type { JobKind } from '../../api/jobKinds';
import type { Wire } from '../../api/wire';
import { connectionField } from '../fields/connection';
import { manyFields, readLimit } from '../fields/many';
import { simplifyField } from '../fields/simplify';
import type { Operation } from '../operation';
import { jobOutput } from './output';

/** Endpoints 6 and 16: lists the sync jobs of a connection. */
export function getAllJobs(kind: JobKind): Operation {
	const label = kind.label.toLowerCase();
	return {
		entry: {
			name: 'Get Many',
			value: 'getAll',
			action: `Get many ${label}s`,
			description: `Get the ${label}s of an AD connection`,
		},
		fields: [
			connectionField,
			...manyFields,
			simplifyField,
			{
				displayName: 'Filters',
				name: 'filters',
				type: 'collection',
				placeholder: 'Add filter',
				default: {},
				options: [
					{
						displayName: 'State',
						name: 'state',
						type: 'options',
						options: [
							{ name: 'Active', value: 'ACTIVE' },
							{ name: 'Inactive', value: 'INACTIVE' },
						],
						default: 'ACTIVE',
						description: 'Only jobs in this state',
					},
				],
			},
		],
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const { state } = item.collection('filters');
			const { items } = await item.client.list(
				kind.endpoints.list,
				{ connection },
				{
					query: stateQuery(kind, state),
					limit: readLimit(item),
					keep: isInState(kind, state),
				},
			);
			return items.map((wire) => jobOutput(item, kind, connection, kind.readJob(wire)));
		},
	};
}

/** Endpoint 16 alone takes a status. Source: docs/api-contract.md, "Endpoints" (probable). */
function stateQuery(kind: JobKind, state: unknown): IDataObject | undefined {
	return kind.name === 'userSyncJob' && state !== undefined ? { status: String(state) } : undefined;
}

/** The server's own filter is probable, so its answer is filtered once more. */
function isInState({ readJob }: JobKind, state: unknown): ((wire: Wire) => boolean) | undefined {
	if (state === undefined) return undefined;
	return (wire) => readJob(wire).is_active === (state === 'ACTIVE');
}
