/** Something that had to be true. */
export interface Check {
	name: string;
	/** Empty when it is. */
	problems: string[];
}

/** A check that is yet to be made; it fails by throwing. */
export interface TestCase {
	name: string;
	run(): Promise<unknown>;
}

/** Thrown by a case that has nothing to check, with the reason: it neither passed nor failed. */
export class Skipped extends Error {}

/**
 * Runs one case after the other and prints a line for each.
 *
 * @returns the checks of all cases that were not skipped
 * @throws the reason of `signal` once it is aborted
 */
export async function runCases(cases: TestCase[], signal: AbortSignal): Promise<Check[]> {
	const checks: Check[] = [];
	for (const { name, run } of cases) {
		const started = Date.now();
		const problems = await problemsOf(run, signal);
		if (problems instanceof Skipped) {
			console.log(`skipped: ${name} (${problems.message})`);
			continue;
		}
		const seconds = ((Date.now() - started) / 1_000).toFixed(1);
		if (problems.length === 0) console.log(`passed: ${name} (${seconds} s)`);
		else printProblems([{ name, problems }]);
		checks.push({ name, problems });
	}
	return checks;
}

async function problemsOf(run: TestCase['run'], signal: AbortSignal): Promise<string[] | Skipped> {
	try {
		await run();
		return [];
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof Skipped) return error;
		return [error instanceof Error ? error.message : String(error)];
	}
}

/** Prints what is wrong, a line for each failed check. */
export function printProblems(checks: Check[]): void {
	for (const { name, problems } of failedOf(checks)) {
		console.log(`FAILED ${name}: ${problems.join('; ')}`);
	}
}

/**
 * Prints the last line: how many checks passed and how many failed.
 *
 * @returns the exit code
 */
export function printSummary(checks: Check[]): number {
	const failed = failedOf(checks).length;
	console.log(summaryOf(checks.length - failed, failed));
	return failed === 0 ? 0 : 1;
}

export function summaryOf(passed: number, failed: number): string {
	return `${passed} passed, ${failed} failed`;
}

/** The last line when nothing could be checked. */
export function nothingPassed(): string {
	return summaryOf(0, 1);
}

/** Those that did not pass. */
export function failedOf(checks: Check[]): Check[] {
	return checks.filter(({ problems }) => problems.length > 0);
}
