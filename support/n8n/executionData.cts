import { parse } from 'flatted';

/** The JSON of an item. */
export type Item = Record<string, unknown>;

interface NodeRun {
	executionStatus?: string;
	data?: NodeOutput;
}

/** The items of each output of a node. */
interface NodeOutput {
	main?: ({ json: Item }[] | null)[];
}

/** As much of an execution's data as is read here. */
export interface ExecutionData {
	resultData?: {
		error?: { message?: string };
		runData?: Record<string, NodeRun[]>;
	};
	executionData?: { nodeExecutionStack?: { data?: NodeOutput }[] };
}

/** @param text the data of an execution as n8n stores it; it is empty while the execution runs */
export function parseExecutionData(text: string): ExecutionData {
	return (parse(text) as ExecutionData | undefined) ?? {};
}

/** The items that each node output in its last run, by its name. */
export function lastItemsOf({ resultData }: ExecutionData): Record<string, Item[]> {
	const runs = Object.entries(resultData?.runData ?? {});
	return Object.fromEntries(runs.map(([node, tasks]) => [node, itemsOf(tasks.at(-1)?.data)]));
}

/** The items of all outputs of a node. */
export function itemsOf(output: NodeOutput | undefined): Item[] {
	return (output?.main ?? []).flatMap((items) => items ?? []).map(({ json }) => json);
}
