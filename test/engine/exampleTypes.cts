import {
	NodeApiError,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestHelper,
	type IHttpRequestMethods,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	type JsonObject,
} from 'n8n-workflow';

/** A credential that exchanges a key for a token, to try the harness with. */
export class ExampleApi implements ICredentialType {
	name = 'exampleApi';

	displayName = 'Example API';

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
		{ displayName: 'Key', name: 'key', type: 'string', default: '' },
		{ displayName: 'Region', name: 'region', type: 'string', default: 'eu' },
	];

	test: ICredentialTestRequest = {
		request: { baseURL: '={{ $credentials.baseUrl }}', url: '/items' },
	};

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const response = (await this.helpers.httpRequest({
			method: 'POST',
			url: `${credentials.baseUrl}/token`,
			body: { key: credentials.key },
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		})) as { statusCode: number; body: { token: string } };
		if (response.statusCode !== 200) throw new Error('Key: the server refused it. Make a new one.');
		return { token: response.body.token };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return {
			...request,
			headers: { ...request.headers, Authorization: `Bearer ${credentials.token}` },
		};
	}
}

/** Gives every item of the example server for each input item. */
export class Example implements INodeType {
	description: INodeTypeDescription = {
		...description('example', 'Example'),
		properties: [
			{ displayName: 'Path', name: 'path', type: 'string', default: '/items' },
			{ displayName: 'Leak', name: 'leak', type: 'boolean', default: false },
		],
	};

	methods = {
		listSearch: {
			async items(
				this: ILoadOptionsFunctions,
				filter = '',
				paginationToken?: string,
			): Promise<INodeListSearchResult> {
				const path = `${this.getCurrentNodeParameter('path')}?after=${paginationToken ?? ''}`;
				const page = (await send(this, path)) as { items: IDataObject[]; next?: string };
				const results = page.items.map(({ id }) => ({ name: `Item ${id}`, value: String(id) }));
				return {
					results: results.filter(({ name }) => name.includes(filter)),
					paginationToken: page.next,
				};
			},
		},
		loadOptions: {
			async none(this: ILoadOptionsFunctions) {
				return [];
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const output: INodeExecutionData[] = [];
		for (const [item] of this.getInputData().entries()) {
			try {
				const path = this.getNodeParameter('path', item) as string;
				const answer = (await send(this, path)) as { items: IDataObject[] };
				if (this.getNodeParameter('leak', item)) await leak(this);
				output.push(...answer.items.map((json) => ({ json, pairedItem: { item } })));
			} catch (error) {
				const failure = error as NodeApiError;
				failure.context.itemIndex = item;
				if (!this.continueOnFail()) throw new NodeApiError(this.getNode(), error as JsonObject);
				output.push({ json: {}, error: failure, pairedItem: { item } });
			}
		}
		return [output];
	}
}

/** Emits the ids that the example server has beyond the last one seen. */
export class ExampleTrigger implements INodeType {
	description: INodeTypeDescription = {
		...description('exampleTrigger', 'Example Trigger'),
		group: ['trigger'],
		polling: true,
		inputs: [],
		properties: [{ displayName: 'Nested', name: 'nested', type: 'boolean', default: false }],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		if (this.getMode() === 'manual') return [[{ json: { id: 'sample' } }]];
		const state = this.getWorkflowStaticData('node');
		state.polls = Number(state.polls ?? 0) + 1;
		const { items } = (await send(this, '/items')) as { items: Array<{ id: number }> };
		const fresh = items.filter(({ id }) => id > Number(state.last ?? 0));
		if (fresh.length === 0) return null;
		state.last = Math.max(...fresh.map(({ id }) => id));
		return [fresh.map((json) => ({ json: { ...json, activation: this.getActivationMode() } }))];
	}
}

function description(name: string, displayName: string): INodeTypeDescription {
	return {
		name,
		displayName,
		description: '',
		group: ['transform'],
		version: [1],
		defaults: { name: displayName },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'exampleApi', required: true }],
		properties: [],
	};
}

type Context = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;

/** GET by default; a path such as "POST /items" names another method. */
async function send(context: Context, path: string): Promise<unknown> {
	const [url, method = 'GET'] = path.split(' ').reverse();
	const { baseUrl } = await context.getCredentials<{ baseUrl: string }>('exampleApi');
	return await context.helpers.httpRequestWithAuthentication.call(context, 'exampleApi', {
		method: method as IHttpRequestMethods,
		url: `${baseUrl}${url}`,
		disableFollowRedirect: true,
		json: true,
	});
}

/** What a node must never do: put a request into an error. */
async function leak(context: IExecuteFunctions): Promise<never> {
	const { token } = await context.getCredentials<{ token: string }>('exampleApi');
	const request = { message: 'Refused', headers: { Authorization: `Bearer ${token}` } };
	throw new NodeApiError(context.getNode(), request);
}
