import { flag, ifAnswered, optionalText, readOnlyText, text, textSet } from './field';
import { Model } from './model';

/** An AD connection as this package puts it out. Source: docs/api-contract.md, "Connection". */
export interface Connection {
	id: string;
	name: string;
	domain: string;
	gateway_id: string;
	domain_controllers: string[];
	/** Answered by Get alone, as `active_task_settings_id` is: the id of the active server sync job. */
	gateway_name?: string;
	active_task_settings_id?: string;
	/** Answered by Create and Get, not by a list. */
	service_account_username?: string;
	/** Probable. */
	certificate_id?: string;
}

/** What an AD connection consists of. Its password and use_passwordless are never answered. */
export const connectionModel = new Model(
	{
		name: text('Name'),
		domain: text('Domain', { isHost: true }),
		gateway_id: text('Gateway', { isId: true }),
		domain_controllers: textSet('Domain Controllers', { isHost: true, isAlwaysAnswered: true }),
		service_account_username: ifAnswered(optionalText('Service Account User Name')),
		certificate_id: ifAnswered(optionalText('Certificate ID', { isId: true })),
		gateway_name: readOnlyText('Gateway Name'),
		active_task_settings_id: readOnlyText('Active Job ID'),
		service_account_password: {
			...text('Service Account Password', { keepsSpaces: true }),
			isRequired: false,
			isWriteOnly: true,
		},
		use_passwordless: { ...flag('Use Passwordless'), isRequired: false, isWriteOnly: true },
	},
	['id', 'created_at', 'updated_at', 'deleted_at'],
);
