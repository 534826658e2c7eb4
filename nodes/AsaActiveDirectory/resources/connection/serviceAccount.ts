import type { INodeProperties } from 'n8n-workflow';
import { connectionModel } from '../../asa/model/connection';
import type { Values } from '../../asa/model/model';
import type { Item } from '../../operation/item';

/** How an operation gets the directory's service account. */
export const serviceAccountField: INodeProperties = {
	displayName: 'Service Account',
	name: 'serviceAccount',
	type: 'options',
	options: [
		{
			name: 'From Credential',
			value: 'credential',
			description: "Use the user name and password of this node's credential",
		},
		{
			name: 'From Fields',
			value: 'fields',
			description:
				'Enter user name and password in fields of this node. Expressions are supported.',
		},
		{
			name: 'Leave Out',
			value: 'none',
			description: 'Send neither. On an update, ASA may or may not keep the stored password.',
		},
	],
	default: 'none',
	description: "Where the directory's service account comes from",
};

const fromFields = { show: { serviceAccount: ['fields'] } };

const accountFields: INodeProperties[] = [
	{
		displayName: 'Service Account User Name',
		name: 'serviceAccountUsername',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. svc-asa@corp.example.com',
		displayOptions: fromFields,
	},
	{
		displayName: 'Service Account Password',
		name: 'serviceAccountPassword',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		displayOptions: fromFields,
	},
];

/** The service account of a connection, and where it comes from. */
export const serviceAccountFields: INodeProperties[] = [
	serviceAccountField,
	{
		displayName:
			'What you enter here is stored with the workflow and each of its executions. A credential is encrypted.',
		name: 'serviceAccountNotice',
		type: 'notice',
		default: '',
		displayOptions: fromFields,
	},
	...accountFields,
];

/** The notice of operations that send a PUT. Source: docs/api-contract.md, "Connection". */
export const passwordNotice: INodeProperties = {
	displayName:
		"Okta doesn't say whether an update without a password keeps the old one. Send the service account too, to be sure.",
	name: 'passwordNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { serviceAccount: ['none'] } },
};

/**
 * The service account that the user chose, as endpoints 2 and 4 take it; nothing with Leave Out.
 *
 * @throws NodeOperationError if the source is unknown, or a part of the account is empty or too long
 */
export async function readServiceAccount(item: Item): Promise<Values> {
	const source = item.choice(item.parameter(serviceAccountField.name), serviceAccountField);
	if (source === undefined || source === 'none') return {};
	if (source === 'fields') {
		const [username, password] = accountFields.map(({ name }) => item.parameter(name));
		return readAccount(item, username, password, '');
	}
	const { serviceAccountUsername, serviceAccountPassword } = await item.credential();
	return readAccount(item, serviceAccountUsername, serviceAccountPassword, ' of the credential');
}

function readAccount(item: Item, username: unknown, password: unknown, whose: string): Values {
	const { service_account_username: name, service_account_password: secret } =
		connectionModel.fields;
	return {
		service_account_username: item.check(() => name.parse(username, name.label + whose)),
		service_account_password: item.check(() => secret.parse(password, secret.label + whose)),
	};
}
