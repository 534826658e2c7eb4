import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { field, text } from '../api/wire';
import { openPicker, sortAndFilter } from './search';

/** The picker of projects, for the rules of server sync jobs. */
export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const client = await openPicker(this);
	const { items } = await client.list('listProjects');
	const entries = items.map((wire) => {
		const value = text(field(wire, 'id')) ?? '';
		return { name: text(field(wire, 'name')) ?? value, value };
	});
	return { results: sortAndFilter(entries, filter) };
}
