import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { UserError } from 'n8n-workflow';
import { endpointOf } from '../nodes/AsaActiveDirectory/asa/endpoints';
import { CliError, Interrupted } from '../support/cli/errors.cts';
import { main } from '../support/cli/main.cts';
import { promptInTerminal, type Flags, isFlagsError, readCredential, readFlags } from './input.cts';
import { contradictionMark } from './report.cts';
import { checkTeam, type Outcome } from './run.cts';

const exitCodes = { good: 0, contradicted: 1, unusable: 2 };

/** Standard output is the report's, so everything else goes to standard error. */
const log = (line: string) => console.error(line);

/** Reads the command line, checks the team it names, and says why that could not be done. */
async function contractCheck(args: string[], signal: AbortSignal): Promise<number> {
	try {
		return await check(readFlags(args), signal);
	} catch (error) {
		if (isFlagsError(error)) {
			if (error.exitCode === 0) return exitCodes.good;
			log(`Nothing was checked: ${error.message.split('\n')[0]}`);
			return exitCodes.unusable;
		}
		if (error instanceof Interrupted) throw error;
		// Other errors may hold requests with their credentials: only their messages are shown.
		throw new CliError(error instanceof UserError ? error.message : String(error));
	}
}

/** Checks a team and prints the report. */
async function check({ report: file, ...flags }: Flags, signal: AbortSignal): Promise<number> {
	const isTerminal = Boolean(process.stdin.isTTY);
	const promptSecret = (question: string) => promptInTerminal(question, signal);
	const credential = await readCredential(
		flags,
		process.env,
		isTerminal ? promptSecret : undefined,
	);
	const confirm = isTerminal ? (question: string) => prompt(question, signal) : undefined;
	const outcome = await checkTeam(credential, flags, { signal, log, confirm });
	process.stdout.write(outcome.report.markdown);
	if (file !== undefined) await writeFile(file, outcome.report.markdown);
	return conclude(outcome);
}

async function prompt(question: string, signal: AbortSignal): Promise<boolean> {
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
	for (const { endpoint, correction } of report.endpoints) {
		if (correction === undefined) continue;
		log(`Path Correction to enter for "${endpointOf(endpoint).what}": ${correction}`);
	}
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

void main({
	name: 'contract-check',
	run: contractCheck,
	log,
	whenInterrupted: 'Interrupted; there is no report.',
	errorCode: exitCodes.unusable,
});
