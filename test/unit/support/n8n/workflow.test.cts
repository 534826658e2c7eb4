import { chainOf, nodeOf, pollTimesEvery } from '../../../../support/n8n/workflow.cts';

const credential = { id: 'c1', name: 'Team', type: 'oktaAsaApi' };

it('chains nodes in their order', () => {
	const names = ['A', 'B', 'C'];
	const nodes = names.map((name) => nodeOf('example.node', name, {}, [credential]));
	const workflow = chainOf('w1', 'Workflow', nodes);
	expect(workflow.nodes.map(({ position }) => position[0])).toEqual([0, 240, 480]);
	expect(workflow.connections).toEqual({
		A: { main: [[{ node: 'B', type: 'main', index: 0 }]] },
		B: { main: [[{ node: 'C', type: 'main', index: 0 }]] },
	});
	expect(workflow.nodes[0]).toMatchObject({
		credentials: { oktaAsaApi: { id: 'c1', name: 'Team' } },
	});
});

it('polls every few seconds by several poll times', () => {
	const { item } = pollTimesEvery(20) as { item: { cronExpression: string }[] };
	expect(item.map(({ cronExpression }) => cronExpression)).toEqual([
		'0 * * * * *',
		'20 * * * * *',
		'40 * * * * *',
	]);
});
