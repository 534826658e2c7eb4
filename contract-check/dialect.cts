import { field, type Wire } from '../nodes/AsaActiveDirectory/api/wire';
import type { Attempt } from './exchange.cts';
import { jsonType } from './forms.cts';
import type { SeenForms } from './compareForms.cts';

/** One row of the contract's table "Where Okta's page and Okta's client disagree". */
interface DialectRow {
	what: string;
	/** How often the answers agreed with the client, with the page, with neither. */
	client: number;
	page: number;
	neither: number;
}

type Side = 'client' | 'page' | 'neither' | undefined;

/** Counts who is right, row by row; rows that no answer could show are left out. */
export function compareDialects(seen: SeenForms, attempts: Attempt[]): DialectRow[] {
	const { serverSyncJob: servers, userSyncJob: users, rule: rules } = seen;
	const updates = attempts.filter(
		({ endpoint, verdict }) =>
			verdict === 'confirmed' && ['updateServerSyncJob', 'updateUserSyncJob'].includes(endpoint),
	);
	return [
		count(
			'hostname_attribute or host_name_attribute',
			servers,
			spelled('hostname_attribute', 'host_name_attribute'),
		),
		count(
			'ldap_query_filter or LDAP_query_filter (user sync job)',
			users,
			spelled('ldap_query_filter', 'LDAP_query_filter'),
		),
		count(
			'ldap_query_filter or LDAP_query_filter (rule)',
			rules,
			spelled('ldap_query_filter', 'LDAP_query_filter'),
		),
		count('sid_field or SID_Field', users, spelled('sid_field', 'SID_Field')),
		count('upn_field or UPN_Field', users, spelled('upn_field', 'UPN_Field')),
		count(
			'rule_assignments: array or one object',
			servers,
			typed('rule_assignments', 'array', 'object'),
		),
		count(
			'additional_attribute_mapping: array or one object',
			servers,
			typed('additional_attribute_mapping', 'array', 'object'),
		),
		count(
			'alt_names_attributes: array or string',
			servers,
			typed('alt_names_attributes', 'array', 'string'),
		),
		count('is_guid: in each mapping or beside it', servers, isGuidPlace),
		count(
			'start_hour_utc: integer or timestamp',
			[...servers, ...users],
			typed('start_hour_utc', 'integer', 'string'),
		),
		count('priority: integer or string', rules, typed('priority', 'integer', 'string')),
		count('PUT of a job: 204 or 200 with the job', updates, updateAnswer),
	].filter(({ client, page, neither }) => client + page + neither > 0);
}

function count<Entry>(what: string, entries: Entry[], sideOf: (entry: Entry) => Side): DialectRow {
	const sides = entries.map(sideOf);
	const times = (side: Side) => sides.filter((candidate) => candidate === side).length;
	return { what, client: times('client'), page: times('page'), neither: times('neither') };
}

function spelled(client: string, page: string): (wire: Wire) => Side {
	return (wire) => {
		if (Object.hasOwn(wire, client)) return 'client';
		if (Object.hasOwn(wire, page)) return 'page';
		return field(wire, client, page.toLowerCase()) === undefined ? undefined : 'neither';
	};
}

function typed(name: string, client: string, page: string): (wire: Wire) => Side {
	return (wire) => {
		const value = field(wire, name) ?? undefined;
		// A list without entries is one on both sides.
		if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
		const type = jsonType(value);
		if (type === client) return 'client';
		return type === page ? 'page' : 'neither';
	};
}

function isGuidPlace(wire: Wire): Side {
	if (field(wire, 'is_guid') !== undefined) return 'page';
	const mappings = field(wire, 'additional_attribute_mapping');
	return JSON.stringify(mappings ?? null).includes('"is_guid"') ? 'client' : undefined;
}

function updateAnswer({ exchanges, items }: Attempt): Side {
	const status = exchanges.at(-1)?.status;
	if (status === 204) return 'client';
	return status === 200 && items.length > 0 ? 'page' : 'neither';
}
