import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import { AsaActiveDirectory } from '../../../nodes/AsaActiveDirectory/AsaActiveDirectory.node';
import { AsaActiveDirectoryTrigger } from '../../../nodes/AsaActiveDirectory/AsaActiveDirectoryTrigger.node';
import { resources } from '../../../nodes/AsaActiveDirectory/resources';
import { exampleProblems } from '../../helpers/examples/check.cts';
import { exampleFiles, examplesFolder } from '../../../support/examples/readyExample.cts';
import { packagePrefix } from '../../../support/n8n/workflow.cts';
import { exampleOf, steps } from '../../helpers/examples/example.cts';

/** The example that shows every operation of a resource. */
const ofResource: Record<string, string> = {
	adServer: 'gateways-and-ad-servers.json',
	connection: 'manage-connections.json',
	gateway: 'gateways-and-ad-servers.json',
	serverSyncJob: 'manage-server-sync-jobs.json',
	userSyncJob: 'manage-user-sync-jobs.json',
	syncStatus: 'sync-status.json',
};

/** What starts a workflow without a person. */
const starting = [`${packagePrefix}asaActiveDirectoryTrigger`, 'n8n-nodes-base.scheduleTrigger'];

/** What reaches people. */
const sending = [
	'emailSend',
	'httpRequest',
	'jira',
	'mattermost',
	'microsoftTeams',
	'serviceNow',
	'slack',
].map((name) => `n8n-nodes-base.${name}`);

/** Addresses that are the same for everybody. */
const publicHosts = ['events.pagerduty.com'];

/** n8n adds this to every polling trigger. */
const pollTimes: INodeProperties = {
	displayName: 'Poll Times',
	name: 'pollTimes',
	type: 'json',
	default: {},
};

/** n8n adds these to a node when it makes a tool for AI agents of it. */
const toolDescription: INodeProperties[] = ['descriptionType', 'toolDescription'].map((name) => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
}));

/** The types of this package, as n8n would serve them. */
function ownTypes(): INodeTypeDescription[] {
	const node = new AsaActiveDirectory().description;
	const trigger = new AsaActiveDirectoryTrigger().description;
	return [
		{ ...node, name: `${packagePrefix}${node.name}` },
		{
			...node,
			name: `${packagePrefix}${node.name}Tool`,
			properties: [...toolDescription, ...node.properties],
		},
		{
			...trigger,
			name: `${packagePrefix}${trigger.name}`,
			properties: [pollTimes, ...trigger.properties],
		},
	];
}

describe.each(exampleFiles)('%s', (file) => {
	const example = exampleOf(file);
	const { nodes, notes, links } = example;
	const names = nodes.map(({ name }) => name);

	it('holds no credential and no address but placeholders', () => {
		expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
		const hosts = [...JSON.stringify(nodes).matchAll(/https?:\/\/([^"/]+)/g)];
		for (const [, host] of hosts) {
			if (!publicHosts.includes(host)) expect(host).toMatch(/\.example\.com$/);
		}
	});

	it('says in its first note what to set, naming nodes that are there', () => {
		const meant = steps(example).flatMap((step) =>
			[...step.matchAll(/\*\*(.+?)\*\*/g)].map(([, name]) => name),
		);
		expect(meant.length).toBeGreaterThan(0);
		expect(meant.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('names in its other notes nodes that are there', () => {
		const text = notes
			.slice(1)
			.map(({ parameters }) => parameters.content)
			.join('\n');
		const meant = [...text.matchAll(/\*\*([A-Z].+?)\*\*/g)].map(([, name]) => name);
		const titles = meant.filter((name) => !/^\d|,|^Never/.test(name));
		expect(titles.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('says in its first note what running it manually sends, if it starts without a person and sends', () => {
		const starts = nodes.some(({ type }) => starting.includes(type));
		if (!starts || !nodes.some(({ type }) => sending.includes(type))) return;
		expect(notes[0]!.parameters.content).toMatch(
			/Running it manually (sends real messages|sends a real (e-mail|ping)|opens real tickets|pages people|adds a real comment)/,
		);
	});

	it('says in its first note that samples are sent too, unless it drops them', () => {
		const triggers = nodes.filter(({ type }) => type.endsWith('.asaActiveDirectoryTrigger'));
		if (triggers.length === 0 || JSON.stringify(nodes).includes('!$json.is_sample')) return;
		expect(notes[0]!.parameters.content).toMatch(/Running it manually .*\bsamples\b/);
	});

	it('leads through every node, from one that starts it, and one that serves what it made', () => {
		const main = links.filter(({ kind }) => kind === 'main');
		const parts = links.filter(({ kind }) => kind !== 'main').map(({ from }) => from);
		const starts = names
			.filter((name) => !parts.includes(name))
			.filter((name) => !main.some(({ to }) => to === name));
		const serving = nodes.filter(({ type }) => type === 'n8n-nodes-base.webhook');
		expect(starts).toHaveLength(1 + serving.length);
		const ends = [...links.map(({ from }) => from), ...links.map(({ to }) => to)];
		expect(ends.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('lays no node over another, and gives each an id of its own', () => {
		const all = [...nodes, ...notes];
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		for (const [index, { name, position }] of nodes.entries()) {
			const over = nodes
				.slice(0, index)
				.filter((other) => Math.abs(other.position[0] - position[0]) < 150)
				.filter((other) => Math.abs(other.position[1] - position[1]) < 150);
			expect([name, over.map((other) => other.name)]).toEqual([name, []]);
		}
	});

	it('uses this package as its types allow, and reads what is there', () => {
		const own = nodes.filter(({ type }) => type.startsWith(packagePrefix));
		expect(own.length).toBeGreaterThan(0);
		const others = nodes.filter((node) => !own.includes(node));
		const problems = exampleProblems(example, ownTypes());
		const unknown = [...notes, ...others].map(
			({ name, type }) => `${name}: n8n has no node type ${type}`,
		);
		expect(problems.filter((problem) => !unknown.includes(problem))).toEqual([]);
	});
});

describe.each(Object.entries(ofResource))('the example of %s', (resource, file) => {
	it('shows each of its operations', () => {
		const wanted = resources.find(({ entry }) => entry.value === resource)?.operations ?? [];
		const shown = exampleOf(file)
			.nodes.filter(({ parameters }) => parameters.resource === resource)
			.map(({ parameters }) => parameters.operation);
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.map(({ entry }) => entry.value).filter((name) => !shown.includes(name))).toEqual(
			[],
		);
	});
});

it('has a row for each in the README', () => {
	const readme = readFileSync(join(examplesFolder, 'README.md'), 'utf8');
	const rows = [...readme.matchAll(/^\| \[.+?\]\((.+?)\)/gm)].map(([, file]) => file);
	expect(rows.sort()).toEqual(exampleFiles);
});

it('knows the example of each resource', () => {
	expect(Object.keys(ofResource).sort()).toEqual(resources.map(({ entry }) => entry.value).sort());
});
