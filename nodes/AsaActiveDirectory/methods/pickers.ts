import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
} from 'n8n-workflow';
import { openClient, type AsaClient } from '../asa/client';
import { locatorParts, type Locator } from '../operation/item';
import { findLocated, howMany } from '../operation/locators';

/** A picker waits for a person: no longer than this for all its requests. */
const budgetMs = 20_000;

/** Opens a client for a picker. */
export async function openPicker(context: ILoadOptionsFunctions): Promise<AsaClient> {
	return await openClient(context, { budgetMs });
}

/**
 * The ID of the connection that is chosen in the form.
 *
 * @throws NodeOperationError if none is, or none has the name
 */
export async function chosenConnection(
	context: ILoadOptionsFunctions,
	client: AsaClient,
): Promise<string> {
	const locator = chosenLocator(context, 'connection', 'Connection');
	if (locator.mode === 'list' || locator.mode === 'id') return locator.value;
	return onlyLocated(context, await client.connections.list(), locator, 'Connection');
}

/**
 * What a locator of the form points to.
 *
 * @throws NodeOperationError if nothing is chosen
 */
export function chosenLocator(
	context: ILoadOptionsFunctions,
	name: string,
	label: string,
): Locator {
	const { mode, value } = locatorParts(context.getCurrentNodeParameter(name));
	if (value) return { mode, value: String(value) };
	throw new NodeOperationError(context.getNode(), `No ${label.toLowerCase()} selected yet`, {
		description: `Choose a '${label}' first`,
	});
}

/**
 * The ID of the one object that a locator points to.
 *
 * @throws NodeOperationError if none or several have the name
 */
export function onlyLocated(
	context: ILoadOptionsFunctions,
	all: Array<{ id: string; name: string }>,
	locator: Locator,
	label: string,
): string {
	const found = findLocated(all, locator);
	if (found.length === 1) return found[0].id;
	const message = `'${label}' is "${locator.value}", but ${howMany(found.length, label.toLowerCase())} this name`;
	throw new NodeOperationError(context.getNode(), message, {
		description: `Choose '${label}' from its list again`,
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
