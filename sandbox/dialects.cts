import type { Switches } from './switches.cts';
import type {
	Connection,
	Job,
	Mapping,
	Rule,
	ServerJobSettings,
	Team,
	UserJobSettings,
} from './team.cts';
import { resultItem } from './resultAnswers.cts';
import { keptResults } from './syncRuns.cts';
import type { World } from './world.cts';

/**
 * How the server answers. `client` is Okta's client, `page` is Okta's page
 * (docs/api-contract.md, "Where Okta's page and Okta's client disagree").
 */
export type Dialect = Switches['dialect'];

type Json = Record<string, unknown>;

/** An item of the list of connections. */
export function connectionItem(connection: Connection): Json {
	const { id, name, gateway_id, domain, domain_controllers } = connection;
	return { id, name, gateway_id, domain, domain_controllers };
}

/** The answer to a created connection. */
export function createdConnection(connection: Connection): Json {
	const { service_account_username } = connection;
	return { ...connectionItem(connection), service_account_username };
}

/** The answer to one connection. */
export function wholeConnection({ team, switches }: World, connection: Connection): Json {
	const activeJob = [...connection.jobs.server.values()].find(({ settings }) => settings.is_active);
	return {
		...createdConnection(connection),
		gateway_name: nameOf(team.gateways, connection.gateway_id),
		active_task_settings_id: activeJob?.id ?? null,
		...certificateOf(connection, switches),
		...(connection.deleted_at === null ? {} : { deleted_at: connection.deleted_at }),
	};
}

/** Whether certificate_id comes back isn't known (assumed). */
export function certificateOf(connection: Connection, switches: Switches): Json {
	if (!switches.certificateIdInAnswers || connection.certificate_id === null) return {};
	return { certificate_id: connection.certificate_id };
}

/** A server or user sync job with its most recent result. */
export function jobAnswer(world: World, job: Job): Json {
	const { team, switches } = world;
	const recent = keptResults(job, switches.keepResults).at(-1);
	const common = {
		id: job.id,
		run_test: false,
		recent_task_result: recent ? resultItem(switches, job, recent) : null,
	};
	const hour = startHour(switches.dialect, job);
	if (job.kind === 'server') {
		return { ...serverSettings(team, switches.dialect, job.settings), ...hour, ...common };
	}
	return { ...userSettings(switches.dialect, job.settings), ...hour, ...common };
}

function startHour(dialect: Dialect, job: Job): Json {
	const hour = job.settings.start_hour_utc;
	if (dialect === 'client' || hour === null) return { start_hour_utc: hour };
	return { start_hour_utc: `2022-08-24T${String(hour).padStart(2, '0')}:15:22Z` };
}

function serverSettings(team: Team, dialect: Dialect, settings: ServerJobSettings): Json {
	const { hostname_attribute, alt_names_attributes, additional_attribute_mapping, ...same } =
		settings;
	const rules = settings.rule_assignments.map((rule) => ruleAnswer(team, dialect, rule));
	if (dialect === 'client') {
		return {
			...same,
			hostname_attribute,
			alt_names_attributes,
			additional_attribute_mapping,
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

function ruleAnswer(team: Team, dialect: Dialect, rule: Rule): Json {
	return {
		...rule,
		priority: dialect === 'client' ? rule.priority : String(rule.priority),
		project_name: nameOf(team.projects, rule.project_id),
		unsorted: false,
	};
}

/** On the page, the one mapping's is_guid stands beside it, at the top of the job. */
function pageMappings(mappings: Mapping[]): Json {
	if (mappings.length !== 1) return { additional_attribute_mapping: mappings };
	const { is_guid, ...mapping } = mappings[0];
	return { additional_attribute_mapping: mapping, is_guid };
}

function oneOrList<Item>(list: Item[]): Item | Item[] {
	return list.length === 1 ? list[0] : list;
}

function userSettings(dialect: Dialect, settings: UserJobSettings): Json {
	if (dialect === 'client') return { ...settings };
	const { ldap_query_filter, sid_field, upn_field, ...same } = settings;
	return {
		...same,
		LDAP_query_filter: ldap_query_filter,
		SID_Field: sid_field,
		UPN_Field: upn_field,
	};
}

function nameOf(objects: Array<{ id: string; name: string }>, id: string): string | null {
	return objects.find((object) => object.id === id)?.name ?? null;
}
