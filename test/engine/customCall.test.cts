import { createEngine } from './harness/engine.cts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';
import { OktaAsaApi } from '../../credentials/OktaAsaApi.credentials';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.cts';

/**
 * n8n offers "Custom API Call" for every credential: its HTTP Request node then sends requests with the
 * credential, by n8n's older helper and with the address as `uri` [measured with n8n-nodes-base 2.41.1].
 */
class CustomCall implements INodeType {
	description: INodeType['description'] = {
		name: 'customCall',
		displayName: 'Custom Call',
		description: '',
		group: [],
		version: 1,
		defaults: {},
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'oktaAsaApi', required: true }],
		properties: [
			{ displayName: 'URI', name: 'uri', type: 'string', default: '' },
			{ displayName: 'Options', name: 'options', type: 'json', default: {} },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { requestWithAuthentication } = this.helpers;
		const uri = this.getNodeParameter('uri', 0) as string;
		const more = this.getNodeParameter('options', 0) as object;
		const options = { uri, json: true, followRedirect: true, ...more };
		return [[{ json: await requestWithAuthentication.call(this, 'oktaAsaApi', options) }]];
	}
}

describe('the HTTP Request node with the credential', () => {
	let sandbox: Sandbox;
	let call: (
		uri: string,
		options?: INodeParameters,
	) => ReturnType<ReturnType<typeof createEngine>['run']>;

	beforeAll(async () => {
		sandbox = await startSandbox({ dataset: 'demo' });
		const engine = createEngine({
			nodeTypes: [new CustomCall()],
			credentialTypes: [new OktaAsaApi()],
		});
		const { team: teamName, keyId, keySecret, url: baseUrl } = sandbox;
		const data = { teamName, authentication: 'serviceUserKey', keyId, keySecret, baseUrl };
		const credentials = [engine.storeCredential('oktaAsaApi', data)];
		call = (uri, options = {}) =>
			engine.run({ type: 'customCall', parameters: { uri, options }, credentials });
	});
	afterAll(() => sandbox.close());

	const connections = () => `${sandbox.url}/v1/teams/${sandbox.team}/integrations/ad_connections`;

	it('reaches the team', async () => {
		const { items } = await call(connections());
		expect(items[0].json.list).toHaveLength(2);
	});

	it('reaches nothing else', async () => {
		const { error } = await call('http://localhost:9/v1');
		expect(error?.message).toMatch(/the team token is only sent there/);
	});

	it('reaches the team on this machine without looking at certificates', async () => {
		const { items } = await call(connections(), { rejectUnauthorized: false });
		expect(items[0].json.list).toHaveLength(2);
	});

	it.each([{}, { rejectUnauthorized: false }, { agentOptions: { rejectUnauthorized: false } }])(
		'%j hands the token to no proxy in plain text',
		async (options) => {
			const seen: unknown[] = [];
			const proxy = createServer(({ headers }, response) => {
				seen.push(headers.authorization);
				response.end('{}');
			});
			proxy.on('connect', (_, socket) => {
				seen.push('CONNECT');
				socket.destroy();
			});
			await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
			const { port } = proxy.address() as AddressInfo;
			const { error } = await call(connections(), {
				...options,
				proxy: `http://127.0.0.1:${port}`,
			});
			await new Promise((done) => proxy.close(done));
			expect(error?.message).toMatch(
				/^A request that does not verify the server's certificate was rejected/,
			);
			expect(seen).toEqual([]);
		},
	);

	it('follows no redirect', async () => {
		const seen: unknown[] = [];
		const elsewhere = createServer(({ headers }, response) => {
			seen.push(headers);
			response.end('{}');
		});
		await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
		const { port } = elsewhere.address() as AddressInfo;
		sandbox.setFaults([{ effect: { type: 'redirect', location: `http://127.0.0.1:${port}/` } }]);
		const { error } = await call(connections());
		await new Promise((done) => elsewhere.close(done));
		expect(error?.message).toMatch(/302/);
		expect(seen).toEqual([]);
	});
});
