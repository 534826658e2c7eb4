import { readStartHour, type Schedule } from './schedule';
import { readServerTaskResult, type ServerTaskResult } from './taskResult';
import { field, flag, integer, isWire, objects, text, texts, type Wire } from './wire';

/** Which servers of a base DN go to which project. Source: contract, "Fields", server sync job. */
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

/** A server sync job as this package puts it out. Source: contract, "Fields" (client's names; probable). */
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
		recent_task_result: isWire(recent) ? readServerTaskResult(recent) : null,
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
