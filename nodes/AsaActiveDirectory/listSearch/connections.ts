import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { isDeleted, readConnection } from '../api/connection';
import { openPicker, sortAndFilter } from './search';

/** The picker of AD connections: their names with the domain. */
export async function searchConnections(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const client = await openPicker(this);
	const { items } = await client.list('listConnections');
	const connections = items.filter((wire) => !isDeleted(wire)).map(readConnection);
	const entries = connections.map(({ id, name, domain }) => ({
		name: `${name} (${domain})`,
		value: id,
	}));
	return { results: sortAndFilter(entries, filter) };
}
