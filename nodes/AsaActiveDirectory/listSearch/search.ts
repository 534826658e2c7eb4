import type { ILoadOptionsFunctions, INodeListSearchItems } from 'n8n-workflow';
import { openClient, type AsaClient } from '../api/client';

/** A picker waits for a person: no longer than this for all its requests, in milliseconds. */
const budgetMs = 20_000;

/** Opens a client for a picker. */
export async function openPicker(context: ILoadOptionsFunctions): Promise<AsaClient> {
	return await openClient(context, { budgetMs });
}

/**
 * Whether a value may be offered: n8n takes a stored value that begins with = for an expression, and whoever
 * names a job in ASA must not get one evaluated.
 */
export function isPlain(value: unknown): boolean {
	return !String(value).startsWith('=');
}

/** The entries that contain the filter (case ignored), sorted by name. */
export function sortAndFilter(
	entries: INodeListSearchItems[],
	filter = '',
): INodeListSearchItems[] {
	const wanted = filter.trim().toLowerCase();
	return entries
		.filter(({ name, value }) => isPlain(value) && name.toLowerCase().includes(wanted))
		.sort((a, b) => a.name.localeCompare(b.name));
}
