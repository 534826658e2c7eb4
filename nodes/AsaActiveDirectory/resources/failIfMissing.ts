import type { INodeProperties } from 'n8n-workflow';

/** The option of operations that delete. */
export const failIfMissingOption: INodeProperties = {
	displayName: 'Fail If Missing',
	name: 'failIfMissing',
	type: 'boolean',
	default: false,
	description: 'Whether to fail where there is nothing to delete, instead of taking it as deleted',
};
