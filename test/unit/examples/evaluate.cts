import {
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeTypes,
	Workflow,
} from 'n8n-workflow';
import { itemOf, type SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items';
import { sampleEvents } from '../../../nodes/AsaActiveDirectory/monitor/output/samples';
import {
	eventNames,
	optionDefaults,
	type Settings,
} from '../../../nodes/AsaActiveDirectory/monitor/rules/types';
import { exampleOf, nodeOf } from '../../n8n/examples/example.cts';

/** Types are only needed for defaults, and examples hold what they use. */
const nodeTypes = {
	getByNameAndVersion: () => ({ description: { properties: [] } }),
} as unknown as INodeTypes;

/**
 * The parameters of a node of an example, with its expressions evaluated by n8n's own code for one item.
 *
 * @param input the items that the node gets; the first one is evaluated for
 */
export function parametersFor(file: string, name: string, input: object[]): IDataObject {
	const { parameters, ...node } = nodeOf(exampleOf(file), name);
	const nodes = [{ ...node, parameters: {} } as INode];
	const workflow = new Workflow({ nodes, connections: {}, active: false, nodeTypes });
	const items = input.map((json) => ({ json: json as IDataObject }));
	const values = parameters as INodeParameters;
	return workflow.expression.getParameterValue(
		values,
		null,
		0,
		0,
		name,
		items,
		'manual',
		{},
	) as IDataObject;
}

/** What an Edit Fields node sets for an item. */
export function fieldsFor(file: string, name: string, input: object[]): Record<string, unknown> {
	const { assignments } = parametersFor(file, name, input).assignments as unknown as {
		assignments: { name: string; value: unknown }[];
	};
	return Object.fromEntries(assignments.map((field) => [field.name, field.value]));
}

/** Whether a Filter node lets an item pass; its only condition is a yes or no. */
export function passes(file: string, name: string, item: object): boolean {
	const { conditions } = parametersFor(file, name, [item]).conditions as {
		conditions: { leftValue: boolean }[];
	};
	return conditions[0]!.leftValue;
}

/** The trigger's sample of each event, as an item. */
export function sampleItems(): SyncItem[] {
	const team = { origin: 'https://app.scaleft.com', name: 'example' };
	const now = Date.now();
	const snapshot = { atMs: now, hostMs: now, team, connections: [], warnings: [] };
	const selection = { connections: [], jobKinds: [], jobs: [] };
	const settings: Settings = { ...optionDefaults, events: new Set(eventNames), selection };
	return sampleEvents(snapshot, settings).map(itemOf);
}
