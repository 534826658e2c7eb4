import { getAdditionalKeys } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/** A credential as n8n's database holds it. A test may read and edit `data` between two runs. */
export interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
	/** How often the type's preAuthentication ran for this credential. */
	preAuthentications: number;
}

/** The node type that n8n's credential Test runs as; preAuthentication is always called for it. */
export const testNodeType = 'n8n-nodes-base.noOp';

/**
 * The credential store and n8n's rules for using it: defaults and hidden fields when read,
 * preAuthentication for an empty or refused expirable field, its answer kept in the store.
 * The rules were read in n8n 2.41.1, credentials-helper. Left out: OAuth, external secrets,
 * overwrites, allowed domains, inherited credential types.
 */
export class CredentialStore extends ICredentialsHelper {
	private readonly stored = new Map<string, StoredCredential>();

	constructor(
		private readonly types: ICredentialType[],
		private readonly nodeTypes: INodeTypes,
	) {
		super();
	}

	/** Stores a credential and answers the stored entry, which a test may edit. */
	add(type: string, data: ICredentialDataDecryptedObject): StoredCredential {
		this.typeOf(type);
		const id = String(this.stored.size + 1);
		const credential = {
			id,
			name: `Credential ${id}`,
			type,
			data: structuredClone(data),
			preAuthentications: 0,
		};
		this.stored.set(id, credential);
		return credential;
	}

	typeOf(name: string): ICredentialType {
		const type = this.types.find((candidate) => candidate.name === name);
		if (!type) throw new Error(`No credential type "${name}" is registered`);
		return type;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.typeOf(type).properties;
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = structuredClone(this.find(id, type).data);
		if (raw) return data;
		const filled = this.fillDefaults(type, data);
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (resolve) {
			return resolve.workflow.expression.getParameterValue(
				filled,
				resolve.runExecutionData,
				resolve.runIndex,
				resolve.itemIndex,
				resolve.node.name,
				resolve.connectionInputData,
				mode,
				keys,
				executeData,
				false,
				filled,
			) as ICredentialDataDecryptedObject;
		}
		const workflow = new Workflow({
			nodes: [],
			connections: {},
			active: false,
			nodeTypes: this.nodeTypes,
		});
		const node = { name: '', type: '', parameters: {} } as INode;
		return workflow.expression.getComplexParameterValue(
			node,
			filled,
			mode,
			keys,
			undefined,
			undefined,
			filled,
		) as ICredentialDataDecryptedObject;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeOf(typeName);
		const expirable = type.properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		const details = node.credentials?.[typeName];
		if (!expirable || !type.preAuthentication || !details) return undefined;

		const testing = node.type === testNodeType && node.parameters.temp === '';
		if (credentials[expirable.name] !== '' && !credentialsExpired && !testing) return undefined;

		const credential = this.find(details.id, typeName);
		credential.preAuthentications += 1;
		const answer = await type.preAuthentication.call(helpers, credentials);
		const output = answer as ICredentialDataDecryptedObject;
		if (output[expirable.name] === undefined) return undefined;

		await this.updateCredentials(details, typeName, {
			...credential.data,
			...withoutOverwrittenExpressions(output, credential.data, expirable.name),
		});
		return Object.assign(credentials, output);
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const type = this.typeOf(typeName);
		const request = requestOptions as IHttpRequestOptions;
		if (type.authenticate === undefined) return request;
		if (typeof type.authenticate === 'function') {
			return await type.authenticate(credentials, request);
		}
		throw new Error('This harness knows credentials whose authenticate is a function only');
	}

	async updateCredentials(
		{ id }: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.find(id, type).data = structuredClone(data);
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Not needed by the nodes under test');
	}

	async runPreAuthentication(): Promise<undefined> {
		throw new Error('Not needed by the nodes under test');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('OAuth is not needed by the nodes under test');
	}

	/** Fills defaults in and drops what the chosen options hide, as n8n does before each use. */
	private fillDefaults(type: string, data: ICredentialDataDecryptedObject): INodeParameters {
		const properties = this.getCredentialsProperties(type);
		const stored = data as INodeParameters;
		return NodeHelpers.getNodeParameters(properties, stored, true, false, null, null) ?? {};
	}

	private find(id: string | null, type: string): StoredCredential {
		const credential = this.stored.get(id ?? '');
		if (credential?.type !== type) {
			throw new Error(`Credential with ID "${id}" does not exist for type "${type}".`);
		}
		return credential;
	}
}

/** n8n keeps a stored expression over a value that preAuthentication answers for it. */
function withoutOverwrittenExpressions(
	output: ICredentialDataDecryptedObject,
	stored: ICredentialDataDecryptedObject,
	expirable: string,
): ICredentialDataDecryptedObject {
	const kept = Object.entries(output).filter(
		([name]) => name === expirable || !String(stored[name] ?? '').startsWith('='),
	);
	return Object.fromEntries(kept);
}
