/** A JSON object as a server sent it: nothing in it can be relied on. */
export type JsonObject = Record<string, unknown>;

export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** What JSON calls a value; integers apart from other numbers. */
export function jsonType(value: unknown): JsonType {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value as JsonType;
}

/** Whether a value is a JSON object: not an array, not null. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a field by the first of its lower-case names that is present, in any case.
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */
export function readField(object: JsonObject, ...names: string[]): unknown {
	for (const name of names) {
		if (Object.hasOwn(object, name)) return object[name];
		const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name);
		if (key !== undefined) return object[key];
	}
	return undefined;
}

/** A field that is a text; an empty one is none. */
export function readText(object: JsonObject | undefined, ...names: string[]): string | undefined {
	const value = object && readField(object, ...names);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The id of an object, whatever its form. A result without one stands for none. */
export function readId(object: JsonObject | undefined): string | undefined {
	const id = object && readField(object, 'id');
	return typeof id === 'number' ? String(id) : readText(object, 'id');
}

/** Whether two ids are the same; UUIDs may differ in case. */
export function isSameId(one: string | undefined, other: string | undefined): boolean {
	return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}

/** The objects in a field that holds one object or a list of them. */
export function readObjects(object: JsonObject, name: string): JsonObject[] {
	const value = readField(object, name);
	return (Array.isArray(value) ? value : [value]).filter(isJsonObject);
}

/** Milliseconds since 1970 UTC of a field, or undefined if it is no time; Go's zero time is before 1970. */
export function readTimeMs(object: JsonObject, name: string): number | undefined {
	const time = Date.parse(readText(object, name) ?? '');
	return Number.isNaN(time) || time < 0 ? undefined : time;
}

/** Whether an object is deleted although it is answered; a zero time stands for none. */
export function isDeleted(object: JsonObject): boolean {
	return readTimeMs(object, 'deleted_at') !== undefined;
}
