import type { INodeProperties } from 'n8n-workflow';
import type { ConnectionBody } from '../../api/connection';
import type { Item } from '../item';

type ServiceAccount = Pick<ConnectionBody, 'service_account_username' | 'service_account_password'>;

/**
 * How an operation gets the directory's service account.
 *
 * @param leaveOut what it means for this operation to send none
 */
export function serviceAccountFields(leaveOut: string): INodeProperties[] {
	const show = { serviceAccount: ['fields'] };
	return [
		{
			displayName: 'Service Account',
			name: 'serviceAccount',
			type: 'options',
			options: [
				{
					name: 'From Credential',
					value: 'credential',
					description:
						'User name and password come from an Okta ASA Service Account API credential',
				},
				{
					name: 'From Fields',
					value: 'fields',
					description:
						'User name and password are entered in fields of this node, where expressions work',
				},
				{ name: 'Leave Out', value: 'none', description: leaveOut },
			],
			default: 'credential',
			description: "Where the directory's service account comes from",
		},
		{
			displayName:
				'What you enter here is stored with the workflow and with each of its executions. A credential is encrypted.',
			name: 'serviceAccountNotice',
			type: 'notice',
			default: '',
			displayOptions: { show },
		},
		{
			displayName: 'Service Account User Name',
			name: 'serviceAccountUsername',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. svc-asa@corp.example.com',
			displayOptions: { show },
		},
		{
			displayName: 'Service Account Password',
			name: 'serviceAccountPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show },
		},
	];
}

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
 * @throws NodeOperationError where a part of it is empty or too long
 */
export async function readServiceAccount(item: Item): Promise<ServiceAccount> {
	const source = item.text('serviceAccount');
	if (source === 'none') return {};
	if (source === 'fields') {
		return {
			service_account_username: item.requiredText(
				'serviceAccountUsername',
				'Service Account User Name',
			),
			service_account_password: checkPassword(
				item,
				item.parameter('serviceAccountPassword'),
				'Service Account Password',
			),
		};
	}
	const { username, password } = await item.serviceAccount();
	return {
		service_account_username: item.checkText(
			username,
			'User Name of the service account credential',
		),
		service_account_password: checkPassword(
			item,
			password,
			'Password of the service account credential',
		),
	};
}

/** Spaces around a password belong to it. */
function checkPassword(item: Item, value: unknown, label: string): string {
	item.checkText(value, label);
	return String(value);
}
