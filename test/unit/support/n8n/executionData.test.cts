import { stringify } from 'flatted';
import { lastItemsOf, parseExecutionData } from '../../../../support/n8n/executionData.cts';

const output = (...names: string[]) => ({
	data: { main: [names.map((name) => ({ json: { name } })), null] },
});

it('has no data while an execution runs', () => {
	expect(parseExecutionData('[]')).toEqual({});
});

it('holds the items of the last run of each node', () => {
	const runData = { Loop: [output('first'), output('second', 'third')], Failed: [{}] };
	const data = parseExecutionData(stringify({ resultData: { runData } }));
	expect(lastItemsOf(data)).toEqual({
		Loop: [{ name: 'second' }, { name: 'third' }],
		Failed: [],
	});
});
