import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import packageJson from '../package.json';
import { createEvidence, type Evidence } from './evidence.cts';
import type { Flags } from './flags.cts';
import { Gate, privateTexts } from './privacy.cts';
import { checkByReading } from './reading.cts';
import { writeReport, type Report } from './report.cts';
import { LimitReached, Team } from './team.cts';
import { checkByWriting, cleanUp, findTrial, planText, type Trial } from './writing.cts';

/** Who the check talks to while it runs. */
interface Surroundings {
	signal: AbortSignal;
	/** Gets a line of progress; nothing in it goes into the report. */
	tell: (line: string) => void;
	/** Asks whether to write; absent where nobody can be asked. */
	confirm?: (question: string) => Promise<boolean>;
}

export interface Outcome {
	report: Report;
	/** Whether nothing that was made is left. */
	isClean: boolean;
}

/** How many requests cleaning up may take: it has a limit of its own, so that it is never cut short. */
const cleanUpRequests = 200;

/**
 * Checks a team. What `--write` made is deleted again whatever happens.
 *
 * @throws UserError where the credential or the connection can't be used, or nobody agreed to writes; the
 * reason of the signal
 */
export async function checkTeam(
	credential: ICredentialDataDecryptedObject,
	flags: Omit<Flags, 'report'>,
	surroundings: Surroundings,
): Promise<Outcome> {
	const { tell, signal } = surroundings;
	const timeoutMs = flags.timeout * 1_000;
	const { maxRequests } = flags;
	const team = new Team(credential, { timeoutMs, maxRequests, signal, tell });
	const evidence = createEvidence();
	tell(`At most ${maxRequests} requests, one at a time.`);
	await team.signIn();
	const trial = flags.write ? await planTrial(team, flags, surroundings) : undefined;
	let limit: LimitReached | undefined;
	let isClean = true;
	try {
		limit = await collect(team, evidence, flags, trial);
	} finally {
		if (trial) {
			const { signal: never } = new AbortController();
			const settings = { timeoutMs, maxRequests: cleanUpRequests, signal: never, tell };
			isClean = await tidyUp(new Team(credential, settings), trial, tell);
		}
	}
	const findings = {
		attempts: team.attempts,
		mints: team.mints,
		evidence,
		wrote: flags.write,
		circumstances: circumstances(team, flags, credential, limit),
	};
	return { report: writeReport(findings, gateOf(team, evidence, credential)), isClean };
}

/** Finds the throw-away connection and asks whether to go on. */
async function planTrial(
	team: Team,
	{ connection = '', wait, yes }: Pick<Flags, 'connection' | 'wait' | 'yes'>,
	{ signal, tell, confirm }: Surroundings,
): Promise<Trial> {
	const trial = await findTrial(team, connection, { waitMs: wait * 1_000, signal });
	tell(planText(trial));
	if (yes) return trial;
	if (!confirm)
		throw new UserError('--write asks before it writes; where nobody can answer, give --yes');
	if (!(await confirm('Go on?'))) throw new UserError('Nothing was written, as you said');
	return trial;
}

/** @returns the limit that cut it short, if one did */
async function collect(
	team: Team,
	evidence: Evidence,
	{ connections }: Pick<Flags, 'connections'>,
	trial: Trial | undefined,
): Promise<LimitReached | undefined> {
	try {
		await checkByReading(team, evidence, connections);
		if (trial) await checkByWriting(team, evidence, trial);
		return undefined;
	} catch (error) {
		if (error instanceof LimitReached) return error;
		throw error;
	}
}

/** @returns whether nothing is left of what was made */
async function tidyUp(team: Team, trial: Trial, tell: Surroundings['tell']): Promise<boolean> {
	tell('Looking for what is left of the jobs that were made ...');
	const left = await cleanUp(team, trial);
	if (left?.length === 0) return true;
	const what = left ? left.join(', ') : `jobs whose names begin with "${trial.marker}"`;
	tell(`LEFT BEHIND on "${trial.connection.name}", delete by hand: ${what}`);
	return false;
}

function circumstances(
	{ sent, mints }: Team,
	{ maxRequests, write, baseUrl }: Pick<Flags, 'maxRequests' | 'write' | 'baseUrl'>,
	{ authentication }: ICredentialDataDecryptedObject,
	limit: LimitReached | undefined,
): string[] {
	const host =
		new URL(baseUrl).hostname === 'app.scaleft.com' ? "Okta's default host" : 'another host';
	const sign = authentication === 'teamToken' ? 'a pasted token' : "a service user's key";
	return [
		`- ${packageJson.name} ${packageJson.version}, ${new Date().toISOString().slice(0, 10)}`,
		`- ${write ? 'with writes' : 'read-only'}, ${host}, ${sign}, tokens minted: ${mints.filter(isMint).length}`,
		`- ${sent} of at most ${maxRequests} requests${limit ? '; CUT SHORT by that limit' : ''}`,
	];
}

function isMint({ body }: Team['mints'][number]): boolean {
	return JSON.stringify(body ?? null).includes('"bearer_token"');
}

function gateOf(
	{ attempts, mints }: Team,
	{ unknownId }: Evidence,
	credential: ICredentialDataDecryptedObject,
): Gate {
	const exchanges = [...attempts.flatMap((attempt) => attempt.exchanges), ...mints];
	if (unknownId) exchanges.push(unknownId);
	return new Gate(privateTexts(exchanges, credential));
}
