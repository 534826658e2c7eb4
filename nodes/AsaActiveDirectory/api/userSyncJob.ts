import { readStartHour, type Schedule } from './schedule';
import { readUserTaskResult, type UserTaskResult } from './taskResult';
import { field, flag, integer, isWire, text, type Wire } from './wire';

/** A user sync job as this package puts it out. Source: contract, "Fields" (client's names; probable). */
export interface UserSyncJob extends Schedule {
	id: string;
	name: string;
	is_active: boolean;
	base_dn: string;
	ldap_query_filter: string;
	/** Attribute that holds the user principal name. */
	upn_field: string;
	/** Attribute that holds the security identifier. */
	sid_field: string;
	recent_task_result: UserTaskResult | null;
}

/** The normal form of a user sync job from either spelling of the contract. */
export function readUserSyncJob(wire: Wire): UserSyncJob {
	const recent = field(wire, 'recent_task_result');
	return {
		id: text(field(wire, 'id')) ?? '',
		name: text(field(wire, 'name')) ?? '',
		is_active: flag(field(wire, 'is_active')),
		frequency: integer(field(wire, 'frequency')),
		start_hour_utc: readStartHour(field(wire, 'start_hour_utc')),
		base_dn: text(field(wire, 'base_dn')) ?? '',
		ldap_query_filter: text(field(wire, 'ldap_query_filter')) ?? '',
		upn_field: text(field(wire, 'upn_field')) ?? '',
		sid_field: text(field(wire, 'sid_field')) ?? '',
		recent_task_result: isWire(recent) ? readUserTaskResult(recent) : null,
	};
}
