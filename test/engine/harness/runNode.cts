import { WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	ITaskData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { additionalData, chain, toNode, type Host, type NodeUnderTest } from './host.cts';
import { storedText, toFailure, type Failure } from './storedExecution.cts';

export interface RunOptions extends NodeUnderTest {
	/** The items that reach the node; one empty item unless given. */
	items?: IDataObject[];
	/** On Error: Continue. */
	continueOnFail?: boolean;
	/** An expression that a later node evaluates for each item: `={{ $('Source').item.json.id }}`. */
	link?: string;
	/** Cancels the execution, as Stop in the editor does. */
	signal?: AbortSignal;
	mode?: WorkflowExecuteMode;
}

export interface RunResult {
	/** The items of the node's first output. */
	items: INodeExecutionData[];
	/** All outputs; the second is the error output with On Error: Continue (Using Error Output). */
	outputs: INodeExecutionData[][];
	/** What `link` came to for each item. */
	links: unknown[];
	/** The error that ended the execution. */
	error?: Failure;
	status: IRun['status'];
	/** The execution's data as the text that n8n stores: search it for secrets. */
	stored: string;
}

const nodeName = 'Node Under Test';

/**
 * Runs Source -> the node -> Link on n8n's WorkflowExecute.
 * Rejects only when n8n refuses to start, for example because a required parameter is empty.
 */
export async function runNode(host: Host, options: RunOptions): Promise<RunResult> {
	const mode = options.mode ?? 'trigger';
	const settings = { ...options.settings };
	if (options.continueOnFail) settings.onError = 'continueRegularOutput';
	const nodes = [
		toNode(host, 'Source', { type: 'source' }),
		toNode(host, nodeName, { ...options, settings }),
		toNode(host, 'Link', { type: 'link', parameters: { value: options.link ?? '' } }),
	];
	const workflow = chain(host, nodes);
	const execution = new WorkflowExecute(additionalData(host, mode), mode).run({
		workflow,
		startNode: nodes[0],
		triggerToStartFrom: { name: 'Source', data: sourceData(options.items ?? [{}]) },
	});
	return toResult(await cancellable(execution, options.signal));
}

/** Runs a polling trigger as Fetch Test Event does: it is the first node and runs in manual mode. */
export async function runTrigger(
	host: Host,
	options: NodeUnderTest,
	staticData: IDataObject,
): Promise<RunResult> {
	const node = toNode(host, nodeName, options);
	const workflow = chain(host, [node], staticData);
	const execution = new WorkflowExecute(additionalData(host, 'manual'), 'manual').run({
		workflow,
		startNode: node,
	});
	return toResult(await execution);
}

function sourceData(items: IDataObject[]): ITaskData {
	return {
		startTime: 0,
		executionTime: 0,
		executionIndex: 0,
		source: [],
		data: { main: [items.map((json) => ({ json }))] },
	};
}

async function cancellable(
	execution: ReturnType<WorkflowExecute['run']>,
	signal?: AbortSignal,
): Promise<IRun> {
	const cancel = () => execution.cancel();
	if (signal?.aborted) cancel();
	signal?.addEventListener('abort', cancel);
	try {
		return await execution;
	} finally {
		signal?.removeEventListener('abort', cancel);
	}
}

function toResult(run: IRun): RunResult {
	const { runData, error } = run.data.resultData;
	const outputs = outputsOf(runData[nodeName]?.at(-1));
	const links = outputsOf(runData.Link?.at(-1))[0] ?? [];
	return {
		items: outputs[0] ?? [],
		outputs,
		links: links.map((item) => item.json.value),
		error: error && toFailure(error),
		status: run.status,
		stored: storedText(run.data),
	};
}

function outputsOf(task?: ITaskData): INodeExecutionData[][] {
	return (task?.data?.main ?? []).map((items) => items ?? []);
}
