import { runInNewContext } from 'node:vm';
import { DateTime } from 'luxon';
import {
	type IConnections,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeTypes,
	type IRunExecutionData,
	Workflow,
} from 'n8n-workflow';
import { itemOf, type SyncItem } from '../../../nodes/AsaActiveDirectory/monitor/output/items';
import { sampleEvents } from '../../../nodes/AsaActiveDirectory/monitor/output/samples';
import {
	eventNames,
	optionDefaults,
	type Settings,
} from '../../../nodes/AsaActiveDirectory/monitor/rules/types';
import { readExample } from '../../../support/examples/readyExample.cts';
import { exampleOf, nodeOf } from '../../helpers/examples/example.cts';

/** Types are only needed for defaults, and examples hold what they use. */
const nodeTypes = {
	getByNameAndVersion: () => ({ description: { properties: [] } }),
} as unknown as INodeTypes;

/**
 * The parameters of a node of an example, with its expressions evaluated by n8n's own code for one item.
 *
 * @param input the items that the node gets; the first one is evaluated for
 * @param outputs what nodes that it names have put out
 */
export function parametersFor(
	file: string,
	name: string,
	input: object[],
	outputs: Record<string, object[]> = {},
): IDataObject {
	const { parameters } = nodeOf(exampleOf(file), name);
	const { nodes, connections } = readExample(file);
	const workflow = new Workflow({
		nodes: nodes.map((node) => ({ ...node, parameters: {} }) as INode),
		connections: connections as unknown as IConnections,
		active: false,
		nodeTypes,
	});
	const items = input.map((json) => ({ json: json as IDataObject }));
	const values = parameters as INodeParameters;
	return workflow.expression.getParameterValue(
		values,
		runDataOf(outputs),
		0,
		0,
		name,
		items,
		'manual',
		{},
	) as IDataObject;
}

/** An execution in which nodes have put that out. */
function runDataOf(outputs: Record<string, object[]>): IRunExecutionData {
	const runs = Object.entries(outputs).map(([name, items]) => {
		const main = [items.map((json) => ({ json: json as IDataObject }))];
		return [
			name,
			[{ startTime: 0, executionIndex: 0, executionTime: 0, source: [], data: { main } }],
		];
	});
	return { resultData: { runData: Object.fromEntries(runs) } } as unknown as IRunExecutionData;
}

/** What a Code node needs beside its input. */
interface CodeContext {
	/** What the nodes that its code names have put out. */
	nodes?: Record<string, object[]>;
	/** Static data of the workflow, which the code may change. */
	staticData?: object;
}

/** The items that a Code node puts out, that runs once for all of its input. */
export function runCode(
	file: string,
	name: string,
	input: object[],
	{ nodes = {}, staticData = {} }: CodeContext = {},
): IDataObject[] {
	const items = (objects: object[]) => objects.map((json) => ({ json }));
	const { jsCode } = nodeOf(exampleOf(file), name).parameters;
	const context = {
		...{ DateTime, URL, $workflow: { id: 'w1' } },
		$input: { all: () => items(input), first: () => items(input)[0] },
		$: (wanted: string) => ({ all: () => items(nodes[wanted] ?? []) }),
		$getWorkflowStaticData: () => staticData,
	};
	const output = runInNewContext(`(() => { ${String(jsCode)}\n })()`, context) as {
		json: IDataObject;
	}[];
	return structuredClone(output).map(({ json }) => json);
}

/** What an Edit Fields node sets for an item. */
export function fieldsFor(
	file: string,
	name: string,
	input: object[],
	outputs: Record<string, object[]> = {},
): Record<string, unknown> {
	const { assignments } = parametersFor(file, name, input, outputs).assignments as unknown as {
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
