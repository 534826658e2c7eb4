import type { INodeProperties } from 'n8n-workflow';

/** Simplify drops fields, it renames none. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The named fields of an object, in that order. */
export function pick<Source extends object>(source: Source, names: readonly (keyof Source)[]) {
	const picked: Partial<Source> = {};
	for (const name of names) picked[name] = source[name];
	return picked;
}
