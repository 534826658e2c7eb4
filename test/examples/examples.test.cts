import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { readExample } from '../../demo/example.cts';
import type { WorkflowNode } from '../../demo/n8n/instance.cts';
import { AsaActiveDirectory } from '../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { AsaActiveDirectoryTrigger } from '../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import { resources } from '../../nodes/AsaActiveDirectory/resources';
import { schemaOf, type Schema } from '../engine/schema.cts';

const FILES = readdirSync(join(__dirname, '../../examples'));

/** The example that shows every operation of a resource. */
const OF_RESOURCE: Record<string, string> = {
	connection: 'manage-connections.json',
	serverSyncJob: 'manage-server-sync-jobs.json',
	userSyncJob: 'manage-user-sync-jobs.json',
	syncStatus: 'sync-status.json',
};

const trigger = new AsaActiveDirectoryTrigger().description;

/** n8n adds this to every polling trigger. */
const pollTimes: INodeProperties = {
	displayName: 'Poll Times',
	name: 'pollTimes',
	type: 'json',
	default: {},
};

const DESCRIPTIONS: Record<string, INodeTypeDescription> = {
	'n8n-nodes-okta-asa.asaActiveDirectory': new AsaActiveDirectory().description,
	'n8n-nodes-okta-asa.asaActiveDirectoryTrigger': {
		...trigger,
		properties: [pollTimes, ...trigger.properties],
	},
};

const isNote = ({ type }: WorkflowNode) => type.endsWith('.stickyNote');

interface Example {
	nodes: WorkflowNode[];
	/** Name of a node to the name of the node before it. */
	before: Map<string, string>;
}

function read(file: string): Example {
	const { nodes, connections } = readExample(file);
	const outputs = Object.entries(connections) as [string, { main: { node: string }[][] }][];
	const pairs = outputs.flatMap(([from, { main }]) =>
		main.flat().map(({ node }) => [node, from] as const),
	);
	return { nodes, before: new Map(pairs) };
}

/** The parameters as n8n keeps them: what isn't shown or isn't known is dropped. */
function known(node: WorkflowNode, description: INodeTypeDescription): INodeParameters {
	const values = node.parameters as INodeParameters;
	const { properties } = description;
	const kept = NodeHelpers.getNodeParameters(
		properties,
		values,
		true,
		false,
		node as INode,
		description,
	);
	if (!kept) throw new Error(`"${node.name}" has parameters that n8n can't read`);
	return kept;
}

/** Names of the fields that a node's expressions read, with the node that they come from. */
function reads(node: WorkflowNode, before: Map<string, string>) {
	const text = JSON.stringify(node.parameters);
	const input = [...text.matchAll(/\$json\.(\w+)/g)].map(([, field]) => ({
		from: before.get(node.name) ?? '',
		field,
	}));
	const named = [...text.matchAll(/\$\('([^']+)'\)\.item\.json\.(\w+)/g)].map(
		([, from, field]) => ({ from, field }),
	);
	const each = [...text.matchAll(/status\.json\.(\w+)/g)].map(([, field]) => ({
		from: 'Get Sync Status',
		field,
	}));
	return [...input, ...named, ...each];
}

describe.each(FILES)('%s', (file) => {
	const { nodes, before } = read(file);
	const working = nodes.filter((node) => !isNote(node));
	const own = working.filter(({ type }) => type in DESCRIPTIONS);

	it('holds no credential and no address but placeholders', () => {
		expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
		const hosts = [...JSON.stringify(nodes).matchAll(/https?:\/\/([^"/]+)/g)];
		for (const [, host] of hosts) expect(host).toMatch(/\.example\.com$/);
	});

	it('says in its first note what to set, naming nodes that are there', () => {
		const content = String(nodes.find(isNote)?.parameters.content);
		const meant = [...content.matchAll(/^\d\. \*\*(.+?)\*\*/gm)].map(([, name]) => name);
		expect(meant.length).toBeGreaterThan(0);
		const names = working.map(({ name }) => name);
		expect(meant.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('names in its notes nodes that are there', () => {
		const names = working.map(({ name }) => name);
		const [, ...others] = nodes.filter(isNote);
		const text = others.map(({ parameters }) => parameters.content).join('\n');
		const meant = [...text.matchAll(/\*\*([A-Z].+?)\*\*/g)].map(([, name]) => name);
		const titles = meant.filter((name) => !/^\d|,/.test(name));
		expect(titles.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('leads through every node, from one that starts it', () => {
		const starts = working.filter(({ name }) => !before.has(name));
		expect(starts).toHaveLength(1);
		const ends = working.filter(({ name }) => ![...before.values()].includes(name));
		expect(ends.length).toBeGreaterThan(0);
	});

	it('lays no node over another, and gives each an id of its own', () => {
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		for (const [index, { name, position }] of working.entries()) {
			const over = working
				.slice(0, index)
				.filter((other) => Math.abs(other.position[0] - position[0]) < 150)
				.filter((other) => Math.abs(other.position[1] - position[1]) < 150);
			expect([name, over.map((other) => other.name)]).toEqual([name, []]);
		}
	});

	it.each(own.map((node) => [node.name, node] as const))(
		'%s has parameters that n8n knows',
		(_, node) => {
			expect(known(node, DESCRIPTIONS[node.type])).toMatchObject(node.parameters);
		},
	);

	it('reads fields that the output schemas promise', () => {
		for (const node of working) {
			for (const { from, field } of reads(node, before)) {
				const source = working.find(({ name }) => name === from);
				if (!source?.type.endsWith('.asaActiveDirectory')) continue;
				const { resource, operation } = source.parameters;
				const schema: Schema = schemaOf(String(resource), String(operation));
				expect([node.name, Object.keys(schema.properties ?? {})]).toEqual([
					node.name,
					expect.arrayContaining([field]),
				]);
			}
		}
	});
});

describe.each(Object.entries(OF_RESOURCE))('the example of %s', (resource, file) => {
	const { nodes } = read(file);
	const own = nodes.filter(({ type }) => type in DESCRIPTIONS);

	it('shows each of its operations', () => {
		const wanted = resources.find(({ entry }) => entry.value === resource)?.operations ?? [];
		const shown = own
			.filter(({ parameters }) => parameters.resource === resource)
			.map(({ parameters }) => parameters.operation);
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.map(({ entry }) => entry.value).filter((name) => !shown.includes(name))).toEqual(
			[],
		);
	});

	it('leaves empty only what its note says to choose', () => {
		const content = String(nodes.find(isNote)?.parameters.content);
		const steps = content.split('\n').filter((line) => /^\d\. /.test(line));
		for (const node of own) {
			const description = DESCRIPTIONS[node.type];
			const issues = NodeHelpers.getNodeParametersIssues(
				description.properties,
				{ ...node, parameters: known(node, description) } as INode,
				description,
			);
			const missing = Object.keys(issues?.parameters ?? {});
			const step = steps.find((line) => line.includes(`**${node.name}**`)) ?? '';
			expect([node.name, missing.filter((name) => !step.toLowerCase().includes(name))]).toEqual([
				node.name,
				[],
			]);
		}
	});
});

it('knows the example of each resource', () => {
	expect(Object.keys(OF_RESOURCE).sort()).toEqual(resources.map(({ entry }) => entry.value).sort());
});
