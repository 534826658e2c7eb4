import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import { extentOf, searchKept, secretsOfTeam } from '../../../support/secrets/storedSecrets.cts';
import { DIALECTS } from '../../../support/sandbox/sandboxControl.cts';
import type { Failures } from './failureChecks.cts';
import type { House } from './house.cts';
import type { Check, Rounds } from './report.cts';

const OUTPUT = 'output.log';

/**
 * Searches n8n's database, with its write-ahead log, its logs and its output for the key secret, the
 * minted tokens and the service account's password: they may stand there encrypted alone.
 */
export async function secretChecks(
	{ n8n, sandbox, control, servicePassword, failing }: House,
	rounds: Rounds,
	{ failed }: Failures,
): Promise<Check[]> {
	await writeFile(join(n8n.userFolder, OUTPUT), outputOf(rounds));
	const requests = await control.requests();
	const password = { name: 'the password of the service account', text: servicePassword };
	const secrets = [...(await secretsOfTeam(sandbox)), password];
	const kept = await searchKept(n8n, secrets, ['database.sqlite', OUTPUT]);
	const executions = DIALECTS.flatMap((dialect) => rounds[dialect].workflows).length + failed;
	console.log(
		`Searched for secrets: ${extentOf(kept)}, ${failed} of ${executions} executions in it failed.`,
	);
	return [
		{ name: 'no secret outside of encrypted credentials', problems: kept.leaks },
		{
			name: 'the search for secrets finds what is there',
			problems: [
				...kept.missed.map((name) => `no connection in ${name}`),
				...(requests.some(sentPassword) ? [] : ['no password was sent']),
				...(failed === failing.length ? [] : [`${failed} failed executions were kept`]),
			],
		},
	];
}

/** The log of the sandbox keeps secrets to itself, but not that there were some. */
function sentPassword({ endpoint, body }: LoggedRequest): boolean {
	return endpoint === 2 && Boolean((body as Record<string, unknown>)?.service_account_password);
}

function outputOf(rounds: Rounds): string {
	const runs = DIALECTS.flatMap((dialect) => rounds[dialect].workflows);
	return runs.map(({ output }) => output).join('\n');
}
