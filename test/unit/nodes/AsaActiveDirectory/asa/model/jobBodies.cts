import fc from 'fast-check';
import type { Values } from '../../../../../../nodes/AsaActiveDirectory/asa/model/model';

const word = fc.string({ minLength: 1, maxLength: 12 });

/** The page shows a single one as a text, which must not look like several. */
const attributeName = word.filter((text) => !/[,;\s]/.test(text));

const schedule = fc.oneof(
	fc.record({ frequency: fc.constantFrom(1, 6, 12) }),
	fc.record({ frequency: fc.constant(24), start_hour_utc: fc.integer({ min: 0, max: 23 }) }),
);

const rule = fc.record({
	base_dn: word,
	ldap_query_filter: word,
	project_id: word,
	priority: fc.integer({ min: -5, max: 200 }),
});

export const rules = fc.uniqueArray(rule, {
	minLength: 1,
	maxLength: 8,
	selector: ({ priority }) => priority,
});

const mapping = fc.record({ label: word, value: word, is_guid: fc.boolean() });

/** Any whole server sync job as it is sent. */
export const serverBody: fc.Arbitrary<Values> = fc
	.tuple(
		fc.record(
			{
				name: word,
				is_active: fc.boolean(),
				hostname_attribute: word,
				os_attribute: word,
				access_address_attribute: word,
				bastion_attribute: word,
				alt_names_attributes: fc.array(attributeName, { maxLength: 3 }),
				additional_attribute_mapping: fc.array(mapping, { maxLength: 10 }),
				rule_assignments: rules,
			},
			{
				requiredKeys: [
					'name',
					'is_active',
					'hostname_attribute',
					'os_attribute',
					'alt_names_attributes',
					'additional_attribute_mapping',
					'rule_assignments',
				],
			},
		),
		schedule,
	)
	.map(([rest, when]) => ({ ...rest, ...when }));

/** Any whole user sync job as it is sent; an inactive one may have no schedule. */
export const userBody: fc.Arbitrary<Values> = fc
	.tuple(
		fc.record({
			name: word,
			is_active: fc.boolean(),
			base_dn: word,
			ldap_query_filter: word,
			upn_field: word,
			sid_field: word,
		}),
		fc.option(schedule, { nil: undefined }),
	)
	.map(([rest, when]) => ({ ...rest, is_active: rest.is_active && when !== undefined, ...when }));

type Json = Record<string, unknown>;

const oneOrList = (list: unknown[]) => (list.length === 1 ? list[0] : list);

/** A job as Okta's client spells it in answers. */
export function inClientDialect(body: object): Json {
	return { ...body, id: 'job-1', run_test: false, recent_task_result: null };
}

/** A job as Okta's page spells it. Source: docs/api-contract.md, "Where Okta's page and client disagree". */
export function inPageDialect(body: Values): Json {
	const json = inClientDialect(body);
	if (typeof json.start_hour_utc === 'number') {
		json.start_hour_utc = `2022-08-24T${String(json.start_hour_utc).padStart(2, '0')}:15:22Z`;
	}
	if ('rule_assignments' in body) return { ...json, ...pageFieldsOfServerJob(body, json) };
	const { ldap_query_filter, upn_field, sid_field, ...same } = json;
	return {
		...same,
		LDAP_query_filter: ldap_query_filter,
		UPN_Field: upn_field,
		SID_Field: sid_field,
	};
}

function pageFieldsOfServerJob(body: Values, json: Json): Json {
	const rules = body.rule_assignments as Values[];
	const pageRules = rules.map(({ ldap_query_filter, priority, ...same }) => ({
		...same,
		LDAP_query_filter: ldap_query_filter,
		priority: String(priority),
	}));
	const mappings = body.additional_attribute_mapping as Values[];
	const isOne = mappings.length === 1;
	delete json.hostname_attribute;
	return {
		host_name_attribute: body.hostname_attribute,
		alt_names_attributes: oneOrList(body.alt_names_attributes as string[]),
		rule_assignments: oneOrList(pageRules),
		additional_attribute_mapping: isOne
			? { label: mappings[0].label, value: mappings[0].value }
			: mappings,
		...(isOne ? { is_guid: mappings[0].is_guid } : {}),
	};
}
