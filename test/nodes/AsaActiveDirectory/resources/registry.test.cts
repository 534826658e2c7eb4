import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type INode, type INodeParameters, type INodeProperties, Workflow } from 'n8n-workflow';
import { AsaActiveDirectory } from '../../../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { listSearch } from '../../../../nodes/AsaActiveDirectory/listSearch';
import { resources } from '../../../../nodes/AsaActiveDirectory/resources';

const node = join(__dirname, '../../../../nodes/AsaActiveDirectory');
const schemas = join(node, '__schema__/v1.0.0');

const operations = resources.flatMap(({ entry, operations: all }) =>
	all.map((operation) => [entry.value, operation.entry.value, operation] as const),
);

/** What saved workflows hold: these names never change. */
const saved = {
	connection: ['create', 'delete', 'get', 'getAll', 'update', 'upsert'],
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

describe.each(resources)('the dropdown of $entry.name', ({ entry, operations: listed }) => {
	const folder = join(node, 'resources', entry.value);
	const files = readdirSync(folder).filter((file) => file !== 'index.ts');

	it.each(files)('holds the operation that %s has, if it has one', (file) => {
		const exported = Object.values(require(join(folder, file)) as Record<string, unknown>);
		expect(listed).toEqual(expect.arrayContaining(exported.filter(isOperation)));
	});
});

describe.each(operations)('%s %s', (resource, value, { entry, fields, options = [] }) => {
	it('has a file of its own and an output schema', () => {
		expect(existsSync(join(node, 'resources', resource, `${value}.ts`))).toBe(true);
		expect(existsSync(join(schemas, resource, `${value}.json`))).toBe(true);
	});

	it('has a name in Title Case, an action in sentence case, and a description', () => {
		expect(entry.name).toMatch(/^[A-Z][a-z]*( ([A-Z][a-z]*|or))*$/);
		expect(entry.action).toMatch(/^[A-Z][^A-Z]*$/);
		expect(entry.action).not.toMatch(/\b(a|an|the)\b/);
		expect(entry.description).toMatch(/^[A-Z].*[^.]$/);
	});

	it('says on the canvas what the dropdowns say', () => {
		const { entry: of } = resources.find((one) => one.entry.value === resource)!;
		const shown = shownSubtitle({ resource, operation: value });
		expect(shown).toBe(`${entry.name}: ${of.name}`);
	});

	it('asks for nothing twice, and only with pickers that there are', () => {
		const names = [...fields, ...options].map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const method of [...fields, ...options].flatMap(pickersOf)) {
			expect(Object.keys(listSearch)).toContain(method);
		}
	});
});

/** The subtitle as n8n's editor makes it of a node's parameters. */
function shownSubtitle(parameters: INodeParameters) {
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
	return workflow.expression.getSimpleParameterValue(
		node as INode,
		description.subtitle,
		'internal',
		{},
	);
}

it('no schema is left over', () => {
	const files = readdirSync(schemas, { recursive: true, encoding: 'utf8' });
	const wanted = operations.map(([resource, value]) => `${resource}/${value}.json`);
	expect(files.filter((file) => file.endsWith('.json')).sort()).toEqual(wanted.sort());
});

it('every picker is asked for by a field', () => {
	const { properties } = new AsaActiveDirectory().description;
	const asked = new Set(properties.flatMap(pickersOf));
	expect([...asked].sort()).toEqual(Object.keys(listSearch).sort());
});

/** Operations are the only exports with an entry for a dropdown. */
function isOperation(exported: unknown): boolean {
	return typeof exported === 'object' && exported !== null && 'entry' in exported;
}

/** The pickers of a field, those of fields inside it too. */
function pickersOf(field: INodeProperties): string[] {
	const own = (field.modes ?? []).flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);
	const inner = (field.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values.flatMap(pickersOf);
		return 'type' in option ? pickersOf(option as INodeProperties) : [];
	});
	return [...own, ...inner];
}
