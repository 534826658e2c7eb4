import { ApiError } from './errors.cts';
import { storedExtra } from './extraFields.cts';
import type {
	Job,
	JobDraft,
	Rule,
	RuleRequest,
	ServerJobRequest,
	UserJobRequest,
} from './team.cts';
import type { World } from './world.cts';

/** The client's defaults of the two directory fields of a user sync job. */
const defaultUpnField = 'userPrincipalName';
const defaultSidField = 'objectSID';

/**
 * Checks a server sync job beyond its form.
 * @param old the job that the request updates
 * @throws ApiError 400
 */
export function serverJobDraft(world: World, sent: ServerJobRequest, old?: Job): JobDraft {
	const request = withOmitted(world, sent, old);
	checkSchedule(request.frequency, request.start_hour_utc ?? null);
	checkPriorities(request.rule_assignments);
	const isUpdate = old !== undefined;
	return {
		kind: 'server',
		extra: storedExtra('serverJob', request, world.switches, isUpdate),
		settings: {
			name: request.name,
			frequency: request.frequency,
			start_hour_utc: request.start_hour_utc ?? null,
			is_active: request.is_active,
			hostname_attribute: request.hostname_attribute,
			os_attribute: request.os_attribute,
			access_address_attribute: request.access_address_attribute ?? null,
			bastion_attribute: request.bastion_attribute ?? null,
			alt_names_attributes: request.alt_names_attributes ?? [],
			additional_attribute_mapping: (request.additional_attribute_mapping ?? []).map(
				({ label, value, is_guid }) => ({ label, value, is_guid: is_guid ?? false }),
			),
			rule_assignments: request.rule_assignments.map((rule) => storedRule(world, rule, isUpdate)),
		},
	};
}

/**
 * Checks a user sync job beyond its form.
 * @param old the job that the request updates
 * @throws ApiError 400
 */
export function userJobDraft(world: World, sent: UserJobRequest, old?: Job): JobDraft {
	const request = withOmitted(world, sent, old);
	const frequency = request.frequency ?? null;
	if (request.is_active) checkFrequency(frequency);
	checkSchedule(frequency, request.start_hour_utc ?? null);
	return {
		kind: 'user',
		extra: storedExtra('userJob', request, world.switches, old !== undefined),
		settings: {
			name: request.name,
			frequency,
			start_hour_utc: request.start_hour_utc ?? null,
			is_active: request.is_active,
			base_dn: request.base_dn,
			ldap_query_filter: request.ldap_query_filter,
			upn_field: request.upn_field ?? defaultUpnField,
			sid_field: request.sid_field ?? defaultSidField,
		},
	};
}

/** Adds what an update doesn't send, if the switch omittedOnPut keeps it. */
function withOmitted<Request extends ServerJobRequest | UserJobRequest>(
	{ switches }: World,
	sent: Request,
	old?: Job,
): Request {
	if (!old || switches.omittedOnPut === 'clear') return sent;
	const whole = { ...old.settings, ...old.extra, ...sent };
	const isDaily = whole.frequency === 24;
	return {
		...whole,
		start_hour_utc: sent.start_hour_utc ?? (isDaily ? whole.start_hour_utc : null),
	};
}

/** @throws ApiError 400 for an active job without a frequency */
export function checkFrequency(frequency: number | null): void {
	if (frequency === null) {
		throw new ApiError('invalid_request', 'frequency is required while the job is active');
	}
}

/** @throws ApiError 400 unless there is a start hour exactly when the job is daily */
export function checkSchedule(frequency: number | null, hour: number | null): void {
	if (frequency === 24 && hour === null) {
		throw new ApiError('invalid_request', 'start_hour_utc is required when frequency is 24');
	}
	if (frequency !== 24 && hour !== null) {
		throw new ApiError('invalid_request', 'start_hour_utc is allowed only when frequency is 24');
	}
}

function checkPriorities(rules: RuleRequest[]): void {
	if (new Set(rules.map(({ priority }) => priority)).size < rules.length) {
		throw new ApiError('invalid_request', 'rule_assignments: priorities must be unique');
	}
}

function storedRule({ team, random, switches }: World, rule: RuleRequest, isUpdate: boolean): Rule {
	const { base_dn, ldap_query_filter, project_id, priority } = rule;
	if (!team.projects.some(({ id }) => id === project_id)) {
		throw new ApiError('invalid_request', `project_id ${project_id} does not exist`);
	}
	const extra = storedExtra('rule', rule, switches, isUpdate);
	return {
		id: random.uuid(),
		base_dn,
		ldap_query_filter,
		project_id,
		priority,
		...(extra === null ? {} : { extra }),
	};
}
