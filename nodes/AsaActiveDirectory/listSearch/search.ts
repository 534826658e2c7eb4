import type { ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';
import { openClient, type AsaClient } from '../api/client';

/** A picker waits for a person: no longer than this for all its requests, in milliseconds. */
const budgetMs = 20_000;

/** Opens a client for a picker. */
export async function openPicker(context: ILoadOptionsFunctions): Promise<AsaClient> {
	return await openClient(context, { budgetMs });
}

/** The entries that contain the filter (case ignored), sorted by name. */
export function sortAndFilter(
	entries: INodeListSearchItems[],
	filter = '',
): INodeListSearchItems[] {
	const wanted = filter.trim().toLowerCase();
	return entries
		.filter(({ name }) => name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
}
