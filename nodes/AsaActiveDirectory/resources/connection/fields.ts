import type { INodeProperties } from 'n8n-workflow';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Corporate directory',
	description: 'Name of the connection, up to 255 characters',
};

export const domainField: INodeProperties = {
	displayName: 'Domain',
	name: 'domain',
	type: 'string',
	default: '',
	placeholder: 'e.g. corp.example.com',
	description: 'Domain of the directory. A team has one connection for each domain.',
};

export const domainControllersField: INodeProperties = {
	displayName: 'Domain Controllers',
	name: 'domainControllers',
	type: 'string',
	default: '',
	placeholder: 'e.g. dc1.corp.example.com, 10.0.0.1',
	description: 'Host names or addresses, separated by commas. If empty, ASA finds them by DNS.',
};

/** Fields that are probable, not certain, for endpoints 2 and 4. Source: docs/api-contract.md, "Connection". */
export const probableFields: INodeProperties[] = [
	{
		displayName: 'Certificate ID',
		name: 'certificateId',
		type: 'string',
		default: '',
		description:
			"ID of the certificate for passwordless access. Okta's client sends it, but Okta's API page doesn't document it.",
	},
	{
		displayName: 'Use Passwordless',
		name: 'usePasswordless',
		type: 'boolean',
		default: false,
		description:
			"Whether ASA accesses the directory without a password. Okta's client sends it, but Okta's API page doesn't document it.",
	},
];

export const additionalFieldsField: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: probableFields,
};
