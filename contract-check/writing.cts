import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from 'n8n-workflow';
import {
	isDeleted,
	readConnection,
	type Connection,
} from '../nodes/AsaActiveDirectory/api/connection';
import type { EndpointName } from '../nodes/AsaActiveDirectory/api/endpoints';
import { mergeBody, type JobBody } from '../nodes/AsaActiveDirectory/api/jobBody';
import {
	jobKinds,
	serverSyncJobKind,
	userSyncJobKind,
	type JobKind,
} from '../nodes/AsaActiveDirectory/api/jobKinds';
import type { ServerSyncJobBody } from '../nodes/AsaActiveDirectory/api/serverSyncJob';
import { testRequestId, type TaskResult } from '../nodes/AsaActiveDirectory/api/taskResult';
import type { UserSyncJobBody } from '../nodes/AsaActiveDirectory/api/userSyncJob';
import { field, text, type Wire } from '../nodes/AsaActiveDirectory/api/wire';
import { isHint, type Evidence } from './evidence.cts';
import { assumed, readResults, tryPaths } from './reading.cts';
import type { Team } from './team.cts';

/** The connection that `--connection` names, and what its jobs will be called. */
export interface Trial {
	connection: Connection;
	/** Begins the name of every job that is made, and of no other. */
	marker: string;
	/** How long a test run is watched, in milliseconds. */
	waitMs: number;
	signal: AbortSignal;
}

/** What is never written, and why. */
export const neverWritten: Partial<Record<EndpointName, string>> = {
	createConnection: 'never tried: it needs a domain and a gateway of its own',
	updateConnection: 'never tried: without the password it might lose the old one',
	deleteConnection: 'never tried: it would take a connection away',
};

/** What is about to be done, for the person who is asked. */
export function planText({ connection, waitMs }: Trial): string {
	return [
		`On the connection "${connection.name}", which has no jobs, one server sync job and one user sync job`,
		'will be created inactive, read, updated, scheduled, activated for a moment, deactivated, tested and deleted.',
		`Their LDAP filters match nothing. Each test is watched for at most ${waitMs / 1_000} seconds.`,
		'The connection itself is not changed.',
	].join('\n');
}

const filterThatMatchesNothing = '(&(cn=contract-check)(!(cn=contract-check)))';

/** How often a test run is looked at in the time it is watched. */
const looks = 12;

/**
 * Finds the throw-away connection and makes sure that it is one.
 *
 * @throws UserError where it isn't there, isn't the only one of its name, has jobs, or can't be looked into
 */
export async function findTrial(
	team: Team,
	name: string,
	settings: Pick<Trial, 'waitMs' | 'signal'>,
): Promise<Trial> {
	const list = await team.ask('listConnections', {}, { pages: Infinity });
	const connections = list.items.filter((wire) => !isDeleted(wire)).map(readConnection);
	const named = connections.filter((connection) => connection.name === name);
	if (named.length !== 1) {
		throw new UserError(
			`--connection: ${named.length === 0 ? 'no connection has' : 'several connections have'} exactly the name "${name}"`,
		);
	}
	for (const kind of Object.values(jobKinds)) await refuseJobs(team, kind, named[0]);
	const marker = `contract-check ${randomBytes(4).toString('hex')}`;
	return { connection: named[0], marker, ...settings };
}

async function refuseJobs(team: Team, kind: JobKind, { id, name }: Connection): Promise<void> {
	const list = await team.ask(kind.endpoints.list, { connection: id });
	if (list.verdict !== 'confirmed') {
		throw new UserError(`--connection: the jobs of "${name}" can't be listed (${list.said})`);
	}
	if (list.items.length > 0) {
		throw new UserError(
			`--connection: "${name}" has a ${nameOf(kind)}. Name a throw-away connection without jobs`,
		);
	}
}

/**
 * Tries what only writes can show, on jobs of its own. What is left of them is for `cleanUp`.
 *
 * @throws LimitReached, or the reason of the team's signal
 */
export async function checkByWriting(team: Team, evidence: Evidence, trial: Trial): Promise<void> {
	const projects = await team.ask('listProjects');
	const project = text(field(projects.items[0] ?? {}, 'id'));
	if (project) {
		await tryJob(team, evidence, trial, serverSyncJobKind, serverBody(trial, project));
	} else {
		evidence.facts.push({ what: 'Writes to a server sync job', found: 'not tried: no project' });
	}
	await tryJob(team, evidence, trial, userSyncJobKind, userBody(trial));
}

function baseDn({ connection }: Trial): string {
	return connection.domain
		.split('.')
		.map((piece) => `DC=${piece}`)
		.join(',');
}

function serverBody(trial: Trial, project: string): ServerSyncJobBody {
	return {
		name: `${trial.marker} server`,
		is_active: false,
		frequency: 6,
		hostname_attribute: 'dNSHostName',
		os_attribute: 'operatingSystem',
		alt_names_attributes: ['name'],
		additional_attribute_mapping: [{ label: 'check', value: 'description', is_guid: false }],
		rule_assignments: [
			{
				base_dn: baseDn(trial),
				ldap_query_filter: filterThatMatchesNothing,
				project_id: project,
				priority: 1,
			},
		],
	};
}

function userBody(trial: Trial): UserSyncJobBody {
	return {
		name: `${trial.marker} user`,
		is_active: false,
		frequency: 6,
		base_dn: baseDn(trial),
		ldap_query_filter: filterThatMatchesNothing,
	};
}

async function tryJob(
	team: Team,
	evidence: Evidence,
	trial: Trial,
	kind: JobKind,
	body: JobBody,
): Promise<void> {
	const connection = trial.connection.id;
	const created = await team.ask(kind.endpoints.create, { connection }, { body });
	const first = idOf(created.items[0]);
	if (first === undefined) return;
	const job = await tryUpdate(team, evidence, kind, { connection, job: first });
	if (job === undefined) return;
	const place = { connection, job };
	await trySwitches(team, evidence, kind, place);
	await tryTest(team, evidence, trial, kind, place);
	await team.ask(kind.endpoints.delete, place);
}

interface Place {
	connection: string;
	job: string;
}

function idOf(wire: Wire | undefined): string | undefined {
	return (wire && text(field(wire, 'id'))) ?? undefined;
}

/** @returns the job's id after the update, or undefined where the job can't be found any more */
async function tryUpdate(team: Team, evidence: Evidence, kind: JobKind, place: Place) {
	const before = await team.ask(kind.endpoints.get, place);
	if (before.items.length === 0) return place.job;
	const body = mergeBody(kind.readBody(before.items[0]), { frequency: 12 });
	const update = await team.ask(kind.endpoints.update, place, { body });
	if (update.verdict !== 'confirmed') return place.job;
	const list = await team.ask(kind.endpoints.list, { connection: place.connection });
	const now = list.items.find((wire) => kind.readJob(wire).name === body.name);
	const id = idOf(now) ?? idOf(update.items[0]);
	evidence.facts.push({
		what: `PUT of a ${nameOf(kind)} gives it a new id`,
		found: id === undefined ? 'the job is not found afterwards' : yesOrNo(id !== place.job),
	});
	return id;
}

/** Schedule, and on and off by each kind's own endpoints. */
async function trySwitches(team: Team, evidence: Evidence, kind: JobKind, place: Place) {
	const schedule = { frequency: 24, start_hour_utc: 0 };
	await team.ask(kind.endpoints.schedule, place, { body: schedule });
	await look(team, evidence, kind, place, 'The schedule call activates an inactive');
	if (kind.name === 'serverSyncJob') {
		await team.ask('deactivateServerSyncJob', place);
	} else {
		await team.ask('setUserSyncJobState', place, { body: { is_active: true } });
		await look(team, evidence, kind, place, 'The state call with true activates a');
		await team.ask('setUserSyncJobState', place, { body: { is_active: false } });
	}
	await look(team, evidence, kind, place, 'Switched off again, it is still active:');
}

/** Notes whether the job is active now. */
async function look(team: Team, evidence: Evidence, kind: JobKind, place: Place, what: string) {
	const { items } = await team.ask(kind.endpoints.get, place);
	const found = items.length > 0 ? yesOrNo(kind.readJob(items[0]).is_active) : 'not found out';
	evidence.facts.push({ what: `${what} ${nameOf(kind)}`, found });
}

async function tryTest(team: Team, evidence: Evidence, trial: Trial, kind: JobKind, place: Place) {
	const endpoint = assumed(kind, 'test');
	const likely = evidence.hints.filter((hint) => hint.endpoint === endpoint && isHint(hint));
	const paths = likely.map(({ path }) => path);
	const test = await tryPaths(team, evidence, endpoint, place, {}, paths);
	const started = test && kind.readResult(test.items[0]);
	if (started) {
		evidence.facts.push({
			what: `The answer to a test request of a ${nameOf(kind)} has a test request id`,
			found: yesOrNo(Boolean(testRequestId(started))),
		});
		const isShown = await watchTest(team, trial, kind, place, started);
		evidence.facts.push({
			what: `recent_task_result of a ${nameOf(kind)} shows the test run, by the id of its answer`,
			found: yesOrNo(isShown),
		});
	}
	await readResults(team, evidence, kind, { ...place, recent: started?.id });
}

/** Looks at the job until the test's state has changed and stays, or the time is up. */
async function watchTest(
	team: Team,
	{ waitMs, signal }: Trial,
	kind: JobKind,
	place: Place,
	started: TaskResult,
): Promise<boolean> {
	const end = Date.now() + waitMs;
	const states = [started.task_state];
	let isShown = false;
	while (!hasSettled(states)) {
		const { items } = await team.ask(kind.endpoints.get, place);
		const recent = items.length > 0 ? kind.readJob(items[0]).recent_task_result : null;
		isShown ||= recent?.id === started.id;
		states.push(recent?.task_state ?? '');
		const left = end - Date.now();
		if (left <= 0) break;
		await pause(Math.min(waitMs / looks, left), undefined, { signal }).catch(() =>
			signal.throwIfAborted(),
		);
	}
	return isShown;
}

function hasSettled(states: string[]): boolean {
	const [last, previous] = [states.at(-1), states.at(-2)];
	return last === previous && last !== states[0];
}

/**
 * Deletes every job that bears the trial's marker.
 *
 * @param team one whose signal and limit are its own, so that this is done after an interruption too
 * @returns the names of the jobs that are left, or undefined where that can't be found out
 */
export async function cleanUp(
	team: Team,
	{ connection, marker }: Trial,
): Promise<string[] | undefined> {
	const left: string[] = [];
	for (const kind of Object.values(jobKinds)) {
		const place = { connection: connection.id };
		const list = await team.ask(kind.endpoints.list, place, { pages: Infinity });
		if (list.verdict !== 'confirmed') return undefined;
		const made = list.items.map(kind.readJob).filter(({ name }) => name.startsWith(marker));
		for (const { id, name } of made) {
			const deleted = await team.ask(kind.endpoints.delete, { ...place, job: id });
			if (deleted.verdict !== 'confirmed') left.push(name);
		}
	}
	return left;
}

function yesOrNo(is: boolean): string {
	return is ? 'yes' : 'no';
}

function nameOf({ label }: JobKind): string {
	return label.toLowerCase();
}
