import type { INodeProperties } from 'n8n-workflow';

/** Rows are added unless the user wants them replaced: no rule is lost by the way. */
export const replaceListsOption: INodeProperties = {
	displayName: 'Replace Whole Lists',
	name: 'replaceLists',
	type: 'boolean',
	default: false,
	description:
		'Whether rules and mappings that are set take the place of all that are there. Otherwise they are added: a mapping replaces the one of its label, and a rule with the priority of another one is refused.',
};
