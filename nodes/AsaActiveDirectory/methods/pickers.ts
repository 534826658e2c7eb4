import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
} from 'n8n-workflow';
import { openClient, type AsaClient } from '../asa/client';

/** A picker waits for a person: no longer than this for all its requests. */
const budgetMs = 20_000;

/** Opens a client for a picker. */
export async function openPicker(context: ILoadOptionsFunctions): Promise<AsaClient> {
	return await openClient(context, { budgetMs });
}

/**
 * The connection that is chosen in the form.
 *
 * @throws NodeOperationError if none is
 */
export function chosenConnection(context: ILoadOptionsFunctions): string {
	const connection = context.getCurrentNodeParameter('connection', { extractValue: true });
	if (connection) return String(connection);
	throw new NodeOperationError(context.getNode(), 'No connection is chosen yet', {
		description: 'Choose a "Connection" first; what belongs to it is listed here then',
	});
}

/**
 * Whether a value may be offered: n8n takes a stored value that begins with = for an expression, and whoever
 * names a job in ASA must not get one evaluated.
 */
export function isPlain(value: unknown): boolean {
	return !String(value).startsWith('=');
}

/** The entries that contain the filter (case ignored). */
export function filterEntries(
	entries: INodeListSearchItems[],
	filter = '',
): INodeListSearchItems[] {
	const wanted = filter.trim().toLowerCase();
	return entries.filter(({ name, value }) => isPlain(value) && name.toLowerCase().includes(wanted));
}

/** As `filterEntries`, sorted by name. */
export function sortAndFilter(
	entries: INodeListSearchItems[],
	filter?: string,
): INodeListSearchItems[] {
	return filterEntries(entries, filter).sort((a, b) => a.name.localeCompare(b.name));
}
