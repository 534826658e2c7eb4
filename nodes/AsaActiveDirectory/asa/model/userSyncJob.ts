import { flag, maxLongTextLength, optionalText, text } from './field';
import { Model } from './model';
import { frequencyField, startHourField } from './schedule';

const longText = { maxLength: maxLongTextLength };

/** What a user sync job consists of. Source: docs/api-contract.md, "User sync job" (client's names; probable). */
export const userSyncJobModel = new Model({
	name: text('Name'),
	is_active: flag('Active'),
	// An inactive job may be without a schedule.
	frequency: { ...frequencyField, isRequired: false },
	start_hour_utc: startHourField,
	base_dn: text('Base DN', longText),
	ldap_query_filter: text('LDAP Query Filter', longText),
	upn_field: optionalText('UPN Field', longText),
	sid_field: optionalText('SID Field', longText),
	run_test: { ...flag('Run Test'), isRequired: false, isWriteOnly: true },
});
