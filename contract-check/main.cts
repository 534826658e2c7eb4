import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { UserError } from 'n8n-workflow';
import { Interrupted, listenForInterruption } from '../demo/interruption.cts';
import { askInTerminal, readCredential } from './credential.cts';
import { isFlagsError, readFlags } from './flags.cts';
import { checkTeam, type Outcome } from './run.cts';

const exitCodes = { good: 0, refuted: 1, unusable: 2 };

/** Standard output is the report's, so all else goes to standard error. */
const tell = (line: string) => console.error(line);

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
	const outcome = await checkTeam(credential, flags, { signal, tell, confirm });
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
	const isGood = report.broken.length === 0 && isClean;
	for (const line of report.broken) tell(`NOT AS IT IS CERTAIN TO BE  ${line}`);
	const count = (verdict: string) =>
		report.standings.filter((standing) => standing.verdict === verdict).length;
	const counts = ['confirmed', 'refuted', 'unclear', 'not tried'].map(
		(verdict) => `${count(verdict)} ${verdict}`,
	);
	tell(`${isGood ? 'Good' : 'Not good'}: of the endpoints ${counts.join(', ')}.`);
	return isGood ? exitCodes.good : exitCodes.refuted;
}

function exitCodeOf(error: unknown, signal: AbortSignal): number {
	const reason: unknown = signal.aborted ? signal.reason : error;
	if (reason instanceof Interrupted) {
		tell('Interrupted; there is no report.');
		return reason.exitCode;
	}
	if (isFlagsError(reason)) {
		if (reason.exitCode === 0) return exitCodes.good;
		tell(`Nothing was checked: ${reason.message.split('\n')[0]}`);
		return exitCodes.unusable;
	}
	tell(`contract-check: ${reason instanceof UserError ? reason.message : String(reason)}`);
	return exitCodes.unusable;
}

const interruption = listenForInterruption();
main(interruption)
	.catch((error) => exitCodeOf(error, interruption))
	.then((code) => {
		process.exitCode = code;
	});
