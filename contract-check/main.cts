import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { UserError } from 'n8n-workflow';
import { Interrupted, listenForInterruption } from '../support/cli/interruption.cts';
import { askInTerminal, isFlagsError, readCredential, readFlags } from './input.cts';
import { contradictionMark } from './report.cts';
import { checkTeam, type Outcome } from './run.cts';

const exitCodes = { good: 0, contradicted: 1, unusable: 2 };

/** Standard output is the report's, so everything else goes to standard error. */
const log = (line: string) => console.error(line);

/**
 * Checks a team and prints the report.
 *
 * @returns the exit code
 */
async function main(signal: AbortSignal): Promise<number> {
	const { report: file, ...flags } = readFlags(process.argv.slice(2));
	const isTerminal = Boolean(process.stdin.isTTY);
	const askSecret = (question: string) => askInTerminal(question, signal);
	const credential = await readCredential(flags, process.env, isTerminal ? askSecret : undefined);
	const confirm = isTerminal ? (question: string) => ask(question, signal) : undefined;
	const outcome = await checkTeam(credential, flags, { signal, log, confirm });
	process.stdout.write(outcome.report.markdown);
	if (file !== undefined) await writeFile(file, outcome.report.markdown);
	return conclude(outcome);
}

async function ask(question: string, signal: AbortSignal): Promise<boolean> {
	const terminal = createInterface({
		input: process.stdin,
		output: process.stderr,
		// Leaves Ctrl-C to the process.
		terminal: false,
	});
	try {
		const answer = await terminal.question(`${question} (yes/no) `, { signal });
		return answer.trim().toLowerCase() === 'yes';
	} finally {
		terminal.close();
	}
}

/** Says the outcome in the last line. */
function conclude({ report, isClean }: Outcome): number {
	const { contradictions, inconclusive } = report;
	for (const line of contradictions) log(`${contradictionMark}  ${line}`);
	for (const line of inconclusive) log(`INCONCLUSIVE  ${line}`);
	const isGood = contradictions.length + inconclusive.length === 0 && isClean;
	log(`${isGood ? 'Good' : 'Not good'}: ${countsOf(report)}.`);
	return isGood ? exitCodes.good : exitCodes.contradicted;
}

function countsOf({ endpoints, facts }: Outcome['report']): string {
	const count = (entries: Array<{ finding: string }>, finding: string) =>
		`${entries.filter((entry) => entry.finding === finding).length} ${finding}`;
	const ofEndpoints = ['confirmed', 'contradicted', 'inconclusive', 'not tried'].map((finding) =>
		count(endpoints, finding),
	);
	const ofFacts = ['confirmed', 'contradicted', 'not seen'].map((finding) => count(facts, finding));
	return `endpoints ${ofEndpoints.join(', ')}; facts ${ofFacts.join(', ')}`;
}

function exitCodeOf(error: unknown, signal: AbortSignal): number {
	const reason: unknown = signal.aborted ? signal.reason : error;
	if (reason instanceof Interrupted) {
		log('Interrupted; there is no report.');
		return reason.exitCode;
	}
	if (isFlagsError(reason)) {
		if (reason.exitCode === 0) return exitCodes.good;
		log(`Nothing was checked: ${reason.message.split('\n')[0]}`);
		return exitCodes.unusable;
	}
	log(`contract-check: ${reason instanceof UserError ? reason.message : String(reason)}`);
	return exitCodes.unusable;
}

const interruption = listenForInterruption();
main(interruption)
	.catch((error) => exitCodeOf(error, interruption))
	.then((code) => {
		process.exitCode = code;
	});
