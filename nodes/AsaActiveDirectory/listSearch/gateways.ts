import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { field, text } from '../api/wire';
import { openPicker, sortAndFilter } from './search';

/** The picker of gateways; the API searches names by itself (query `contains`, contract: certain). */
export async function searchGateways(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const client = await openPicker(this);
	const query: IDataObject = filter?.trim() ? { contains: filter.trim() } : {};
	const { items } = await client.list('listGateways', {}, { query });
	const entries = items.map((wire) => {
		const value = text(field(wire, 'id')) ?? '';
		return { name: text(field(wire, 'name')) ?? value, value };
	});
	return { results: sortAndFilter(entries, filter) };
}
