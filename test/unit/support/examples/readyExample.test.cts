import { readExample, readyExample } from '../../../../support/examples/readyExample.cts';

const exampleFile = 'alert-on-failed-sync.json';
const credential = { id: 'c1', name: 'Sandbox', type: 'oktaAsaApi' };

describe('readyExample', () => {
	const workflow = readyExample(exampleFile, {
		id: 'w1',
		credential,
		parameters: { 'Send to Chat': { url: 'http://127.0.0.1:1/hook' } },
	});
	const named = (name: string) => workflow.nodes.find((node) => node.name === name);

	it("gives the credential to this package's nodes only", () => {
		expect(named('An Incident Changed')?.credentials).toEqual({
			oktaAsaApi: { id: 'c1', name: 'Sandbox' },
		});
		expect(named('Send to Chat')).not.toHaveProperty('credentials');
	});

	it('gives other nodes the credential of their type', () => {
		const chat = { id: 'c2', name: 'Chat', type: 'httpHeaderAuth' };
		const { nodes } = readyExample(exampleFile, {
			id: 'w1',
			credential,
			otherCredentials: { 'n8n-nodes-base.httpRequest': chat },
			parameters: {},
		});
		const withCredentials = nodes.filter(({ credentials }) => credentials);
		expect(withCredentials.map(({ name, credentials }) => [name, credentials])).toEqual([
			['An Incident Changed', { oktaAsaApi: { id: 'c1', name: 'Sandbox' } }],
			['Send to Chat', { httpHeaderAuth: { id: 'c2', name: 'Chat' } }],
		]);
	});

	it('sets the parameters it was given and polls every ten seconds', () => {
		expect(named('Send to Chat')?.parameters.url).toBe('http://127.0.0.1:1/hook');
		const { pollTimes } = named('An Incident Changed')?.parameters as {
			pollTimes: { item: { cronExpression: string }[] };
		};
		const seconds = pollTimes.item.map(({ cronExpression }) => cronExpression.split(' ')[0]);
		expect(seconds).toEqual(['0', '10', '20', '30', '40', '50']);
	});

	it('leaves the example as it is', () => {
		expect(JSON.stringify(readExample(exampleFile))).not.toContain('127.0.0.1');
	});

	it('notices when the example has lost a node', () => {
		const adaptation = { id: 'w1', credential, parameters: { Gone: {} } };
		expect(() => readyExample(exampleFile, adaptation)).toThrow('has no node named Gone');
	});
});

describe('the example', () => {
	const { nodes, connections } = readExample(exampleFile);

	it('holds no credential and no address but a placeholder', () => {
		expect(nodes.filter(({ credentials }) => credentials)).toEqual([]);
		const urls = JSON.stringify(nodes).match(/https?:\/\/[^"/]+/g);
		expect(urls).toEqual(['https://chat.example.com']);
	});

	it('says in a note what to set, naming nodes that are there', () => {
		const note = nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const content = String(note?.parameters.content);
		const meant = [...content.matchAll(/^\d\. \*\*(.+?)\*\*/gm)].map(([, name]) => name);
		expect(meant).toEqual(['An Incident Changed', 'Send to Chat']);
		for (const name of meant) expect(nodes.map((node) => node.name)).toContain(name);
	});

	it('connects every node but its note', () => {
		const targets = JSON.stringify(connections);
		for (const { name, type } of nodes) {
			if (type.endsWith('stickyNote')) continue;
			expect(targets).toContain(`"${name}"`);
		}
	});
});
