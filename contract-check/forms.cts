import type { Certainty } from '../nodes/AsaActiveDirectory/api/endpoints';

export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** A field of an answer. Source: contract, "Fields" and "Where Okta's page and Okta's client disagree". */
export interface FieldRule {
	/** In the client's form. */
	types: JsonType[];
	/** Its name on Okta's page, where that is another one. */
	pageName?: string;
	/** Its types on Okta's page, where they are others. */
	pageTypes?: JsonType[];
	/** Not every answer has it. */
	isOptional?: boolean;
}

/** Fields by the names of the normal form. */
export type Form = Record<string, FieldRule>;

const text: FieldRule = { types: ['string'] };
const textOrNull: FieldRule = { types: ['string', 'null'] };
const anyText: FieldRule = { types: ['string', 'null', 'object', 'array'] };
const truth: FieldRule = { types: ['boolean'] };
const optional = (rule: FieldRule): FieldRule => ({ ...rule, isOptional: true });
const listOrOne = (pageType: JsonType): FieldRule => ({
	types: ['array', 'null'],
	pageTypes: [pageType, 'array', 'null'],
});

const listedConnection: Form = {
	id: text,
	name: text,
	gateway_id: text,
	domain: text,
	domain_controllers: { types: ['array', 'null'] },
	service_account_username: optional(textOrNull),
	certificate_id: optional(textOrNull),
	deleted_at: optional(textOrNull),
};

const commonJob: Form = {
	id: text,
	name: text,
	is_active: truth,
	frequency: { types: ['integer', 'null'] },
	start_hour_utc: {
		types: ['integer', 'null'],
		pageTypes: ['string', 'null'],
		isOptional: true,
	},
	run_test: optional(truth),
	recent_task_result: { types: ['object', 'null'] },
};

const commonResult: Form = {
	id: text,
	task_state: text,
	status: { types: ['object'] },
	created_at: text,
	updated_at: text,
};

/** What answers look like, by the contract: the fields that the normal forms of the node hold. */
export const forms = {
	token: { bearer_token: text, expires_at: text, team_name: text },
	errorBody: { code: { types: ['integer'] }, message: text, nottype: text },
	namedObject: { id: text, name: text },
	listedConnection,
	connection: {
		...listedConnection,
		service_account_username: textOrNull,
		gateway_name: textOrNull,
		active_task_settings_id: optional(textOrNull),
	},
	serverSyncJob: {
		...commonJob,
		hostname_attribute: { types: ['string'], pageName: 'host_name_attribute' },
		os_attribute: text,
		access_address_attribute: optional(textOrNull),
		bastion_attribute: optional(textOrNull),
		alt_names_attributes: optional(listOrOne('string')),
		additional_attribute_mapping: optional(listOrOne('object')),
		is_guid: optional(truth),
		rule_assignments: listOrOne('object'),
	},
	rule: {
		id: optional(text),
		base_dn: text,
		ldap_query_filter: { types: ['string'], pageName: 'LDAP_query_filter' },
		project_id: text,
		project_name: optional(textOrNull),
		priority: { types: ['integer'], pageTypes: ['string'] },
		unsorted: optional(truth),
	},
	mapping: { label: text, value: text, is_guid: optional(truth) },
	userSyncJob: {
		...commonJob,
		base_dn: text,
		ldap_query_filter: { types: ['string'], pageName: 'LDAP_query_filter' },
		upn_field: { types: ['string', 'null'], pageName: 'UPN_Field', isOptional: true },
		sid_field: { types: ['string', 'null'], pageName: 'SID_Field', isOptional: true },
	},
	serverResult: {
		...commonResult,
		ad_task_settings_id: text,
		ad_task_settings_name: text,
		ad_test_request_id: textOrNull,
		rules_summary_status: textOrNull,
	},
	userResult: {
		...commonResult,
		ad_user_sync_task_settings_id: text,
		ad_user_sync_task_settings_name: text,
		ad_user_sync_test_request_id: textOrNull,
	},
	resultStatus: { summary: anyText, detailed_summary: anyText },
} satisfies Record<string, Form>;

export type FormName = keyof typeof forms;

/** Each form's fields, and how sure the contract is of them. */
export const formTitles: Record<FormName, { title: string; certainty: Certainty }> = {
	token: { title: 'minted token', certainty: 'certain' },
	errorBody: { title: 'error body', certainty: 'probable' },
	namedObject: { title: 'gateway or project', certainty: 'certain' },
	listedConnection: { title: 'connection in a list', certainty: 'certain' },
	connection: { title: 'connection', certainty: 'certain' },
	serverSyncJob: { title: 'server sync job', certainty: 'probable' },
	rule: { title: 'rule of a server sync job', certainty: 'probable' },
	mapping: { title: 'attribute mapping', certainty: 'probable' },
	userSyncJob: { title: 'user sync job', certainty: 'probable' },
	serverResult: { title: 'result of a server sync job', certainty: 'certain' },
	userResult: { title: 'result of a user sync job', certainty: 'certain' },
	resultStatus: { title: 'status of a result', certainty: 'certain' },
};

/** What JSON calls a value; integers apart from other numbers. */
export function jsonType(value: unknown): JsonType {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value as JsonType;
}
