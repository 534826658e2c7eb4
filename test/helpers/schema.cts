import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As much of JSON Schema as n8n's output schemas use. */
export interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

const folder = join(__dirname, '../../nodes/AsaActiveDirectory/__schema__/v1.0.0');

/** The output schema that n8n serves for an operation. */
export function schemaOf(resource: string, operation: string): Schema {
	return JSON.parse(readFileSync(join(folder, resource, `${operation}.json`), 'utf8')) as Schema;
}

/** Where a value isn't what a schema says; a field that the schema doesn't name is a deviation too. */
export function deviations(schema: Schema, value: unknown, path = '$'): string[] {
	const type = typeOf(value);
	const types = [schema.type].flat();
	if (!types.includes(type)) return [`${path}: ${type} instead of ${types.join(' or ')}`];
	if (Array.isArray(value)) {
		const { items } = schema;
		if (!items) return [`${path}: the schema names no items`];
		return value.flatMap((entry, index) => deviations(items, entry, `${path}[${index}]`));
	}
	if (type !== 'object') return [];
	return Object.entries(value as object).flatMap(([name, entry]) => {
		const property = schema.properties?.[name];
		if (!property) return [`${path}.${name}: not in the schema`];
		return deviations(property, entry, `${path}.${name}`);
	});
}

/** Fields of a connection that the API answers only sometimes. Source: docs/api-contract.md, "Connection". */
const sometimes = [
	'gateway_name',
	'service_account_username',
	'active_task_settings_id',
	'certificate_id',
];

/** Fields of outputs that an option of the operation brings: Ignore Missing, Preview Changes. */
const onDemand = ['was_missing', 'action', 'changes', 'requests', 'id_would_change'];

/** Fields that a schema promises and an output hasn't. */
export function missing({ properties = {} }: Schema, output: object): string[] {
	const others = [...sometimes, ...onDemand];
	return Object.keys(properties).filter((name) => !(name in output) && !others.includes(name));
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}
