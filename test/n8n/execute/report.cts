import type { Check } from '../../../support/cli/checks.cts';
import { dialects, type Dialect, type EndpointRun } from './coverage.cts';
import type { WorkflowRun } from './executeWorkflow.cts';

/** The examples in one dialect. */
export interface DialectRun {
	workflows: WorkflowRun[];
	endpoints: EndpointRun[];
	/** What was refused or left behind. */
	leftovers: string[];
}

export type DialectRuns = Record<Dialect, DialectRun>;

/** Workflows with their seconds, then endpoints with their statuses, a column a dialect. */
export function tables(runs: DialectRuns): string {
	const { workflows, endpoints } = runs.client;
	const seconds = workflows.map(({ name }, index) => [
		name,
		...dialects.map((dialect) => workflowCell(runs[dialect].workflows[index])),
	]);
	const statuses = endpoints.map(({ number, what }, index) => [
		`${String(number).padStart(2)} ${what}`,
		...dialects.map((dialect) => endpointCell(runs[dialect].endpoints[index])),
	]);
	return table([['workflow', ...dialects], ...seconds, [], ['endpoint', ...dialects], ...statuses]);
}

function workflowCell({ milliseconds, problems }: WorkflowRun): string {
	return `${(milliseconds / 1_000).toFixed(1)} s${problems.length ? ' FAILED' : ''}`;
}

function endpointCell({ statuses, isGood }: EndpointRun): string {
	const each = [...statuses].map(([status, times]) => `${status ?? 'no answer'} x ${times}`);
	return `${each.join(', ') || 'not called'}${isGood ? '' : ' FAILED'}`;
}

function table(rows: string[][]): string {
	const width = (column: number) => Math.max(...rows.map((row) => (row[column] ?? '').length));
	const widths = [0, 1, 2].map(width);
	return rows
		.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('   '))
		.map((line) => line.trimEnd())
		.join('\n');
}

/** Everything that had to be true, in both dialects. */
export function checksOf(runs: DialectRuns): Check[] {
	return dialects.flatMap((dialect) => {
		const { workflows, endpoints, leftovers } = runs[dialect];
		return [
			...workflows.map(({ name, problems }) => ({ name: `${dialect}: ${name}`, problems })),
			...endpoints.map((endpoint) => ({
				name: `${dialect}: endpoint ${endpoint.number}, ${endpoint.what}`,
				problems: endpoint.isGood ? [] : [endpointCell(endpoint)],
			})),
			{ name: `${dialect}: nothing refused, nothing left behind`, problems: leftovers },
		];
	});
}
