import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { Parameters } from '../../../../../nodes/AsaActiveDirectory/operation/item';

/** A context whose parameters say which item they were read for, and what was read of it. */
function contextOf(parameters: INodeParameters) {
	const reads: string[] = [];
	const context = {
		getNode: () => ({ parameters }),
		getNodeParameter(name: string, itemIndex: number, fallback: unknown) {
			reads.push(`${name} ${itemIndex}`);
			return name in parameters ? `${name} of item ${itemIndex}` : fallback;
		},
	};
	return { context: context as unknown as IExecuteFunctions, reads };
}

test.each<[string, INodeParameters[string]]>([
	['a text', 'Servers'],
	['an empty text', ''],
	['a text with an expression that is none', 'a {{ $json.b }}'],
	['a number', 5],
	['a switch', false],
	['an empty collection', {}],
	['a resource locator', { __rl: true, mode: 'id', value: 'x' }],
	['rows', { rule: [{ name: 'a' }, { name: 'b' }] }],
])('%s is read once in a run', (_, stored) => {
	const { context, reads } = contextOf({ it: stored });
	const parameters = new Parameters(context);
	const values = [0, 1, 2].map((index) => parameters.read('it', index, null));
	expect(values).toEqual(['it of item 0', 'it of item 0', 'it of item 0']);
	expect(reads).toEqual(['it 0']);
});

test.each<[string, INodeParameters[string]]>([
	['an expression', '={{ $json.name }}'],
	['a fixed text that n8n takes for an expression', '=Servers'],
	['a resource locator with an expression', { __rl: true, mode: 'id', value: '={{ $json.id }}' }],
	['an expression in one of its rows', { rule: [{ name: 'a' }, { name: '={{ $json.b }}' }] }],
	['an expression among texts', ['a', '={{ $json.b }}']],
])('%s is read for each item', (_, stored) => {
	const { context, reads } = contextOf({ it: stored });
	const parameters = new Parameters(context);
	const values = [0, 1].map((index) => parameters.read('it', index, null));
	expect(values).toEqual(['it of item 0', 'it of item 1']);
	expect(reads).toEqual(['it 0', 'it 1']);
});

test('what the workflow does not hold has its fallback', () => {
	const { context } = contextOf({});
	expect(new Parameters(context).read('it', 0, 'fallback')).toBe('fallback');
});
