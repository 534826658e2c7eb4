import type { Certainty } from '../nodes/AsaActiveDirectory/asa/endpoints';
import type { JsonType } from './json.cts';

/** A field of an answer. Source: docs/api-contract.md, "Fields" and "Where Okta's page and client disagree". */
export interface FieldRule {
	/** In the client's form. */
	types: JsonType[];
	/** Its name on Okta's page, if that differs. */
	pageName?: string;
	/** Its types on Okta's page, if they differ. */
	pageTypes?: JsonType[];
	/** Not every answer has it. */
	isOptional?: boolean;
}

/** Fields by the names of Okta's client. */
export type Form = Record<string, FieldRule>;

const text: FieldRule = { types: ['string'] };
const textOrNull: FieldRule = { types: ['string', 'null'] };
const anyText: FieldRule = { types: ['string', 'null', 'object', 'array'] };
const boolean: FieldRule = { types: ['boolean'] };
const optional = (rule: FieldRule): FieldRule => ({ ...rule, isOptional: true });
const optionalText = optional(textOrNull);
const optionalCount = optional({ types: ['integer', 'null'] });
const labels = optional({ types: ['object', 'array', 'null'] });
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
	service_account_username: optionalText,
	certificate_id: optionalText,
	deleted_at: optionalText,
};

const commonJob: Form = {
	id: text,
	name: text,
	is_active: boolean,
	frequency: { types: ['integer', 'null'] },
	start_hour_utc: {
		types: ['integer', 'null'],
		pageTypes: ['string', 'null'],
		isOptional: true,
	},
	run_test: optional(boolean),
	recent_task_result: optional({ types: ['object', 'null'] }),
};

const commonResult: Form = {
	id: text,
	task_state: text,
	status: { types: ['object'] },
	created_at: text,
	updated_at: text,
};

/** What answers look like by the contract. */
export const forms = {
	token: { bearer_token: text, expires_at: text, team_name: text },
	errorBody: { code: { types: ['integer'] }, message: text, nottype: text },
	listedConnection,
	connection: {
		...listedConnection,
		service_account_username: textOrNull,
		gateway_name: textOrNull,
		active_task_settings_id: optionalText,
	},
	serverSyncJob: {
		...commonJob,
		hostname_attribute: { types: ['string'], pageName: 'host_name_attribute' },
		os_attribute: text,
		access_address_attribute: optionalText,
		bastion_attribute: optionalText,
		alt_names_attributes: optional(listOrOne('string')),
		additional_attribute_mapping: optional(listOrOne('object')),
		is_guid: optional(boolean),
		rule_assignments: listOrOne('object'),
	},
	rule: {
		id: optional(text),
		base_dn: text,
		ldap_query_filter: { types: ['string'], pageName: 'LDAP_query_filter' },
		project_id: text,
		project_name: optionalText,
		priority: { types: ['integer'], pageTypes: ['string'] },
		unsorted: optional(boolean),
	},
	mapping: { label: text, value: text, is_guid: optional(boolean) },
	userSyncJob: {
		...commonJob,
		base_dn: text,
		ldap_query_filter: { types: ['string'], pageName: 'LDAP_query_filter' },
		upn_field: { ...optionalText, pageName: 'UPN_Field' },
		sid_field: { ...optionalText, pageName: 'SID_Field' },
	},
	serverResult: {
		...commonResult,
		ad_task_settings_id: text,
		ad_task_settings_name: text,
		ad_test_request_id: optionalText,
		rules_summary_status: optionalText,
	},
	userResult: {
		...commonResult,
		ad_user_sync_task_settings_id: text,
		ad_user_sync_task_settings_name: text,
		ad_user_sync_test_request_id: optionalText,
	},
	resultStatus: { summary: anyText, detailed_summary: anyText },
	gateway: {
		id: text,
		name: text,
		description: optionalText,
		access_address: optionalText,
		default_address: optionalText,
		cloud_provider: optionalText,
		refuse_connections: optional(boolean),
		labels,
	},
	gatewayStatus: {
		gateway_id: text,
		status: text,
		updated_at: optionalText,
		active_connections: optionalCount,
		total_storage_bytes: optionalCount,
		used_storage_bytes: optionalCount,
	},
	project: { id: text, name: text },
	server: {
		id: text,
		hostname: text,
		project_name: optionalText,
		state: text,
		last_seen: optionalText,
		registered_at: optionalText,
		managed: optional(boolean),
		os: optionalText,
		os_type: optionalText,
		access_address: optionalText,
		alt_names: optional({ types: ['array', 'null'] }),
		bastion: optionalText,
		canonical_name: optionalText,
		labels,
		deleted_at: optionalText,
	},
} satisfies Record<string, Form>;

export type FormName = keyof typeof forms;

/** What each form is called, and how sure the contract is of its fields. */
export const formTitles: Record<FormName, { title: string; certainty: Certainty }> = {
	token: { title: 'minted token', certainty: 'certain' },
	errorBody: { title: 'error body', certainty: 'probable' },
	listedConnection: { title: 'connection in a list', certainty: 'certain' },
	connection: { title: 'connection', certainty: 'certain' },
	serverSyncJob: { title: 'server sync job', certainty: 'probable' },
	rule: { title: 'rule of a server sync job', certainty: 'probable' },
	mapping: { title: 'attribute mapping', certainty: 'probable' },
	userSyncJob: { title: 'user sync job', certainty: 'probable' },
	serverResult: { title: 'result of a server sync job', certainty: 'certain' },
	userResult: { title: 'result of a user sync job', certainty: 'certain' },
	resultStatus: { title: 'status of a result', certainty: 'certain' },
	gateway: { title: 'gateway', certainty: 'certain' },
	gatewayStatus: { title: 'status of a gateway', certainty: 'certain' },
	project: { title: 'project', certainty: 'certain' },
	server: { title: 'server', certainty: 'certain' },
};
