import { isFlag, isTextOrNothing, readableSchedule, unreadable } from './readable';
import { readStartHour, type Schedule, type ScheduleBody } from './schedule';
import { readUserTaskResult, type UserTaskResult } from './taskResult';
import { field, flag, hasId, integer, text, type Wire } from './wire';

/** A user sync job as this package puts it out. Source: docs/api-contract.md, "User sync job" (client's names; probable). */
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

/** What endpoints 17 and 19 take. Source: docs/api-contract.md, "User sync job". */
export interface UserSyncJobBody extends Partial<ScheduleBody> {
	name: string;
	is_active: boolean;
	base_dn: string;
	ldap_query_filter: string;
	upn_field?: string;
	sid_field?: string;
	/** Write only: runs a test as well. */
	run_test?: boolean;
}

/** The body that keeps a user sync job as it is: every field of it that the server answers and also takes. */
export function userSyncJobBody(job: UserSyncJob): UserSyncJobBody {
	const { frequency, start_hour_utc, upn_field, sid_field } = job;
	const body: UserSyncJobBody = {
		name: job.name,
		is_active: job.is_active,
		base_dn: job.base_dn,
		ldap_query_filter: job.ldap_query_filter,
	};
	if (frequency !== null) body.frequency = frequency;
	if (frequency === 24 && start_hour_utc !== null) body.start_hour_utc = start_hour_utc;
	if (upn_field) body.upn_field = upn_field;
	if (sid_field) body.sid_field = sid_field;
	return body;
}

/** As `unreadableServerFields`, for a user sync job; without a schedule it must be inactive. */
export function unreadableUserFields(wire: Wire): string[] {
	const job = readUserSyncJob(wire);
	const hasNoSchedule = !job.is_active && (field(wire, 'frequency') ?? null) === null;
	return unreadable({
		name: job.name !== '',
		is_active: isFlag(field(wire, 'is_active')),
		...(hasNoSchedule ? {} : readableSchedule(job)),
		base_dn: job.base_dn !== '',
		ldap_query_filter: job.ldap_query_filter !== '',
		upn_field: isTextOrNothing(field(wire, 'upn_field')),
		sid_field: isTextOrNothing(field(wire, 'sid_field')),
	});
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
		recent_task_result: hasId(recent) ? readUserTaskResult(recent) : null,
	};
}
