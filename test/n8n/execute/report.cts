import type { EndpointRun } from './coverage.cts';
import { DIALECTS, type Dialect } from '../../../support/sandbox/sandboxControl.cts';
import type { WorkflowRun } from './executeWorkflow.cts';

/** What came of the examples in one dialect. */
export interface Round {
	workflows: WorkflowRun[];
	endpoints: EndpointRun[];
	/** What was refused or left behind; empty when all went well. */
	afterwards: string[];
}

export type Rounds = Record<Dialect, Round>;

/** One thing that had to be so. */
export interface Check {
	name: string;
	/** Empty when it is so. */
	problems: string[];
}

/** Workflows with their seconds, then endpoints with their statuses, a column a dialect. */
export function tables(rounds: Rounds): string {
	const { workflows, endpoints } = rounds.client;
	const seconds = workflows.map(({ name }, index) => [
		name,
		...DIALECTS.map((dialect) => workflowCell(rounds[dialect].workflows[index])),
	]);
	const statuses = endpoints.map(({ number, what }, index) => [
		`${String(number).padStart(2)} ${what}`,
		...DIALECTS.map((dialect) => endpointCell(rounds[dialect].endpoints[index])),
	]);
	return table([['workflow', ...DIALECTS], ...seconds, [], ['endpoint', ...DIALECTS], ...statuses]);
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

/** All that had to be so, in both dialects. */
export function checks(rounds: Rounds): Check[] {
	return DIALECTS.flatMap((dialect) => {
		const { workflows, endpoints, afterwards } = rounds[dialect];
		return [
			...workflows.map(({ name, problems }) => ({ name: `${dialect}: ${name}`, problems })),
			...endpoints.map((endpoint) => ({
				name: `${dialect}: endpoint ${endpoint.number}, ${endpoint.what}`,
				problems: endpoint.isGood ? [] : [endpointCell(endpoint)],
			})),
			{ name: `${dialect}: nothing refused, nothing left behind`, problems: afterwards },
		];
	});
}
