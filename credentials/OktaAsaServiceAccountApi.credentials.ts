import type { ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

/** The directory's service account of an AD connection. Only endpoints 2 and 4 take it; there is nothing to test it on. */
export class OktaAsaServiceAccountApi implements ICredentialType {
	name = 'oktaAsaServiceAccountApi';

	displayName = 'Okta ASA Service Account API';

	icon: Icon = { light: 'file:../icons/oktaAsa.svg', dark: 'file:../icons/oktaAsa.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-okta-asa/n8n-nodes-okta-asa#service-account';

	properties: INodeProperties[] = [
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. svc-asa@corp.example.com',
			description: "The directory's account with which ASA reads it",
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
	];
}
