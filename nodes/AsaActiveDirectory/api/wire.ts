import type { IDataObject } from 'n8n-workflow';

/** An object as the server sent it: nothing in it can be relied on. */
export type Wire = Record<string, unknown>;

/** Whether a value is a JSON object (not an array, not null). */
export function isWire(value: unknown): value is Wire {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a field whose spelling differs between Okta's page and Okta's client, upper or lower case alike.
 * The first name that is present wins. Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */
export function field(wire: Wire, ...names: string[]): unknown {
	for (const name of names) {
		if (Object.hasOwn(wire, name)) return wire[name];
		const key = Object.keys(wire).find((candidate) => candidate.toLowerCase() === name);
		if (key !== undefined) return wire[key];
	}
	return undefined;
}

/** Far longer than any ID of ASA (36 characters in every sample); else the state could be as large as what a server sends. */
const longestId = 255;

/** Whether a value is an object as ASA answers it: each has an id, and that is a text. Source: docs/api-contract.md, "Fields". */
export function hasId(value: unknown): value is Wire {
	if (!isWire(value)) return false;
	const id = field(value, 'id');
	return typeof id === 'string' && id !== '' && id.length <= longestId;
}

/** Whether two ids are the same: UUIDs may be written in upper or lower case. */
export function isSameId(one: string, other: string): boolean {
	if (one === other) return true;
	return uuid.test(one) && one.toLowerCase() === other.toLowerCase();
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A text, or null where the server sent none. Numbers become their digits. */
export function text(value: unknown): string | null {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	return null;
}

/** An integer, also from its digits as a text ("priority" on Okta's page), or null. */
export function integer(value: unknown): number | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : null;
}

/** A boolean; absent and unreadable values are false. */
export function flag(value: unknown): boolean {
	return value === true || value === 'true';
}

/** A list, where Okta's page shows one bare value in its place; null and absent are the empty list. */
export function list(value: unknown): unknown[] {
	if (value === null || value === undefined) return [];
	return Array.isArray(value) ? value : [value];
}

/** The texts of a list, others left out; an empty text is no entry. */
export function texts(value: unknown): string[] {
	return list(value).filter((entry): entry is string => typeof entry === 'string' && entry !== '');
}

/** The objects of a list, others left out. */
export function objects(value: unknown): Wire[] {
	return list(value).filter(isWire);
}

/** Deeper than any summary would be; n8n and JSON.stringify fail at some thousands [measured]. */
const deepest = 32;

/**
 * A JSON value as it came, for fields whose type isn't known (summary, detailed_summary); what lies deeper
 * than 32 levels is left out.
 */
export function json(value: unknown, depth = 0): IDataObject[string] {
	if (typeof value !== 'object' || value === null) return (value ?? null) as IDataObject[string];
	if (depth === deepest) return '(nested too deep)';
	if (Array.isArray(value)) return value.map((entry) => json(entry, depth + 1)) as IDataObject[];
	const fields = Object.entries(value).map(([name, entry]) => [name, json(entry, depth + 1)]);
	return Object.fromEntries(fields) as IDataObject;
}
