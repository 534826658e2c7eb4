/** JSON schemas of the request bodies and queries, in the client's form (docs/api-contract.md, "Fields"). */

const text = { type: 'string', minLength: 1 };
const name = { type: 'string', minLength: 1, maxLength: 255 };
const optionalText = { type: ['string', 'null'] };
const optionalBoolean = { type: ['boolean', 'null'] };
const atMost255 = { type: ['string', 'null'], maxLength: 255 };
const frequency = { type: 'integer', enum: [1, 6, 12, 24] };
const startHour = { type: ['integer', 'null'], minimum: 0, maximum: 23 };

/** The schema of an object. Fields that it doesn't name are looked at apart: `unknownFields`. */
export interface ObjectSchema {
	type: 'object';
	required: string[];
	properties: Record<string, object>;
}

function object(required: string[], properties: Record<string, object>): ObjectSchema {
	return { type: 'object', required, properties };
}

export const tokenBody = object(['key_id', 'key_secret'], {
	key_id: text,
	key_secret: { type: 'string', minLength: 1, maxLength: 512 },
});

export const connectionBody = object(['name', 'gateway_id', 'domain'], {
	name,
	gateway_id: text,
	domain: text,
	domain_controllers: { type: ['array', 'null'], items: text },
	service_account_username: atMost255,
	service_account_password: atMost255,
	use_passwordless: optionalBoolean,
	certificate_id: optionalText,
});

const rule = object(['base_dn', 'ldap_query_filter', 'project_id', 'priority'], {
	base_dn: text,
	ldap_query_filter: text,
	project_id: text,
	priority: { type: 'integer' },
	// Okta's client sends both, empty (docs/api-contract.md, "Behaviour that shapes the product").
	id: optionalText,
	project_name: optionalText,
});

const mapping = object(['label', 'value'], {
	label: text,
	value: text,
	is_guid: optionalBoolean,
});

export const serverJobBody = object(
	['name', 'frequency', 'is_active', 'hostname_attribute', 'os_attribute', 'rule_assignments'],
	{
		name,
		frequency,
		is_active: { type: 'boolean' },
		hostname_attribute: text,
		os_attribute: text,
		rule_assignments: { type: 'array', minItems: 1, maxItems: 100, items: rule },
		start_hour_utc: startHour,
		run_test: optionalBoolean,
		access_address_attribute: optionalText,
		bastion_attribute: optionalText,
		alt_names_attributes: { type: ['array', 'null'], items: text },
		additional_attribute_mapping: { type: ['array', 'null'], maxItems: 10, items: mapping },
	},
);

export const userJobBody = object(['name', 'base_dn', 'ldap_query_filter', 'is_active'], {
	name,
	base_dn: text,
	ldap_query_filter: text,
	is_active: { type: 'boolean' },
	frequency: { type: ['integer', 'null'], enum: [...frequency.enum, null] },
	start_hour_utc: startHour,
	upn_field: optionalText,
	sid_field: optionalText,
	run_test: optionalBoolean,
});

export const scheduleBody = object(['frequency'], {
	frequency,
	start_hour_utc: startHour,
});

export const stateBody = object(['is_active'], { is_active: { type: 'boolean' } });

const flag = { type: 'string', enum: ['true', 'false'] };

const listParameters = {
	count: { type: 'string', pattern: '^([1-9][0-9]?|100)$' },
	offset: text,
	descending: flag,
	prev: flag,
};

/** The query of a list; `more` are its own parameters. */
export function listQuery(more: Record<string, object> = {}): ObjectSchema {
	return object([], { ...listParameters, ...more });
}

const anyText = { type: 'string' };

export const noQuery = object([], {});
export const connectionListQuery = listQuery({
	certificate_id: anyText,
	include_certificate_details: flag,
	// Okta's client sends both (docs/api-contract.md, "Behaviour that shapes the product").
	gateway_id: anyText,
	include_cert_details: flag,
});
export const userJobListQuery = listQuery({
	status: { type: 'string', enum: ['ACTIVE', 'INACTIVE'] },
});
export const containsQuery = listQuery({ contains: anyText });

export const serverListQuery = listQuery({
	AdServers: anyText,
	project_name: anyText,
	hostname: anyText,
	state: anyText,
	managed: anyText,
	selector: anyText,
});

/** @returns the paths of the fields that a schema doesn't name, at any depth */
export function unknownFields(schema: object, value: unknown, path = ''): string[] {
	if (Array.isArray(value)) {
		const { items = {} } = schema as { items?: object };
		return value.flatMap((item, index) => unknownFields(items, item, `${path}/${index}`));
	}
	const { properties } = schema as Partial<ObjectSchema>;
	if (!properties || typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, field]) =>
		Object.hasOwn(properties, name)
			? unknownFields(properties[name], field, `${path}/${name}`)
			: [`${path}/${name}`],
	);
}
