import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';
import { OktaAsaApi } from '../../../../credentials/OktaAsaApi.credentials';
import { AsaActiveDirectory } from '../../../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { AsaActiveDirectoryTrigger } from '../../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import { resources } from '../../../../nodes/AsaActiveDirectory/resources';

/**
 * What saved workflows, credentials and expressions hold. A name may be added (then update the
 * snapshot), but none may be changed or removed: workflows that hold it would break.
 */
const schemas = join(__dirname, '../../../../nodes/AsaActiveDirectory/__schema__');

/** One line a parameter: its path, its type, and the values to choose from. */
function namesIn(properties: INodeProperties[], parent = ''): string[] {
	return properties
		.filter(({ type }) => type !== 'notice')
		.flatMap((property) => {
			const path = `${parent}${property.name}`;
			const values = valuesOf(property);
			const line = `${path}: ${property.type}${values.length > 0 ? ` ${values.join(' | ')}` : ''}`;
			return [line, ...innerNames(property, path)];
		});
}

/** The values of a dropdown, or the modes of a resource locator. */
function valuesOf({ options = [], modes = [] }: INodeProperties): string[] {
	const chosen = options.flatMap((option) => ('value' in option ? [String(option.value)] : []));
	return [...chosen, ...modes.map(({ name }) => name)];
}

function innerNames({ options = [] }: INodeProperties, path: string): string[] {
	return options.flatMap((option) => {
		if ('values' in option) return namesIn(option.values, `${path}.${option.name}.`);
		return 'type' in option ? namesIn([option], `${path}.`) : [];
	});
}

/** Without repetitions, sorted: the order of parameters is no part of what is saved. */
const listOf = (lines: string[]) => [...new Set(lines)].sort();

const nodes = [new AsaActiveDirectory(), new AsaActiveDirectoryTrigger()];

it.each(nodes.map(({ description }) => [description.name, description] as const))(
	'the node %s keeps its name, version and credential',
	(_, { name, version, credentials }) => {
		expect({ name, version, credentials: credentials?.map((one) => one.name) }).toMatchSnapshot();
	},
);

const operations = resources.flatMap(({ entry, operations: all }) =>
	all.map((operation) => [entry.value, operation.entry.value] as const),
);

it('the resources and operations keep their names', () => {
	expect(operations.map((names) => names.join('.')).sort()).toMatchSnapshot();
});

it.each(operations)(
	'the parameters of %s %s keep their names and values',
	(resource, operation) => {
		const { properties } = new AsaActiveDirectory().description;
		const shown = properties.filter(({ displayOptions, name }) => {
			const { resource: of = [resource], operation: for_ = [operation] } =
				displayOptions?.show ?? {};
			return of.includes(resource) && for_.includes(operation) && name !== 'operation';
		});
		expect(listOf(namesIn(shown))).toMatchSnapshot();
	},
);

it('the parameters, events and options of the trigger keep their names and values', () => {
	const { properties } = new AsaActiveDirectoryTrigger().description;
	expect(listOf(namesIn(properties))).toMatchSnapshot();
});

it('the credential keeps its name, its fields and their values', () => {
	const { name, properties } = new OktaAsaApi();
	expect({ name, fields: listOf(namesIn(properties)) }).toMatchSnapshot();
});

interface Schema {
	type?: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

function fieldsIn({ properties = {}, items }: Schema, parent = ''): string[] {
	const inItems = items ? fieldsIn(items, `${parent}[].`) : [];
	return Object.entries(properties).reduce(
		(all, [name, schema]) => [
			...all,
			`${parent}${name}: ${[schema.type ?? []].flat().join(' | ')}`,
			...fieldsIn(schema, `${parent}${name}.`),
		],
		inItems,
	);
}

const schemaFiles = readdirSync(schemas, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.json'))
	.sort();

it.each(schemaFiles)('the fields of items in %s keep their names and types', (file) => {
	const schema = JSON.parse(readFileSync(join(schemas, file), 'utf8')) as Schema;
	const fields = fieldsIn(schema);
	expect(fields).not.toHaveLength(0);
	expect(listOf(fields)).toMatchSnapshot();
});
