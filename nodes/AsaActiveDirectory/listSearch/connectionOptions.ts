import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { isDeleted, readConnection } from '../api/connection';
import { openPicker, sortAndFilter } from './search';

/** All AD connections, for parameters that take several: their names with the domain. */
export async function getConnections(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await openPicker(this);
	const { items } = await client.list('listConnections');
	const connections = items.filter((wire) => !isDeleted(wire)).map(readConnection);
	return sortAndFilter(
		connections.map(({ id, name, domain }) => ({ name: `${name} (${domain})`, value: id })),
	);
}
