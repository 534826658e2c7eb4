import { extraAnswer, extraKindOf } from './extraFields.cts';
import { recentResultField } from './resultAnswers.cts';
import type { Switches } from './switches.cts';
import { keptResults } from './syncRuns.cts';
import type {
	Connection,
	Job,
	Json,
	Mapping,
	Rule,
	ServerJobSettings,
	Team,
	UserJobSettings,
} from './team.cts';
import type { World } from './world.cts';
import {
	frequencyField,
	listOrNull,
	nilUuid,
	startHourField,
	withZeros,
	yearOne,
} from './zeroValues.cts';

/**
 * How connections and jobs look in answers. The dialect `client` is Okta's client, `page` is Okta's page
 * (docs/api-contract.md, "Where Okta's page and client disagree").
 */

/** An item of the list of connections. */
export function connectionItem(connection: Connection, switches: Switches): Json {
	const { id, name, gateway_id, domain, domain_controllers } = connection;
	const item = { id, name, gateway_id, domain, domain_controllers };
	return withZeros(
		{ ...item, ...extraAnswer('connection', connection.extra, switches) },
		{ deleted_at: yearOne, ...(switches.extraFields === 'none' ? {} : { ldap_port: 0 }) },
		switches,
	);
}

/** The answer to a created connection. */
export function createdConnection(connection: Connection, switches: Switches): Json {
	const { service_account_username } = connection;
	return withZeros(
		{ ...connectionItem(connection, switches), service_account_username },
		{ service_account_username: '' },
		switches,
	);
}

/** The answer to one connection. */
export function wholeConnection({ team, switches }: World, connection: Connection): Json {
	const activeJob = [...connection.jobs.server.values()].find(({ settings }) => settings.is_active);
	const answer = {
		...createdConnection(connection, switches),
		gateway_name: nameOf(team.gateways, connection.gateway_id),
		active_task_settings_id: activeJob?.id ?? null,
		...certificateOf(connection, switches),
		...(connection.deleted_at === null ? {} : { deleted_at: connection.deleted_at }),
	};
	return withZeros(answer, { gateway_name: '', active_task_settings_id: nilUuid }, switches);
}

/** Whether certificate_id comes back isn't known (assumed). */
export function certificateOf(connection: Connection, switches: Switches): Json {
	if (!switches.certificateIdInAnswers || connection.certificate_id === null) return {};
	return { certificate_id: connection.certificate_id };
}

/** A server or user sync job with its most recent result. */
export function jobAnswer(world: World, job: Job): Json {
	const { team, switches } = world;
	const settings =
		job.kind === 'server'
			? serverSettings(team, switches, job.settings)
			: userSettings(switches, job.settings);
	return {
		...settings,
		...frequencyField(job.settings.frequency, switches),
		...startHourField(job.settings.start_hour_utc, switches),
		...extraAnswer(extraKindOf(job), job.extra, switches),
		id: job.id,
		run_test: false,
		...recentResultField(switches, job, keptResults(world, job)),
	};
}

function serverSettings(team: Team, switches: Switches, settings: ServerJobSettings): Json {
	const rules = settings.rule_assignments.map((rule) => ruleAnswer(team, switches, rule));
	const { hostname_attribute, alt_names_attributes, additional_attribute_mapping } = settings;
	const same = withZeros(
		{
			name: settings.name,
			is_active: settings.is_active,
			os_attribute: settings.os_attribute,
			access_address_attribute: settings.access_address_attribute,
			bastion_attribute: settings.bastion_attribute,
		},
		{ access_address_attribute: '', bastion_attribute: '' },
		switches,
	);
	if (switches.dialect === 'client') {
		return {
			...same,
			hostname_attribute,
			alt_names_attributes: listOrNull(alt_names_attributes, switches),
			additional_attribute_mapping: listOrNull(additional_attribute_mapping, switches),
			rule_assignments: rules,
		};
	}
	return {
		...same,
		host_name_attribute: hostname_attribute,
		alt_names_attributes: oneOrList(alt_names_attributes),
		rule_assignments: oneOrList(rules),
		...pageMappings(additional_attribute_mapping),
	};
}

function ruleAnswer(team: Team, switches: Switches, { extra, ...rule }: Rule): Json {
	return withZeros(
		{
			...rule,
			priority: switches.dialect === 'client' ? rule.priority : String(rule.priority),
			project_name: nameOf(team.projects, rule.project_id),
			unsorted: false,
			...extraAnswer('rule', extra, switches),
		},
		switches.extraFields === 'none' ? {} : { bastion_id: nilUuid },
		switches,
	);
}

/** On the page, the one mapping's is_guid stands beside it, at the top of the job. */
function pageMappings(mappings: Mapping[]): Json {
	if (mappings.length !== 1) return { additional_attribute_mapping: mappings };
	const [{ label, value, is_guid }] = mappings;
	return { additional_attribute_mapping: { label, value }, is_guid };
}

/** The page shows one object where the client has a list. */
function oneOrList<Item>(list: Item[]): Item | Item[] {
	return list.length === 1 ? list[0] : list;
}

function userSettings(switches: Switches, settings: UserJobSettings): Json {
	const { name, is_active, base_dn, ldap_query_filter, upn_field, sid_field } = settings;
	const same = { name, is_active, base_dn };
	if (switches.dialect === 'client') return { ...same, ldap_query_filter, upn_field, sid_field };
	return {
		...same,
		LDAP_query_filter: ldap_query_filter,
		UPN_Field: upn_field,
		SID_Field: sid_field,
	};
}

function nameOf(objects: Array<{ id: string; name: string }>, id: string): string | null {
	return objects.find((object) => object.id === id)?.name ?? null;
}
