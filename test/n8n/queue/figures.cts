import { markdownTable } from '../../../support/cli/markdownTable.cts';
import type { AuditedItem, DeliveryOutcome } from './deliveryAudit.cts';
import type { StoredExecution } from './records.cts';
import type { FailureResult, SuiteResult } from './runSuite.cts';
import { pollSeconds } from './workflows.cts';

/** The figures of all configurations as tables in Markdown, a column a configuration. */
export function figures(results: SuiteResult[], seed: number): string {
	return [countTable(results, seed), failureTable(results)].join('\n\n');
}

function countTable(results: SuiteResult[], seed: number): string {
	const rows: [string, (result: SuiteResult) => number | string][] = [
		['seconds between polls', () => pollSeconds],
		['seed of the simulated team', () => seed],
		['results that ended', ({ items }) => resultsOf(items).length],
		['part of the baseline', counting('baseline')],
		['delivered once', counting('once')],
		['delivered again by the same execution', counting('rerun')],
		['delivered again by a poll that was forgotten and repeated', counting('polled again')],
		['delivered again by polls at the same time', counting('polled at once')],
		['lost with an execution that died', counting('died with its execution')],
		['lost before n8n stored their execution', counting('never stored')],
		['incidents opened and closed, items due', ({ items }) => incidentsOf(items).length],
		['of them delivered once', ({ items }) => incidentsOf(items).filter(isOnce).length],
		['unreadable connections reported, of 1', ({ unreadable }) => unreadable],
		['executions', ({ executions }) => executions.length],
		[
			'of them begun by a worker',
			({ executions, begunBy }) => executions.filter(({ id }) => begunBy.workers.has(id)).length,
		],
		['of them begun by main', ({ begunBy }) => begunBy.main.size],
		['executions that died', (result) => dead(result).length],
		['of them reported to the error workflow', reportedDead],
		['polls', ({ polls }) => polls],
		['lines about polls in the logs of workers', ({ pollLines }) => pollLines.workers],
		['secrets found in database, Redis and logs', ({ secrets }) => secrets.finds.length],
		['searched, MB', ({ secrets }) => Math.round(secrets.bytes / 1_000_000)],
		['time, s', ({ seconds }) => seconds],
	];
	return markdownTable(
		['what', ...names(results)],
		rows.map(([what, figure]) => [what, ...results.map((result) => String(figure(result)))]),
	);
}

/** The delivery of the results that each injected failure affected. */
function failureTable(results: SuiteResult[]): string {
	const rows = (results[0]?.failures ?? []).map(({ name }, index) => [
		name,
		...results.map(({ failures }) => describe(failures[index])),
	]);
	return markdownTable(['what happens to n8n', ...names(results)], rows);
}

const outcomeDescriptions: Record<DeliveryOutcome, string> = {
	once: 'delivered once',
	rerun: 'delivered again by the same execution',
	'polled again': 'delivered again by a repeated poll',
	'polled at once': 'delivered again by polls at the same time',
	'died with its execution': 'lost',
	'never stored': 'lost before its execution was stored',
	baseline: 'part of the baseline',
};

function describe(failure: FailureResult | undefined): string {
	const descriptions = (failure?.items ?? []).map(({ outcome, executions }) => {
		const dead = executions.filter(({ status }) => status !== 'success');
		const marks = dead.map(({ status }) => `execution marked ${status}`);
		return [outcomeDescriptions[outcome], ...new Set(marks)].join(', ');
	});
	return [...new Set(descriptions)].join('; ');
}

function counting(outcome: DeliveryOutcome): (result: SuiteResult) => number {
	return ({ items }) => resultsOf(items).filter((item) => item.outcome === outcome).length;
}

function dead({ executions }: SuiteResult): StoredExecution[] {
	return executions.filter(({ status }) => status !== 'success');
}

function reportedDead(result: SuiteResult): number {
	return dead(result).filter(({ id }) => result.reported.has(id)).length;
}

function resultsOf(items: AuditedItem[]): AuditedItem[] {
	return items.filter(({ isResult }) => isResult);
}

function incidentsOf(items: AuditedItem[]): AuditedItem[] {
	return items.filter(({ isResult }) => !isResult);
}

function isOnce({ outcome }: AuditedItem): boolean {
	return outcome === 'once';
}

function names(results: SuiteResult[]): string[] {
	return results.map(({ configuration }) => configuration.title);
}
