import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import type { Check } from '../../../support/cli/checks.cts';
import { extentOf, searchStored, secretsOfTeam } from '../../../support/secrets/storedSecrets.cts';
import { dialects } from './coverage.cts';
import type { Failures } from './failureChecks.cts';
import type { DialectRuns } from './report.cts';
import type { ExecuteEnvironment } from './executeEnvironment.cts';

const outputFile = 'output.log';

/**
 * Searches n8n's database, with its write-ahead log, its logs and its output for the key secret, the
 * minted tokens and the service account's password: they may only be there encrypted.
 */
export async function secretChecks(
	{ testBed, servicePassword, failing }: ExecuteEnvironment,
	runs: DialectRuns,
	{ failed }: Failures,
): Promise<Check[]> {
	const { n8n, sandbox } = testBed;
	const workflowRuns = dialects.flatMap((dialect) => runs[dialect].workflows);
	const output = workflowRuns.map((run) => run.output).join('\n');
	await writeFile(join(n8n.userFolder, outputFile), output);
	const requests = await sandbox.requests();
	const password = { name: 'the password of the service account', text: servicePassword };
	const secrets = [...(await secretsOfTeam(sandbox)), password];
	const search = await searchStored(n8n, secrets, ['database.sqlite', outputFile]);
	const executions = workflowRuns.length + failed;
	console.log(
		`Searched for secrets: ${extentOf(search)}; ${failed} of ${executions} stored executions failed.`,
	);
	return [
		{ name: 'no secret outside of encrypted credentials', problems: search.leaks },
		{
			name: 'the search for secrets finds what is there',
			problems: [
				...search.blindSpots.map((name) => `no connection in ${name}`),
				...(requests.some(sentPassword) ? [] : ['no password was sent']),
				...(failed === failing.length ? [] : [`${failed} failed executions were stored`]),
			],
		},
	];
}

/** The log of the sandbox hides secrets, but not that there were some. */
function sentPassword({ endpoint, body }: LoggedRequest): boolean {
	return endpoint === 2 && Boolean((body as Record<string, unknown>)?.service_account_password);
}
