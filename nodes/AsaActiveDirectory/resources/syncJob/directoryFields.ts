import type { INodeProperties } from 'n8n-workflow';

export const baseDnField: INodeProperties = {
	displayName: 'Base DN',
	name: 'baseDn',
	type: 'string',
	default: '',
	placeholder: 'e.g. OU=People,DC=example,DC=com',
	description: 'Where in the directory the users are looked for',
};

export const ldapQueryFilterField: INodeProperties = {
	displayName: 'LDAP Query Filter',
	name: 'ldapQueryFilter',
	type: 'string',
	default: '',
	placeholder: 'e.g. (&(objectCategory=person)(mail=*))',
	description: 'Which objects below the base DN are users of this job',
};
