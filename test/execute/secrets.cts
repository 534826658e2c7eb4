import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedRequest } from '../../sandbox/requestLog.cts';
import { type Canary, markOfTokens, searchFolder } from '../secrets/canaries.cts';
import { DIALECTS } from './control.cts';
import type { House } from './house.cts';
import type { Check, Rounds } from './report.cts';

/** A connection that every example reads: what the search must find. */
const CONNECTION = 'Corporate directory';

/** Installed code, not what n8n has written. */
const SKIPPED = ['node_modules'];

/**
 * Searches n8n's database, with its write-ahead log, its logs and its output for the key secret, the
 * minted tokens and the service account's password: they may stand there encrypted alone.
 */
export async function secretChecks(house: House, rounds: Rounds): Promise<Check[]> {
	const { userFolder, sandbox, control, servicePassword } = house;
	await writeFile(join(userFolder, 'output.log'), outputOf(rounds));
	const { id, secret } = sandbox.key;
	const secrets: Canary[] = [
		{ name: 'the key secret', text: secret },
		{ name: 'a team token', text: markOfTokens(id, await control.mintToken()) },
		{ name: 'the password of the service account', text: servicePassword },
	];
	const { finds } = await searchFolder(userFolder, secrets, SKIPPED);
	const controls = await searchFolder(userFolder, [{ name: '', text: CONNECTION }], SKIPPED);
	const seen = controls.finds.map(({ file }) => file);
	// What is new in the database stands beside it, in database.sqlite-wal.
	const missed = ['database.sqlite', 'output.log'].filter(
		(name) => !seen.some((file) => file.includes(`/${name}`)),
	);
	const requests = await control.requests();
	return [
		{
			name: 'no secret outside of encrypted credentials',
			problems: finds.map(({ canary, file }) => `${canary} in ${file}`),
		},
		{
			name: 'the search for secrets finds what is there',
			problems: [
				...missed.map((name) => `no connection in ${name}`),
				...(requests.some(sentPassword) ? [] : ['no password was sent']),
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
