import type { IDataObject } from 'n8n-workflow';

/** An object as a server sent it: nothing in it can be relied on. It stays within asa/. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a JSON object (not an array, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a field whose spelling differs between Okta's page and Okta's client, upper or lower case alike.
 * The first name that is present wins.
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 *
 * @param names in lower case
 */
export function readField(json: JsonObject, ...names: string[]): unknown {
	for (const name of names) {
		if (Object.hasOwn(json, name)) return json[name];
		const key = Object.keys(json).find((candidate) => candidate.toLowerCase() === name);
		if (key !== undefined) return json[key];
	}
	return undefined;
}

/** Far longer than any ID of ASA (36 characters in every sample), so that no server fills the trigger's state. */
const maxIdLength = 255;

/**
 * Whether a value is an object as ASA answers it: each has an id, a text or a whole number.
 *
 * @param idField the field with the id, in lower case
 */
export function isApiObject(value: unknown, idField = 'id'): value is JsonObject {
	if (!isJsonObject(value)) return false;
	const answered = readField(value, idField);
	// Of a larger number JSON.parse has lost digits.
	if (typeof answered === 'number' && !(Number.isSafeInteger(answered) && answered >= 0))
		return false;
	const id = toText(answered) ?? '';
	return id !== '' && id.length <= maxIdLength;
}

/** A text, or null if the server sent none. Numbers become their digits. */
export function toText(value: unknown): string | null {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : null;
}

/** An RFC 3339 text; null if there is none. Go's zero time lies in year 1 and stands for none. */
export function toTime(value: unknown): string | null {
	return typeof value === 'string' && Date.parse(value) > 0 ? value : null;
}

/** Whether a value says something; Go's zero time and empty values stand for none. */
export function isSet(value: unknown): boolean {
	// What can't be read as a time counts.
	return Boolean(value) && !(typeof value === 'string' && Date.parse(value) < 0);
}

/** A whole number, also from its digits as a text ("priority" on Okta's page), or null. */
export function toInteger(value: unknown): number | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : null;
}

/** A list; Okta's page shows one bare value in its place. Null and absent are the empty list. */
export function toList(value: unknown): unknown[] {
	if (value === null || value === undefined) return [];
	return Array.isArray(value) ? value : [value];
}

/** Deeper than any summary would be; n8n and JSON.stringify fail at some thousands of levels. */
const maxDepth = 32;

/** A JSON value as it came, for fields whose type isn't known; what is nested deeper than 32 levels is left out. */
export function toJsonValue(value: unknown, depth = 0): IDataObject[string] {
	if (typeof value !== 'object' || value === null) return (value ?? null) as IDataObject[string];
	if (depth === maxDepth) return '(nested too deeply)';
	if (Array.isArray(value)) {
		return value.map((entry) => toJsonValue(entry, depth + 1)) as IDataObject[];
	}
	const fields = Object.entries(value).map(([name, entry]) => [
		name,
		toJsonValue(entry, depth + 1),
	]);
	return Object.fromEntries(fields) as IDataObject;
}
