import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { WorkflowNode } from '../../../support/n8n/workflow.cts';

type Values = Record<string, unknown>;

/** What the parts of a node's parameters have in common while they are looked at. */
interface Looking {
	node: INode;
	description: INodeTypeDescription;
	/** All parameters of the node, with defaults: what `displayOptions` ask. */
	root: INodeParameters;
}

/**
 * What the node type doesn't know of a node's parameters: names that it hasn't or doesn't show for what
 * is chosen, options and modes that it doesn't offer, values of another type. Values that n8n loads from
 * a service can't be known; expressions are taken as they are.
 *
 * @param description of the node's type, in the node's version
 * @returns a line each
 */
export function parameterProblems(node: WorkflowNode, description: INodeTypeDescription): string[] {
	const looking = { node: node as INode, description, root: withDefaults(node, description) };
	return valuesProblems(looking, description.properties, node.parameters, looking.root, '');
}

/** The UI names of the parameters that a node must have and hasn't; of "Channel Name or ID" Channel. */
export function missingParameters(node: WorkflowNode, description: INodeTypeDescription): string[] {
	const { properties } = description;
	const filled = { ...node, parameters: withDefaults(node, description) } as INode;
	const issues = NodeHelpers.getNodeParametersIssues(properties, filled, description);
	const looking = { node: filled, description, root: filled.parameters };
	// n8n checks the values of hidden parameters too, with their defaults.
	const shown = properties.filter((property) => isShown(looking, property, filled.parameters));
	return Object.keys(issues?.parameters ?? {})
		.filter((name) => shown.some((property) => property.name === name))
		.map((name) => properties.find((property) => property.name === name)?.displayName ?? name)
		.map((label) => label.replace(/ Name or ID$/, ''));
}

/** Whether a node needs a credential with the parameters that it has. */
export function needsCredential(node: WorkflowNode, description: INodeTypeDescription): boolean {
	const filled = { ...node, parameters: withDefaults(node, description) } as INode;
	const active = NodeHelpers.getActiveCredentialTypes(filled, description);
	const optional = (description.credentials ?? []).filter(({ required }) => !required);
	return [...(active ?? [])].some((type) => !optional.some(({ name }) => name === type));
}

function withDefaults(node: WorkflowNode, description: INodeTypeDescription): INodeParameters {
	const values = node.parameters as INodeParameters;
	const { properties } = description;
	const all = NodeHelpers.getNodeParameters(
		properties,
		values,
		true,
		true,
		node as INode,
		description,
	);
	if (!all) throw new Error(`n8n can't read the parameters of "${node.name}"`);
	return all;
}

/** @param siblings the values with defaults on the same level: what relative `displayOptions` ask */
function valuesProblems(
	looking: Looking,
	properties: INodeProperties[],
	values: Values,
	siblings: Values,
	path: string,
): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const named = properties.filter((property) => property.name === name);
		const shown = named.filter((property) => isShown(looking, property, siblings));
		if (named.length === 0) return [`${path}${name}: there is no such parameter`];
		if (shown.length === 0) return [`${path}${name}: isn't shown for what is chosen`];
		const perMeaning = shown.map((property) =>
			valueProblems(looking, property, value, siblings, path + name),
		);
		return perMeaning.find((problems) => problems.length === 0) ?? perMeaning[0];
	});
}

function isShown(
	{ node, description, root }: Looking,
	property: INodeProperties | INodePropertyOptions,
	siblings: Values,
): boolean {
	return NodeHelpers.displayParameter(
		siblings as INodeParameters,
		property,
		node,
		description,
		root,
	);
}

function valueProblems(
	looking: Looking,
	property: INodeProperties,
	value: unknown,
	siblings: Values,
	path: string,
): string[] {
	if (isExpression(value)) {
		return property.noDataExpression ? [`${path}: takes no expression`] : [];
	}
	if (property.type === 'fixedCollection') return groupProblems(looking, property, value, path);
	if (property.typeOptions?.multipleValues && Array.isArray(value)) {
		const single = { ...property, typeOptions: undefined };
		return value.flatMap((entry) => valueProblems(looking, single, entry, siblings, path));
	}
	switch (property.type) {
		case 'collection':
			return valuesProblems(
				looking,
				property.options as INodeProperties[],
				value as Values,
				value as Values,
				`${path}.`,
			);
		case 'options':
			return optionProblems(looking, property, [value], siblings, path);
		case 'multiOptions':
			return optionProblems(looking, property, value as unknown[], siblings, path);
		case 'resourceLocator':
			return modeProblems(property, value, path);
		case 'boolean':
		case 'number':
		case 'string':
			return typeof value === property.type ? [] : [`${path}: is no ${property.type}`];
		default:
			return [];
	}
}

function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

/** Groups of fields, each once or many times. */
function groupProblems(
	looking: Looking,
	{ options = [] }: INodeProperties,
	value: unknown,
	path: string,
): string[] {
	const groups = options as INodePropertyCollection[];
	return Object.entries(value as Values).flatMap(([name, entries]) => {
		const group = groups.find((candidate) => candidate.name === name);
		if (!group) return [`${path}.${name}: there is no such parameter`];
		const defaults = Object.fromEntries(group.values.map((field) => [field.name, field.default]));
		return ([entries].flat() as Values[]).flatMap((entry) =>
			valuesProblems(looking, group.values, entry, { ...defaults, ...entry }, `${path}.${name}.`),
		);
	});
}

function optionProblems(
	looking: Looking,
	{ options = [], typeOptions }: INodeProperties,
	values: unknown[],
	siblings: Values,
	path: string,
): string[] {
	if (typeOptions?.loadOptionsMethod ?? typeOptions?.loadOptions) return [];
	const offered = (options as INodePropertyOptions[])
		.filter((option) => isShown(looking, option, siblings))
		.map((option) => option.value);
	return values
		.filter((value) => !offered.includes(value as string))
		.map((value) => `${path}: ${JSON.stringify(value)} is no option`);
}

function modeProblems({ modes = [] }: INodeProperties, value: unknown, path: string): string[] {
	const { __rl, mode } = (value ?? {}) as { __rl?: boolean; mode?: string };
	if (__rl !== true) return [`${path}: is no resource locator`];
	return modes.some(({ name }) => name === mode) ? [] : [`${path}: there is no mode "${mode}"`];
}
