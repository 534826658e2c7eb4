/**
 * Okta's samples, copied from its API page "AD Connections", each with the endpoints that show it, and the
 * same objects as Okta's client spells them.
 * Source: docs/api-contract.md, "Where Okta's page and client disagree".
 */

/** Endpoint 1, one entry of the list. */
export const listedConnection = {
	id: '99006ae2-db7e-4735-b6bc-c726e6ae81c4',
	name: 'test',
	gateway_id: '5a3af768-063f-4a12-a056-8ef24e555555',
	domain: 'foo.example.com',
	domain_controllers: ['1.2.3.4', 'bar.example.com'],
};

/** Endpoint 2. */
export const createdConnection = {
	domain: 'foo.example.com',
	domain_controllers: ['1.2.3.4', 'bar.example.com'],
	gateway_id: '5a3af768-063f-4a12-a056-8ef24e555555',
	id: '99006ae2-db7e-4735-b6bc-c726e6ae81c4',
	name: 'test',
	service_account_username: 'admin',
};

/** Endpoint 3. */
export const readConnectionSample = {
	active_task_settings_id: '5a3af768-063f-4a12-a056-8ef24e123483',
	domain: 'foo.example.com',
	domain_controllers: ['1.2.3.4', 'bar.example.com'],
	gateway_id: '5a3af768-063f-4a12-a056-8ef24e555555',
	gateway_name: 'gateway1',
	id: '99006ae2-db7e-4735-b6bc-c726e6ae81c4',
	name: 'test',
	service_account_username: 'admin',
};

/** Endpoints 13, 14 and 15, and within 6 to 9. */
export const serverResult = {
	ad_task_settings_id: '229a1621-a1g2-6366-q84d-da4vf2e76t2b',
	ad_task_settings_name: 'Server Sync Job - 1',
	ad_test_request_id: 'string',
	created_at: '2022-08-25T00:00:00Z',
	id: 'p05ty0e4-a7tv-erp0-r6ynh-robt937s84hf',
	rules_summary_status: 'done',
	status: {
		summary: null,
		detailed_summary: null,
	},
	task_state: 'done',
	updated_at: '2022-08-25T00:10:00Z',
};

/** Endpoints 6, 7, 8 and 9. */
export const serverJob = {
	access_address_attribute: 'access_address',
	additional_attribute_mapping: {
		label: 'region',
		value: 'server_region',
	},
	alt_names_attributes: 'alt_name',
	bastion_attribute: 'bastion',
	frequency: 24,
	host_name_attribute: 'host_name',
	id: '229a1621-a1g2-6366-q84d-da4vf2e76t2b',
	is_active: true,
	is_guid: true,
	name: 'Server Sync Job - 1',
	os_attribute: 'os',
	recent_task_result: serverResult,
	rule_assignments: {
		base_dn: 'string',
		ldap_query_filter: 'string',
		priority: 'string',
		project_id: 'string',
	},
	start_hour_utc: '2022-08-24T14:15:22Z',
};

/** The same job from Okta's client. */
export const serverJobOfClient = {
	id: '229a1621-a1g2-6366-q84d-da4vf2e76t2b',
	name: 'Server Sync Job - 1',
	is_active: true,
	frequency: 24,
	start_hour_utc: 14,
	hostname_attribute: 'host_name',
	os_attribute: 'os',
	access_address_attribute: 'access_address',
	bastion_attribute: 'bastion',
	alt_names_attributes: ['alt_name'],
	additional_attribute_mapping: [{ label: 'region', value: 'server_region', is_guid: true }],
	rule_assignments: [
		{ base_dn: 'string', ldap_query_filter: 'string', project_id: 'string', priority: 0 },
	],
	recent_task_result: serverResult,
};

/** Endpoints 23, 24 and 25, and within 16 to 19. */
export const userResult = {
	ad_user_sync_task_settings_id: '226a1922-a1c2-4316-b84d-da4vf2e76t2a',
	ad_user_sync_task_settings_name: 'User Sync Job - 1',
	ad_user_sync_test_request_id: 'string',
	created_at: '2022-08-25T00:00:00Z',
	id: '195v2024-d7t2-4311-b84d-ha8vj2eb6tsa',
	status: {
		summary: 'string',
		detailed_summary: 'string',
	},
	task_state: 'done',
	updated_at: '2022-08-25T00:10:00Z',
};

/** Endpoints 16, 17, 18 and 19. */
export const userJob = {
	base_dn: 'string',
	frequency: 24,
	id: '226a1922-a1c2-4316-b84d-da4vf2e76t2a',
	is_active: true,
	LDAP_query_filter: 'string',
	name: 'User Sync Job - 1',
	recent_task_result: userResult,
	SID_Field: 'objectsid',
	start_hour_utc: '2022-08-24T14:15:22Z',
	UPN_Field: 'userprincipalname',
};

/** The same job from Okta's client. */
export const userJobOfClient = {
	id: '226a1922-a1c2-4316-b84d-da4vf2e76t2a',
	name: 'User Sync Job - 1',
	is_active: true,
	frequency: 24,
	start_hour_utc: 14,
	base_dn: 'string',
	ldap_query_filter: 'string',
	upn_field: 'userprincipalname',
	sid_field: 'objectsid',
	recent_task_result: userResult,
};
