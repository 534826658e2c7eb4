import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';
import type { WorkflowNode } from '../../../support/n8n/workflow.cts';
import { exampleProblems } from './check.cts';
import type { Example } from './example.cts';
import { expressionsOf } from './expressions.cts';

const shownForSend = { show: { operation: ['send'] } };

const properties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Send', value: 'send' },
			{ name: 'Read', value: 'read' },
		],
		default: 'read',
	},
	{
		displayName: 'Recipient',
		name: 'to',
		type: 'string',
		required: true,
		displayOptions: shownForSend,
		default: '',
	},
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'resourceLocator',
		displayOptions: shownForSend,
		modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
		default: { mode: 'id', value: '' },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		options: [{ displayName: 'Retries', name: 'retries', type: 'number', default: 1 }],
		default: {},
	},
	{
		displayName: 'Headers',
		name: 'headers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		options: [
			{
				displayName: 'Header',
				name: 'header',
				values: [{ displayName: 'Name', name: 'name', type: 'string', default: '' }],
			},
		],
		default: {},
	},
];

const types: INodeTypeDescription[] = [
	{
		name: 'example.courier',
		displayName: 'Courier',
		description: '',
		group: ['output'],
		version: [1, 1.1],
		defaults: { name: 'Courier' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'courierApi', required: true, displayOptions: shownForSend }],
		properties,
	},
	...['stickyNote', 'set', 'splitInBatches'].map((name) => ({
		name: `n8n-nodes-base.${name}`,
		displayName: name,
		description: '',
		group: ['transform' as const],
		version: 1,
		defaults: { name },
		inputs: ['main' as const],
		outputs: ['main' as const],
		properties: ['content', 'assignments', 'text'].map((parameter) => ({
			displayName: parameter,
			name: parameter,
			type: 'json' as const,
			default: {},
		})),
	})),
];

const noteText = '1. **Courier**: the *Recipient* and a credential.';

function node(name: string, parameters: object, settings: Partial<WorkflowNode> = {}) {
	const base = { id: name, name, typeVersion: 1, position: [0, 0] as [number, number] };
	return {
		type: 'n8n-nodes-base.set',
		...base,
		...settings,
		parameters: parameters as Record<string, unknown>,
	};
}

/** One courier alone, with what its note says. */
function courier(
	parameters: object,
	settings: Partial<WorkflowNode> = {},
	note = noteText,
): string[] {
	const example: Example = {
		name: 'Example',
		notes: [node('Note', { content: note }, { type: 'n8n-nodes-base.stickyNote' })],
		nodes: [node('Courier', parameters, { type: 'example.courier', ...settings })],
		links: [],
	};
	return exampleProblems(example, types);
}

describe('the check of parameters', () => {
	it('finds nothing if all is as the type says', () => {
		const headers = { header: [{ name: 'a' }, { name: '={{ 1 + 1 }}' }] };
		const channel = { __rl: true, mode: 'id', value: '1' };
		const parameters = { operation: 'send', to: 'you', channel, options: { retries: 2 }, headers };
		expect(courier(parameters)).toEqual([]);
	});

	it.each([
		['a wrong name', { too: 'you' }, 'too: there is no such parameter'],
		['a wrong name in a collection', { options: { tries: 2 } }, 'options.tries: there is no such'],
		['a wrong group', { headers: { heads: [] } }, 'headers.heads: there is no such parameter'],
		['a wrong field', { headers: { header: [{ key: 'a' }] } }, 'headers.header.key: there is no'],
		['what is not shown', { to: 'you' }, "to: isn't shown for what is chosen"],
		['a wrong option', { operation: 'sent' }, 'operation: "sent" is no option'],
		['an expression too many', { operation: '={{ 1 }}' }, 'operation: takes no expression'],
		['a wrong type', { options: { retries: '2' } }, 'options.retries: is no number'],
		[
			'a wrong mode',
			{ operation: 'send', to: 'you', channel: { __rl: true, mode: 'list', value: '' } },
			'channel: there is no mode "list"',
		],
	])('finds %s', (_, parameters, problem) => {
		expect(courier(parameters)).toEqual([expect.stringContaining(`Courier: ${problem}`)]);
	});

	it('finds a wrong type and a wrong version', () => {
		expect(courier({}, { type: 'example.curier' })).toEqual([
			'Courier: n8n has no node type example.curier',
		]);
		expect(courier({}, { typeVersion: 1.2 })).toEqual([
			'Courier: example.courier has no version 1.2, but 1, 1.1',
		]);
	});

	it('finds what is to be set and not documented', () => {
		expect(courier({ operation: 'send' })).toEqual([]);
		expect(courier({ operation: 'send' }, {}, '1. **Courier**: nothing.')).toEqual([
			'Courier: the note doesn\'t say to set "Recipient"',
			'Courier: the note doesn\'t say to set "credential"',
		]);
	});
});

/** What is wrong with an example that starts with an item with a title. */
function problemsAfterStart(nodes: Example['nodes'], links: Example['links']): string[] {
	const assignments = [{ name: 'title', type: 'string', value: 'x' }];
	const start = node('Start', { assignments: { assignments } });
	return exampleProblems({ name: 'Example', notes: [], nodes: [start, ...nodes], links }, types);
}

/** An item with a title goes through a loop; `read` is what is read of it. */
function loop(read: string, inLoop: boolean): string[] {
	return problemsAfterStart(
		[
			node('Loop', {}, { type: 'n8n-nodes-base.splitInBatches' }),
			node('Inside', {
				assignments: { assignments: [{ name: 'done', type: 'boolean', value: 'x' }] },
				...(inLoop ? { text: read } : {}),
			}),
			node('After', { assignments: { assignments: [] }, ...(inLoop ? {} : { text: read }) }),
		],
		[
			{ from: 'Start', output: 0, kind: 'main', to: 'Loop' },
			{ from: 'Loop', output: 1, kind: 'main', to: 'Inside' },
			{ from: 'Inside', output: 0, kind: 'main', to: 'Loop' },
			{ from: 'Loop', output: 0, kind: 'main', to: 'After' },
		],
	);
}

describe('the check of expressions', () => {
	it('reads all code of a text', () => {
		const parameters = { a: '={{ 1 }} and {{ [2].map((n) => ({ n })) }}', b: ['plain {{ 3 }}'] };
		expect(expressionsOf({ parameters })).toEqual(['1', '[2].map((n) => ({ n }))']);
	});

	it('finds nothing if every field is there', () => {
		expect(loop("={{ $json.title }} {{ $('Loop').item.json.title }}", true)).toEqual([]);
		expect(loop("={{ $json.done }} {{ $('Start').first().json.title }}", false)).toEqual([]);
		expect(loop('={{ $input.all().map((item) => item.json.done) }}', false)).toEqual([]);
	});

	it.each([
		['a wrong field', '={{ $json.titel }}', true, "Property 'titel' does not exist"],
		['the field of another output', '={{ $json.title }}', false, "Property 'title' does not exist"],
		[
			'a wrong field deep inside',
			"={{ $('Start').all().filter((each) => each.json.titel) }}",
			true,
			"Property 'titel' does not exist",
		],
		['a node that is not there', "={{ $('Begin').item.json.title }}", true, '\'"Begin"\''],
		['a name that n8n has not', '={{ $jsn.title }}', true, "Cannot find name '$jsn'"],
		['code that is none', '={{ $json. }}', true, 'Identifier expected'],
	])('finds %s', (_, read, inLoop, problem) => {
		expect(loop(read, inLoop)).toEqual([expect.stringContaining(problem)]);
	});
});

describe('the check of code', () => {
	/** A Code node between two Edit Fields nodes; the last one reads a field of what the code returns. */
	function code(jsCode: string, read = '={{ $json.key }}'): string[] {
		const problems = problemsAfterStart(
			[
				node('Code', { jsCode }, { type: 'n8n-nodes-base.code' }),
				node('After', { assignments: { assignments: [] }, text: read }),
			],
			[
				{ from: 'Start', output: 0, kind: 'main', to: 'Code' },
				{ from: 'Code', output: 0, kind: 'main', to: 'After' },
			],
		);
		const unknown = /n8n has no node type/;
		return problems.filter((problem) => !unknown.test(problem));
	}

	it('finds nothing if every field is there', () => {
		expect(code('return $input.all().map(({ json }) => ({ json: { key: json.title } }));')).toEqual(
			[],
		);
	});

	it.each([
		['a wrong field', 'return [{ json: { key: $json.titel } }];', "Code: Property 'titel'"],
		['code that is none', 'return [{ json: { key: } }];', 'Code: Expression expected'],
		[
			'a field that the code does not return',
			'return [{ json: { k: 1 } }];',
			"After: Property 'key'",
		],
	])('finds %s', (_, jsCode, problem) => {
		expect(code(jsCode)).toContainEqual(expect.stringContaining(problem));
	});
});
