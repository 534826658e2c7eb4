import type { CampaignResult, Outcome } from './suite.cts';
import type { Account, Fate } from './deliveryAudit.cts';
import type { StoredExecution } from './records.cts';
import { POLL_SECONDS } from './workflows.cts';

/** The figures of all configurations as tables in Markdown, a column a configuration, of one n8n. */
export function figures(results: CampaignResult[], version: string, seed: number): string {
	return [countTable(results, version, seed), outcomeTable(results)].join('\n\n');
}

function countTable(results: CampaignResult[], version: string, seed: number): string {
	const rows: [string, (result: CampaignResult) => number | string][] = [
		['n8n', () => version],
		['seconds between polls', () => POLL_SECONDS],
		['seed of the simulated team', () => seed],
		['results that ended', ({ accounts }) => ofResults(accounts).length],
		['part of the baseline', fated('baseline')],
		['delivered once', fated('once')],
		['delivered again by the same execution', fated('rerun')],
		['delivered again by a poll that was forgotten and repeated', fated('polled again')],
		['delivered again by polls at the same time', fated('polled at once')],
		['lost with an execution that died', fated('died with its execution')],
		['lost before n8n stored their execution', fated('never stored')],
		['incidents opened and closed, items due', ({ accounts }) => incidents(accounts).length],
		['of them delivered once', ({ accounts }) => incidents(accounts).filter(isOnce).length],
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
	return table(
		['what', ...names(results)],
		rows.map(([what, figure]) => [what, ...results.map((result) => String(figure(result)))]),
	);
}

/** What became of the results that each disturbance was aimed at. */
function outcomeTable(results: CampaignResult[]): string {
	const rows = (results[0]?.outcomes ?? []).map(({ name }, index) => [
		name,
		...results.map(({ outcomes }) => words(outcomes[index])),
	]);
	return table(['what happens to n8n', ...names(results)], rows);
}

const WORDS: Record<Fate, string> = {
	once: 'delivered once',
	rerun: 'delivered again by the same execution',
	'polled again': 'delivered again by a repeated poll',
	'polled at once': 'delivered again by polls at the same time',
	'died with its execution': 'lost',
	'never stored': 'lost before its execution was stored',
	baseline: 'part of the baseline',
};

function words(outcome: Outcome | undefined): string {
	const said = (outcome?.accounts ?? []).map(({ fate, executions }) => {
		const dead = executions.filter(({ status }) => status !== 'success');
		const marks = dead.map(({ status }) => `execution marked ${status}`);
		return [WORDS[fate], ...new Set(marks)].join(', ');
	});
	return [...new Set(said)].join('; ');
}

function fated(fate: Fate): (result: CampaignResult) => number {
	return ({ accounts }) => ofResults(accounts).filter((each) => each.fate === fate).length;
}

function dead({ executions }: CampaignResult): StoredExecution[] {
	return executions.filter(({ status }) => status !== 'success');
}

function reportedDead(result: CampaignResult): number {
	return dead(result).filter(({ id }) => result.reported.has(id)).length;
}

function ofResults(accounts: Account[]): Account[] {
	return accounts.filter(({ isResult }) => isResult);
}

function incidents(accounts: Account[]): Account[] {
	return accounts.filter(({ isResult }) => !isResult);
}

function isOnce({ fate }: Account): boolean {
	return fate === 'once';
}

function names(results: CampaignResult[]): string[] {
	return results.map(({ configuration }) => configuration.title);
}

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
