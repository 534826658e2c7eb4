import { CliError } from '../../../support/cli/errors.cts';
import { type ExecutionData, itemsOf } from '../../../support/n8n/executionData.cts';
import type { N8nProcess } from '../../../support/n8n/n8nProcess.cts';
import type { WorkflowImport } from '../../../support/n8n/workflow.cts';

/** A run of one workflow by n8n's command line. */
export interface WorkflowRun {
	name: string;
	/** Milliseconds from the start of the process to its end. */
	milliseconds: number;
	/** What is wrong with it. */
	problems: string[];
	/** What the command wrote: the execution, and n8n's log. */
	output: string;
}

/** What `n8n execute --rawOutput` writes. */
interface ExecutionOutput {
	data: ExecutionData;
}

/**
 * Runs a workflow by `n8n execute`, in a process of its own.
 *
 * @throws the reason of `signal` once it is aborted
 */
export async function executeWorkflow(
	n8n: N8nProcess,
	workflow: WorkflowImport,
	signal: AbortSignal,
): Promise<WorkflowRun> {
	const started = Date.now();
	const result = await execute(n8n, workflow, signal);
	return { name: workflow.name, milliseconds: Date.now() - started, ...result };
}

async function execute(
	n8n: N8nProcess,
	workflow: WorkflowImport,
	signal: AbortSignal,
): Promise<Pick<WorkflowRun, 'problems' | 'output'>> {
	let output = '';
	try {
		output = await n8n.cli(['execute', `--id=${workflow.id}`, '--rawOutput'], signal);
		return { problems: problemsOf(workflow, parseOutput(output)), output };
	} catch (error) {
		if (error instanceof CliError) return { problems: [error.message], output };
		throw error;
	}
}

/**
 * The execution in what the command wrote; lines of n8n's log precede it and may follow it.
 *
 * @throws CliError when there is none
 */
export function parseOutput(output: string): ExecutionOutput {
	const [json] = /^\{$[^]*?^\}$/m.exec(output) ?? [];
	if (json === undefined) throw new CliError('n8n execute wrote no execution');
	return JSON.parse(json) as ExecutionOutput;
}

/** Nodes that did not run, failed, or output no item. */
export function problemsOf(
	{ nodes }: Pick<WorkflowImport, 'nodes'>,
	{ data }: ExecutionOutput,
): string[] {
	const names = nodes.filter(({ type }) => !type.endsWith('.stickyNote')).map(({ name }) => name);
	return names.flatMap((name) => {
		const run = data.resultData?.runData?.[name]?.at(-1);
		if (!run) return [`"${name}" did not run`];
		if (run.executionStatus !== 'success') return [`"${name}" ended as ${run.executionStatus}`];
		return itemsOf(run.data).length === 0 ? [`"${name}" output no item`] : [];
	});
}
