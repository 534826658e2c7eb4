import { randomBytes } from 'node:crypto';
import { UserError, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import packageJson from '../package.json';
import { jobKinds, type JobKind } from './expectedAnswers.cts';
import type { Flags } from './input.cts';
import { isDeleted, readId, readText } from './json.cts';
import { checkByReading } from './reading.cts';
import { createEvidence, type Evidence } from './record.cts';
import { privateTexts, Redactor } from './redactor.cts';
import { writeReport, type Report } from './report.cts';
import { LimitReached, Team } from './team.cts';
import { checkByWriting, type WriteTarget } from './writing.cts';

/** What the check reports and asks while it runs. */
interface Terminal {
	signal: AbortSignal;
	/** Gets a line of progress; nothing in it goes into the report. */
	log: (line: string) => void;
	/** Asks whether to write; absent without a terminal. */
	confirm?: (question: string) => Promise<boolean>;
}

export interface Outcome {
	report: Report;
	/** Whether every job that was created is deleted. */
	isClean: boolean;
}

/** How many requests cleaning up may take: it has a limit of its own, so that it is never cut short. */
const cleanUpRequests = 200;

/**
 * Checks a team. Every job that `--write` creates is deleted again, after errors too.
 *
 * @throws UserError if the credential or the connection can't be used, or writes were not confirmed; the reason of
 * the signal
 */
export async function checkTeam(
	credential: ICredentialDataDecryptedObject,
	flags: Omit<Flags, 'report'>,
	user: Terminal,
): Promise<Outcome> {
	const { log, signal } = user;
	const { maxRequests } = flags;
	const timeoutMs = flags.timeout * 1_000;
	const team = new Team(credential, { timeoutMs, maxRequests, signal, log });
	const evidence = createEvidence();
	log(`At most ${maxRequests} requests, one at a time.`);
	await team.signIn();
	const target = flags.write ? await planWrites(team, flags, user) : undefined;
	let limit: LimitReached | undefined;
	let isClean = true;
	try {
		limit = await collect(team, evidence, flags, target);
	} finally {
		if (target) {
			const { signal: never } = new AbortController();
			const settings = { timeoutMs, maxRequests: cleanUpRequests, signal: never, log };
			isClean = await cleanUp(new Team(credential, settings), target, log);
		}
	}
	const { attempts, mints } = team;
	const details = runDetails(team, flags, credential, limit);
	const findings = { attempts, mints, evidence, wrote: flags.write, details };
	return { report: writeReport(findings, redactorOf(team, evidence, credential)), isClean };
}

/** Finds the throw-away connection and asks whether to go on. */
async function planWrites(
	team: Team,
	{ connection = '', wait, yes }: Pick<Flags, 'connection' | 'wait' | 'yes'>,
	{ signal, log, confirm }: Terminal,
): Promise<WriteTarget> {
	const target = await findTarget(team, connection, wait * 1_000, signal);
	log(planText(target));
	if (yes) return target;
	if (!confirm) throw new UserError('--write asks before it writes; without a terminal, add --yes');
	if (!(await confirm('Go on?'))) throw new UserError('Nothing was written, as you said');
	return target;
}

/** What is about to be done, for the person who is asked. */
function planText({ name, waitMs }: WriteTarget): string {
	return [
		`On the connection "${name}", which has no jobs, one server sync job and one user sync job will be`,
		'created inactive, read, updated, scheduled, activated for a moment, deactivated, tested and deleted.',
		`Their LDAP filters match nothing. Each test is waited for at most ${waitMs / 1_000} seconds.`,
		'The connection itself is not changed.',
	].join('\n');
}

/**
 * Finds the throw-away connection and makes sure that it is one.
 *
 * @throws UserError if it does not exist, is not the only one of its name, has jobs, or can't be read
 */
async function findTarget(
	team: Team,
	name: string,
	waitMs: number,
	signal: AbortSignal,
): Promise<WriteTarget> {
	const { items } = await team.call('listConnections', {}, { pages: Infinity });
	const named = items.filter((one) => !isDeleted(one) && readText(one, 'name') === name);
	if (named.length !== 1) {
		const count = named.length === 0 ? 'no connection has' : 'several connections have';
		throw new UserError(`--connection: ${count} exactly the name "${name}"`);
	}
	const connection = readId(named[0]) ?? '';
	for (const kind of jobKinds) await refuseJobs(team, kind, connection, name);
	const marker = `contract-check ${randomBytes(4).toString('hex')}`;
	return { connection, name, domain: readText(named[0], 'domain') ?? '', marker, waitMs, signal };
}

async function refuseJobs(team: Team, kind: JobKind, connection: string, name: string) {
	const list = await team.call(kind.endpoints.list, { connection });
	if (list.finding !== 'confirmed') {
		throw new UserError(`--connection: the jobs of "${name}" can't be listed (${list.answer})`);
	}
	if (list.items.length > 0) {
		throw new UserError(
			`--connection: "${name}" has a ${kind.label}. Name a throw-away connection without jobs`,
		);
	}
}

/** @returns the limit that cut it short, if one did */
async function collect(
	team: Team,
	evidence: Evidence,
	{ connections }: Pick<Flags, 'connections'>,
	target: WriteTarget | undefined,
): Promise<LimitReached | undefined> {
	try {
		await checkByReading(team, evidence, connections);
		if (target) await checkByWriting(team, evidence, target);
		return undefined;
	} catch (error) {
		if (error instanceof LimitReached) return error;
		throw error;
	}
}

/** @returns whether nothing is left of what was created */
async function cleanUp(team: Team, target: WriteTarget, log: Terminal['log']): Promise<boolean> {
	log('Deleting what is left of the jobs that were created ...');
	const left = await deleteJobs(team, target);
	if (left?.length === 0) return true;
	const what = left ? left.join(', ') : `jobs whose names begin with "${target.marker}"`;
	log(`LEFT BEHIND on "${target.name}", delete by hand: ${what}`);
	return false;
}

/**
 * Deletes every job that has the target's marker.
 *
 * @returns the names of the jobs that are left, or undefined if that can't be found out
 */
async function deleteJobs(
	team: Team,
	{ connection, marker }: WriteTarget,
): Promise<string[] | undefined> {
	const left: string[] = [];
	for (const kind of jobKinds) {
		const list = await team.call(kind.endpoints.list, { connection }, { pages: Infinity });
		if (list.finding !== 'confirmed') return undefined;
		const created = list.items.filter((job) => readText(job, 'name')?.startsWith(marker));
		for (const one of created) {
			const ref = { connection, job: readId(one) };
			const { finding } = await team.call(kind.endpoints.delete, ref);
			if (finding !== 'confirmed') left.push(readText(one, 'name') ?? '');
		}
	}
	return left;
}

/** How the check ran, in a few words without names. */
function runDetails(
	{ sent, mints }: Team,
	{ maxRequests, write, baseUrl }: Pick<Flags, 'maxRequests' | 'write' | 'baseUrl'>,
	{ authentication }: ICredentialDataDecryptedObject,
	limit: LimitReached | undefined,
): string[] {
	const isDefault = new URL(baseUrl).hostname === 'app.scaleft.com';
	const host = isDefault ? "Okta's default host" : 'another host';
	const sign = authentication === 'teamToken' ? 'a pasted token' : "a service user's key";
	const tokens = mints.filter(({ body }) =>
		JSON.stringify(body ?? null).includes('"bearer_token"'),
	);
	return [
		`- ${packageJson.name} ${packageJson.version}, ${new Date().toISOString().slice(0, 10)}`,
		`- ${write ? 'with writes' : 'read-only'}, ${host}, ${sign}, tokens minted: ${tokens.length}`,
		`- ${sent} of at most ${maxRequests} requests${limit ? '; CUT SHORT by that limit' : ''}`,
	];
}

function redactorOf(
	{ attempts, mints }: Team,
	{ unknownId, opaList }: Evidence,
	credential: ICredentialDataDecryptedObject,
): Redactor {
	const others = [unknownId, opaList].filter((exchange) => exchange !== undefined);
	const exchanges = attempts.flatMap((attempt) => attempt.exchanges);
	return new Redactor(privateTexts([...exchanges, ...mints, ...others], credential));
}
