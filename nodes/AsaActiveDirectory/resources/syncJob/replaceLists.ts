import type { INodeProperties } from 'n8n-workflow';

/** Rows are added unless the user wants them replaced: no rule is lost by the way. */
export const replaceListsOption: INodeProperties = {
	displayName: 'Replace Whole Lists',
	name: 'replaceLists',
	type: 'boolean',
	default: false,
	description:
		'Whether rules and mappings that are set take the place of all that are there. Otherwise they are added, and one with the same priority or label is replaced.',
};
