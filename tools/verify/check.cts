import { CliError } from '../../support/cli/errors.cts';

/** What a check has found. */
export interface Result {
	/** One line each; empty if there is nothing to report. */
	findings: string[];
	/** A figure that is shown if there is nothing to report. */
	note?: string;
	/** Why it could not be checked; it is then neither ok nor a finding. */
	notChecked?: string;
}

export interface Check {
	title: string;
	/** @throws CliError when what is checked is not available: that is a finding too */
	run(): Promise<Result> | Result;
}

/** How many checks had which result. */
export interface Tally {
	ok: number;
	notChecked: number;
	withFindings: number;
}

/** Runs the checks one after the other: a line each, with its findings indented below it. */
export async function runChecks(
	checks: Check[],
	write: (text: string) => void = (text) => process.stdout.write(text),
): Promise<Tally> {
	const tally: Tally = { ok: 0, notChecked: 0, withFindings: 0 };
	for (const { title, run } of checks) {
		write(`${title} ... `);
		const result = await findingsOf(run);
		write(shown(result));
		if (result.findings.length > 0) tally.withFindings++;
		else if (result.notChecked) tally.notChecked++;
		else tally.ok++;
	}
	return tally;
}

async function findingsOf(run: Check['run']): Promise<Result> {
	try {
		return await run();
	} catch (error) {
		if (error instanceof CliError) return { findings: [error.message] };
		throw error;
	}
}

function shown({ findings, note, notChecked }: Result): string {
	if (findings.length > 0) {
		return `finding\n${findings.map((finding) => `  ${finding}\n`).join('')}`;
	}
	if (notChecked) return `not checked: ${notChecked}\n`;
	return note ? `ok (${note})\n` : 'ok\n';
}

/** The last line: the results of all checks. */
export function summaryOf({ ok, notChecked, withFindings }: Tally): string {
	return `${ok} ok, ${notChecked} not checked, ${withFindings} with findings`;
}
