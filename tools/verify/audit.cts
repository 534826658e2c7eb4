import type { Result } from './check.cts';
import { runTool } from './tool.cts';

/** As much of `npm audit --json` as is looked at: of an answer, or of a failure. */
interface AuditReport {
	metadata?: { vulnerabilities?: { total?: number } };
	message?: string;
	error?: { summary?: string };
}

/** How many advisories npm knows about, or why it doesn't say. */
type Audited = { advisories: number } | { unanswered: string };

/**
 * Whether npm knows advisories about what is shipped. npm asks the registry about packages alone: if
 * none is shipped it prints "found 0 vulnerabilities" without having asked. So the development tools are
 * audited too, which shows whether the registry answers at all.
 */
export async function audit(signal: AbortSignal): Promise<Result> {
	const report = async (flags: string[]) => {
		const args = ['audit', '--json', '--loglevel=silent', '--fetch-retries=0', ...flags];
		return readAudit((await runTool('npm', args, { signal })).output);
	};
	return auditResult(await report(['--omit=dev']), await report([]));
}

/** @param output what `npm audit --json` has printed */
export function readAudit(output: string): Audited {
	const report = parse(output);
	const total = report?.metadata?.vulnerabilities?.total;
	if (typeof total === 'number') return { advisories: total };
	const reason = report?.message ?? report?.error?.summary;
	return { unanswered: reason || 'npm audit printed no report' };
}

function parse(output: string): AuditReport | undefined {
	try {
		return JSON.parse(output) as AuditReport;
	} catch {
		return undefined;
	}
}

/**
 * @param shipped about what a user installs
 * @param all about the development tools too
 */
export function auditResult(shipped: Audited, all: Audited): Result {
	if ('advisories' in shipped && shipped.advisories > 0) {
		return { findings: [`${shipped.advisories} advisories about what is shipped`] };
	}
	if ('unanswered' in shipped) return { findings: [], notChecked: shipped.unanswered };
	if ('unanswered' in all) {
		return { findings: [], notChecked: `the registry answers no audit: ${all.unanswered}` };
	}
	return { findings: [], note: `0 shipped, ${all.advisories} in development tools` };
}
