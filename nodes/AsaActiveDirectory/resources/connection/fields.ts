import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { ConnectionBody } from '../../api/connection';
import type { Item } from '../item';

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Corporate directory',
	description: 'Name of the connection, at most 255 characters',
};

export const domainField: INodeProperties = {
	displayName: 'Domain',
	name: 'domain',
	type: 'string',
	default: '',
	placeholder: 'e.g. corp.example.com',
	description: 'Domain of the directory; a team has one connection for each domain',
};

export const domainControllersField: INodeProperties = {
	displayName: 'Domain Controllers',
	name: 'domainControllers',
	type: 'string',
	default: '',
	placeholder: 'e.g. dc1.corp.example.com, 10.0.0.1',
	description: 'Host names or addresses separated by commas. Empty lets ASA find them by DNS.',
};

/** Fields that are probable, not certain, for endpoints 2 and 4. Source: docs/api-contract.md, "Connection". */
export const probableFields: INodeProperties[] = [
	{
		displayName: 'Certificate ID',
		name: 'certificateId',
		type: 'string',
		default: '',
		description:
			"ID of the certificate for passwordless access. Okta's own client sends it, its API page doesn't name it.",
	},
	{
		displayName: 'Use Passwordless',
		name: 'usePasswordless',
		type: 'boolean',
		default: false,
		description:
			"Whether ASA reaches the directory without a password. Okta's own client sends it, its API page doesn't name it.",
	},
];

/** Domain controllers from a text with commas or from a list, empty entries left out. */
export function readDomainControllers(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return entries.map((entry) => String(entry).trim()).filter((entry) => entry !== '');
}

/** The probable fields that the user added to a collection. */
export function readProbableFields(item: Item, fields: IDataObject): Partial<ConnectionBody> {
	const body: Partial<ConnectionBody> = {};
	if (fields.certificateId !== undefined) {
		body.certificate_id = item.checkText(fields.certificateId, 'Certificate ID');
	}
	if (fields.usePasswordless !== undefined) {
		body.use_passwordless = item.checkFlag(fields.usePasswordless, 'Use Passwordless');
	}
	return body;
}
