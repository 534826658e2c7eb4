import { isFlag, isTextOrNothing, readableSchedule, unreadable } from './readable';
import { readStartHour, type Schedule, type ScheduleBody } from './schedule';
import { readServerTaskResult, type ServerTaskResult } from './taskResult';
import { field, flag, hasId, integer, isWire, list, objects, text, texts, type Wire } from './wire';

/** Which servers of a base DN go to which project. Source: docs/api-contract.md, "Server sync job". */
export interface RuleAssignment {
	/** Given by the server; never sent. */
	id?: string;
	base_dn: string;
	ldap_query_filter: string;
	project_id: string;
	/** Given by the server; never sent. */
	project_name?: string;
	priority: number;
}

/** An attribute of the server object that becomes a label. */
export interface AttributeMapping {
	label: string;
	value: string;
	is_guid: boolean;
}

/** A server sync job as this package puts it out. Source: docs/api-contract.md, "Server sync job" (client's names; probable). */
export interface ServerSyncJob extends Schedule {
	id: string;
	name: string;
	is_active: boolean;
	hostname_attribute: string;
	os_attribute: string;
	access_address_attribute: string | null;
	bastion_attribute: string | null;
	alt_names_attributes: string[];
	additional_attribute_mapping: AttributeMapping[];
	/** At least one, at most 100; answered in no order. */
	rule_assignments: RuleAssignment[];
	recent_task_result: ServerTaskResult | null;
}

/** A rule as requests carry it. */
export type RuleBody = Pick<
	RuleAssignment,
	'base_dn' | 'ldap_query_filter' | 'project_id' | 'priority'
>;

/** What endpoints 7 and 9 take. Source: docs/api-contract.md, "Server sync job". */
export interface ServerSyncJobBody extends ScheduleBody {
	name: string;
	is_active: boolean;
	hostname_attribute: string;
	os_attribute: string;
	access_address_attribute?: string;
	bastion_attribute?: string;
	alt_names_attributes: string[];
	additional_attribute_mapping: AttributeMapping[];
	rule_assignments: RuleBody[];
	/** Write only: runs a test as well. */
	run_test?: boolean;
}

/** The body that keeps a server sync job as it is: every field of it that the server answers and also takes. */
export function serverSyncJobBody(job: ServerSyncJob): ServerSyncJobBody {
	const { frequency, access_address_attribute, bastion_attribute } = job;
	const body: ServerSyncJobBody = {
		name: job.name,
		is_active: job.is_active,
		frequency: frequency ?? 0,
		hostname_attribute: job.hostname_attribute,
		os_attribute: job.os_attribute,
		alt_names_attributes: job.alt_names_attributes,
		additional_attribute_mapping: job.additional_attribute_mapping,
		rule_assignments: job.rule_assignments.map(ruleBody),
	};
	if (frequency === 24 && job.start_hour_utc !== null) body.start_hour_utc = job.start_hour_utc;
	if (access_address_attribute) body.access_address_attribute = access_address_attribute;
	if (bastion_attribute) body.bastion_attribute = bastion_attribute;
	return body;
}

function ruleBody({ base_dn, ldap_query_filter, project_id, priority }: RuleAssignment): RuleBody {
	return { base_dn, ldap_query_filter, project_id, priority };
}

/**
 * The fields of a server sync job that the normal form doesn't hold in full, because the server answered
 * something unforeseen: sending the job back would lose them.
 */
export function unreadableServerFields(wire: Wire): string[] {
	const job = readServerSyncJob(wire);
	const rules = list(field(wire, 'rule_assignments'));
	const mappings = list(field(wire, 'additional_attribute_mapping'));
	const names = list(field(wire, 'alt_names_attributes')).filter((name) => name !== '');
	return unreadable({
		name: job.name !== '',
		is_active: isFlag(field(wire, 'is_active')),
		...readableSchedule(job),
		hostname_attribute: job.hostname_attribute !== '',
		os_attribute: job.os_attribute !== '',
		access_address_attribute: isTextOrNothing(field(wire, 'access_address_attribute')),
		bastion_attribute: isTextOrNothing(field(wire, 'bastion_attribute')),
		alt_names_attributes: names.length === job.alt_names_attributes.length,
		rule_assignments: rules.length > 0 && rules.every(isWholeRule),
		additional_attribute_mapping: mappings.every(isWholeMapping),
	});
}

function isWholeRule(rule: unknown): boolean {
	if (!isWire(rule)) return false;
	const texts = ['base_dn', 'ldap_query_filter', 'project_id'];
	return (
		texts.every((name) => text(field(rule, name))) && integer(field(rule, 'priority')) !== null
	);
}

function isWholeMapping(mapping: unknown): boolean {
	return isWire(mapping) && ['label', 'value'].every((name) => text(field(mapping, name)));
}

/** The normal form of a server sync job from either spelling of the contract. */
export function readServerSyncJob(wire: Wire): ServerSyncJob {
	const recent = field(wire, 'recent_task_result');
	return {
		id: text(field(wire, 'id')) ?? '',
		name: text(field(wire, 'name')) ?? '',
		is_active: flag(field(wire, 'is_active')),
		frequency: integer(field(wire, 'frequency')),
		start_hour_utc: readStartHour(field(wire, 'start_hour_utc')),
		hostname_attribute: text(field(wire, 'hostname_attribute', 'host_name_attribute')) ?? '',
		os_attribute: text(field(wire, 'os_attribute')) ?? '',
		access_address_attribute: text(field(wire, 'access_address_attribute')),
		bastion_attribute: text(field(wire, 'bastion_attribute')),
		alt_names_attributes: texts(field(wire, 'alt_names_attributes')),
		additional_attribute_mapping: readMappings(wire),
		rule_assignments: objects(field(wire, 'rule_assignments')).map(readRule),
		recent_task_result: hasId(recent) ? readServerTaskResult(recent) : null,
	};
}

function readRule(wire: Wire): RuleAssignment {
	const rule: RuleAssignment = {
		base_dn: text(field(wire, 'base_dn')) ?? '',
		ldap_query_filter: text(field(wire, 'ldap_query_filter')) ?? '',
		project_id: text(field(wire, 'project_id')) ?? '',
		priority: integer(field(wire, 'priority')) ?? 0,
	};
	const id = text(field(wire, 'id'));
	const projectName = text(field(wire, 'project_name'));
	if (id) rule.id = id;
	if (projectName) rule.project_name = projectName;
	return rule;
}

/** Okta's page shows `is_guid` beside the one mapping, Okta's client inside each mapping. */
function readMappings(wire: Wire): AttributeMapping[] {
	const shared = flag(field(wire, 'is_guid'));
	return objects(field(wire, 'additional_attribute_mapping')).map((mapping) => ({
		label: text(field(mapping, 'label')) ?? '',
		value: text(field(mapping, 'value')) ?? '',
		is_guid: flag(field(mapping, 'is_guid') ?? shared),
	}));
}
