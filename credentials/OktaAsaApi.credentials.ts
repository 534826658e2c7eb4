import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';
import {
	endpointOf,
	endpoints,
	type EndpointName,
} from '../nodes/AsaActiveDirectory/asa/endpoints';
import { openSession } from '../nodes/AsaActiveDirectory/asa/auth/mint';
import { authenticate } from '../nodes/AsaActiveDirectory/asa/auth/session';

const endpointOptions = (Object.keys(endpoints) as EndpointName[]).map((name) => ({
	name: endpointOf(name).what,
	value: name,
	description: `${endpointOf(name).certainty}: ${endpointOf(name).path}`,
}));

/** The path of the list of connections, corrected or not, as an expression for the Test. */
const testPath = `={{ ($credentials.pathCorrections?.correction?.find((row) => row.endpoint === 'listConnections')?.path.trim() ?? '${endpoints.listConnections.path}').replace('{team}', encodeURIComponent($credentials.teamName.trim())) }}`;

/** The team token of Okta Advanced Server Access: minted from a service user's key, or pasted. */
export class OktaAsaApi implements ICredentialType {
	name = 'oktaAsaApi';

	displayName = 'Okta ASA (Advanced Server Access) API';

	icon: Icon = { light: 'file:../icons/oktaAsa.svg', dark: 'file:../icons/oktaAsa.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-okta-asa/n8n-nodes-okta-asa#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Team Name',
			name: 'teamName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. my-team',
			description: 'Name of the Advanced Server Access team, as in the URL of its dashboard',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Service User Key',
					value: 'serviceUserKey',
					description: 'Team tokens are created from an API key and renewed automatically',
				},
				{
					name: 'Team Token',
					value: 'teamToken',
					description: 'A token that you enter and renew manually',
				},
			],
			default: 'serviceUserKey',
		},
		{
			displayName: 'Key ID',
			name: 'keyId',
			type: 'string',
			default: '',
			required: true,
			description:
				'ID of an API key of a service user with the team role access_admin. In ASA, create both under Users > Service Users.',
			displayOptions: { show: { authentication: ['serviceUserKey'] } },
		},
		{
			displayName: 'Key Secret',
			name: 'keySecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Secret of the API key, as ASA shows it when the key is created',
			displayOptions: { show: { authentication: ['serviceUserKey'] } },
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Bearer token of the team',
			displayOptions: { show: { authentication: ['teamToken'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://app.scaleft.com',
			required: true,
			description: 'Scheme and host of the API. The token is never sent to any other host.',
		},
		{
			displayName: 'Allow Other Host',
			name: 'allowOtherHost',
			type: 'boolean',
			default: false,
			description:
				"Whether the Base URL may point to a host that isn't Okta's, such as a reverse proxy. Not needed for localhost or 127.0.0.1.",
		},
		{
			displayName: 'Service Account User Name',
			name: 'serviceAccountUsername',
			type: 'string',
			default: '',
			placeholder: 'e.g. svc-asa@corp.example.com',
			description:
				'The account that ASA uses to read the directory. Only needed to create or update AD connections.',
		},
		{
			displayName: 'Service Account Password',
			name: 'serviceAccountPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Password of this account in the directory. Only needed to create or update AD connections.',
		},
		{
			displayName: 'Path Corrections',
			name: 'pathCorrections',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			default: {},
			placeholder: 'Add Path Correction',
			description:
				"Okta hasn't published every path of this API. If a path returns 404, enter the correct one here.",
			options: [
				{
					displayName: 'Correction',
					name: 'correction',
					values: [
						{
							displayName: 'Endpoint',
							name: 'endpoint',
							type: 'options',
							options: endpointOptions,
							default: 'listServerSyncResults',
						},
						{
							displayName: 'Path',
							name: 'path',
							type: 'string',
							default: '',
							placeholder: 'e.g. /v1/teams/{team}/new_path/{connection}/{job}',
							description: 'The full path, with the same {placeholders} as the original',
						},
					],
				},
			],
		},
		{
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/** Mints a token and tries it; n8n calls it where none is stored, after a 401, and in every Test. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const sessionToken = await openSession(
			async (request) => await this.helpers.httpRequest(request),
			credentials,
		);
		return { sessionToken };
	}

	/** Adds the token to a request to the credential's own origin. */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	) => authenticate(credentials, request);

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim()}}',
			url: testPath,
			qs: { count: 1 },
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: { value: 429, message: 'Rate limit reached (429). Try again later' },
			},
		],
	};
}
