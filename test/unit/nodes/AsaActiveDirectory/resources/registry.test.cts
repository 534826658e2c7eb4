import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type INode, type INodeParameters, type INodeProperties, Workflow } from 'n8n-workflow';
import { AsaActiveDirectory } from '../../../../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { AsaActiveDirectoryTrigger } from '../../../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import { connectionModel } from '../../../../../nodes/AsaActiveDirectory/asa/model/connection';
import type { Model } from '../../../../../nodes/AsaActiveDirectory/asa/model/model';
import { serverSyncJobModel } from '../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { userSyncJobModel } from '../../../../../nodes/AsaActiveDirectory/asa/model/syncJob';
import { listSearch } from '../../../../../nodes/AsaActiveDirectory/methods/listSearch';
import { resources } from '../../../../../nodes/AsaActiveDirectory/resources';

const node = join(__dirname, '../../../../../nodes/AsaActiveDirectory');
const schemas = join(node, '__schema__/v1.0.0');

const operations = resources.flatMap(({ entry, operations: all }) =>
	all.map((operation) => [entry.value, operation.entry.value, operation] as const),
);

/** What saved workflows hold: these names never change. */
const saved = {
	adServer: ['getAll'],
	connection: ['create', 'delete', 'get', 'getAll', 'update', 'upsert'],
	gateway: ['getAll', 'getStatus'],
	serverSyncJob: [
		'activate',
		'create',
		'deactivate',
		'delete',
		'get',
		'getAll',
		'getAllResults',
		'getResult',
		'runTest',
		'update',
		'updateSchedule',
		'upsert',
	],
	userSyncJob: [
		'activate',
		'create',
		'deactivate',
		'delete',
		'get',
		'getAll',
		'getAllResults',
		'getResult',
		'runTest',
		'update',
		'updateSchedule',
		'updateState',
		'upsert',
	],
	syncStatus: ['getAll'],
};

it('the dropdowns hold what saved workflows hold', () => {
	const held = resources.map(({ entry, operations: all }) => [
		entry.value,
		all.map((operation) => operation.entry.value).sort(),
	]);
	expect(Object.fromEntries(held)).toEqual(saved);
});

/** The folder of each resource; jobs of both kinds share one. */
const folderOf: Record<string, string> = {
	serverSyncJob: 'syncJob',
	userSyncJob: 'syncJob',
	adServer: 'adServer',
	connection: 'connection',
	gateway: 'gateway',
	syncStatus: 'syncStatus',
};

it.each(Object.keys(saved))(
	'each file of %s that exports an operation is in its dropdown',
	(name) => {
		const folder = join(node, 'resources', folderOf[name]);
		const listed = resources.find(({ entry }) => entry.value === name)!.operations;
		const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
		const values = files
			.filter((file) => readFileSync(join(folder, file), 'utf8').includes("value: '"))
			.filter((file) => readFileSync(join(folder, file), 'utf8').includes('entry: {'))
			.map((file) => file.replace('.ts', ''));
		const others = name === 'serverSyncJob' ? ['updateState'] : [];
		expect(listed.map(({ entry }) => entry.value).sort()).toEqual(
			values.filter((value) => !others.includes(value)).sort(),
		);
	},
);

describe.each(operations)('%s %s', (resource, value, { entry, fields, options = [] }) => {
	it('has a file of its own and an output schema', () => {
		expect(existsSync(join(node, 'resources', folderOf[resource], `${value}.ts`))).toBe(true);
		expect(existsSync(join(schemas, resource, `${value}.json`))).toBe(true);
	});

	it('has a name in Title Case, an action in sentence case, and a description', () => {
		expect(entry.name).toMatch(/^[A-Z][a-z]*( ([A-Z][a-z]*|or))*$/);
		expect(entry.action).toMatch(/^[A-Z]( AD\b|[^A-Z])*$/);
		expect(entry.action).not.toMatch(/\b(a|an|the)\b/);
		expect(entry.description).toMatch(/^[A-Z].*[^.]$/);
	});

	it('has a subtitle of operation and resource that n8n does not cut off', () => {
		const { entry: of, shortName = of.name } = resources.find(
			(one) => one.entry.value === resource,
		)!;
		const shown = shownSubtitle({ resource, operation: value });
		expect(shown).toBe(`${entry.name}: ${shortName}`);
		expect(String(shown).length).toBeLessThan(30);
	});

	it('has no label that one of its fields or options has too', () => {
		const labels = operations.filter(([of]) => of === resource).map(([, , one]) => one.entry.name);
		for (const { displayName } of [...fields, ...options].flatMap((property) => [
			property,
			...innerProperties(property),
		])) {
			expect(labels).not.toContain(displayName);
		}
	});

	it('asks for nothing twice, and only with pickers that there are', () => {
		const names = [...fields, ...options].map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const method of [...fields, ...options].flatMap(pickersOf)) {
			expect(Object.keys(listSearch)).toContain(method);
		}
	});
});

it.each(operations)(
	'%s %s is warned of exactly if it deletes',
	(resource, operation, { entry }) => {
		const warnings = new AsaActiveDirectory().description.hints!.filter(
			({ displayCondition }) => evaluate(displayCondition!, { resource, operation }) === true,
		);
		expect(warnings.map(({ message }) => message)).toEqual(
			entry.name === 'Delete' ? [expect.stringMatching(/^Deleting an? .* too$/)] : [],
		);
	},
);

const shownSubtitle = (parameters: INodeParameters) =>
	evaluate(new AsaActiveDirectory().description.subtitle!, parameters);

/** What an expression of the node's description is, as n8n's editor makes it of a node's parameters. */
function evaluate(expression: string, parameters: INodeParameters) {
	const { description } = new AsaActiveDirectory();
	const node = {
		id: '1',
		name: 'Node',
		type: 'type',
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const type = { description };
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({
		nodes: [node as INode],
		connections: {},
		active: false,
		nodeTypes,
	});
	return workflow.expression.getSimpleParameterValue(node as INode, expression, 'internal', {});
}

it('no schema is left over', () => {
	const files = readdirSync(schemas, { recursive: true, encoding: 'utf8' });
	const wanted = operations.map(([resource, value]) => `${resource}/${value}.json`);
	expect(files.filter((file) => file.endsWith('.json')).sort()).toEqual(wanted.sort());
});

it('no node ever asks for two credentials', () => {
	for (const { description } of [new AsaActiveDirectory(), new AsaActiveDirectoryTrigger()]) {
		expect(description.credentials).toEqual([{ name: 'oktaAsaApi', required: true }]);
		expect(description.properties.filter(({ type }) => type === 'credentials')).toEqual([]);
	}
});

/** Parameters that are fields of a model: their names in both, and nothing else of the node has these names. */
const modelsOf: Record<string, Model> = {
	connection: connectionModel,
	serverSyncJob: serverSyncJobModel,
	userSyncJob: userSyncJobModel,
};

it.each(Object.entries(modelsOf))(
	'the parameters of %s have the labels of their fields',
	(name, model) => {
		const { properties } = new AsaActiveDirectory().description;
		const own = properties.filter(({ displayOptions }) =>
			displayOptions?.show?.resource?.includes(name),
		);
		const seen = own.flatMap((property) => [property, ...innerProperties(property)]);
		const labels = Object.entries(model.fields).flatMap(([field, { label }]) =>
			seen
				.filter((property) => snakeCase(property.name) === field)
				.map(({ displayName }) => [field, displayName.replace(' (JSON)', ''), label]),
		);
		expect(labels.length).toBeGreaterThan(5);
		expect(labels.filter(([, shown, label]) => shown !== label)).toEqual([]);
	},
);

/** Parameters that are read separately, and say nothing of the object. */
const notFields = ['connection', 'job', 'serviceAccount', 'specifyRuleAssignments'];

describe.each(operations.filter(([, value]) => ['create', 'update', 'upsert'].includes(value)))(
	'%s %s',
	(resource, _value, { fields, options = [] }) => {
		const entered = fields.flatMap(enteredProperties);
		const names = entered.map(fieldOf);

		it('has a parameter for each field', () => {
			const wanted = Object.entries(modelsOf[resource].fields).filter(
				([, { isReadOnly }]) => !isReadOnly,
			);
			const lacking = wanted.filter(([name]) => !names.includes(name));
			expect(lacking.map(([name]) => name)).toEqual([]);
		});

		it('has a field for each parameter', () => {
			const known = [...Object.keys(modelsOf[resource].fields), ...notFields.map(snakeCase)];
			expect(names.filter((name) => !known.includes(name))).toEqual([]);
			expect(options.map(fieldOf).filter((name) => known.includes(name))).toEqual([]);
		});
	},
);

/** The parameters that hold a value: those inside collections rather than these. */
function enteredProperties(property: INodeProperties): INodeProperties[] {
	const { type, options = [], typeOptions } = property;
	if (type === 'notice') return [];
	if (type === 'collection') return innerProperties(property).flatMap(enteredProperties);
	if (type !== 'fixedCollection' || typeOptions?.multipleValues) return [property];
	return options.flatMap((group) => ('values' in group ? group.values : []));
}

/** The field that a parameter is, as `operation/fields.ts` has it. */
function fieldOf({ name, type }: INodeProperties): string {
	return type === 'resourceLocator' && !notFields.includes(name)
		? `${snakeCase(name)}_id`
		: snakeCase(name);
}

function innerProperties({ options = [] }: INodeProperties): INodeProperties[] {
	return options.filter((option): option is INodeProperties => 'type' in option);
}

function snakeCase(name: string): string {
	return name.replace(/Json$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

it('every picker is asked for by a field', () => {
	const { properties } = new AsaActiveDirectory().description;
	const asked = new Set(properties.flatMap(pickersOf));
	expect([...asked].sort()).toEqual(Object.keys(listSearch).sort());
});

/** The pickers of a field, those of fields inside it too. */
function pickersOf(field: INodeProperties): string[] {
	const own = (field.modes ?? []).flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);
	const inner = (field.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values.flatMap(pickersOf);
		return 'type' in option ? pickersOf(option as INodeProperties) : [];
	});
	return [...own, ...inner];
}
