import { setTimeout as pause } from 'node:timers/promises';
import { endpoints, type Certainty } from '../nodes/AsaActiveDirectory/asa/endpoints';
import { isSign } from './endpointResults.cts';
import { serverSyncJobs, userSyncJobs, type JobKind } from './expectedAnswers.cts';
import { isSameId, readField, readId, readObjects, readText, type JsonObject } from './json.cts';
import { fact, type Attempt, type Evidence, type Fact } from './record.cts';
import { readResults, searched, type JobRef } from './reading.cts';
import type { Team } from './team.cts';
import { search } from './variants.cts';

/** The connection that `--connection` names, and how the jobs created on it are recognized. */
export interface WriteTarget {
	connection: string;
	name: string;
	domain: string;
	/** Begins the name of every job that is created, and of no other. */
	marker: string;
	/** How long to wait for the result of a test run, in milliseconds. */
	waitMs: number;
	signal: AbortSignal;
}

const filterThatMatchesNothing = '(&(cn=contract-check)(!(cn=contract-check)))';

/** How often a test run is polled while it is waited for. */
const polls = 12;

/**
 * Tries what only writes can show, on jobs of its own, one of each kind. What is left of them is for `cleanUp`.
 *
 * @throws LimitReached, or the reason of the team's signal
 */
export async function checkByWriting(
	team: Team,
	evidence: Evidence,
	target: WriteTarget,
): Promise<void> {
	const projects = await team.call('listProjects');
	const project = readId(projects.items[0]);
	if (project) {
		await tryJob(team, evidence, target, serverSyncJobs, serverJob(target, project));
	} else {
		evidence.facts.push(
			fact('A server sync job can be written', 'certain', undefined, 'the team has no project'),
		);
	}
	await tryJob(team, evidence, target, userSyncJobs, userJob(target));
}

function baseDn({ domain }: WriteTarget): string {
	return domain
		.split('.')
		.map((piece) => `DC=${piece}`)
		.join(',');
}

function serverJob(target: WriteTarget, project: string): JsonObject {
	return {
		name: `${target.marker} server`,
		is_active: false,
		frequency: 6,
		hostname_attribute: 'dNSHostName',
		os_attribute: 'operatingSystem',
		alt_names_attributes: ['name'],
		additional_attribute_mapping: [{ label: 'check', value: 'description', is_guid: false }],
		rule_assignments: [
			{
				base_dn: baseDn(target),
				ldap_query_filter: filterThatMatchesNothing,
				project_id: project,
				priority: 1,
			},
		],
	};
}

function userJob(target: WriteTarget): JsonObject {
	return {
		name: `${target.marker} user`,
		is_active: false,
		frequency: 6,
		base_dn: baseDn(target),
		ldap_query_filter: filterThatMatchesNothing,
	};
}

async function tryJob(
	team: Team,
	evidence: Evidence,
	target: WriteTarget,
	kind: JobKind,
	body: JsonObject,
): Promise<void> {
	const { connection } = target;
	const created = await team.call(kind.endpoints.create, { connection }, { body });
	const first = readId(created.items[0]);
	if (first === undefined) return;
	const job = await tryUpdate(team, evidence, kind, { connection, job: first }, body);
	if (job === undefined) return;
	const ref = { connection, job };
	await trySwitches(team, evidence, kind, ref);
	await tryTest(team, evidence, target, kind, ref);
	await team.call(kind.endpoints.delete, ref);
}

/** @returns the job's id after the update, or undefined if the job is not found any more */
async function tryUpdate(
	team: Team,
	evidence: Evidence,
	kind: JobKind,
	ref: JobRef,
	body: JsonObject,
): Promise<string | undefined> {
	const changed = { ...body, frequency: 12 };
	await team.call(kind.endpoints.get, ref);
	const update = await team.call(kind.endpoints.update, ref, { body: changed });
	if (update.finding !== 'confirmed') return ref.job;
	const list = await team.call(kind.endpoints.list, { connection: ref.connection });
	const listed = list.items.find((job) => readText(job, 'name') === body.name);
	const id = readId(listed) ?? readId(update.items[0]);
	const isNew = id === undefined ? undefined : !isSameId(id, ref.job);
	evidence.facts.push(fact(`PUT of a ${kind.label} gives it a new ID`, 'probable', isNew));
	if (isNew) await checkOldId(team, evidence, kind, ref);
	return id;
}

async function checkOldId(team: Team, evidence: Evidence, kind: JobKind, ref: JobRef) {
	const { path } = endpoints[kind.endpoints.get];
	const { status } = await team.probe('Get the job by its old ID', path, ref);
	evidence.facts.push(
		fact(
			`After PUT the old ID of a ${kind.label} answers 404`,
			'probable',
			status === undefined ? undefined : status === 404,
			`${status}`,
		),
	);
}

/** Tries the schedule, and on and off by the endpoints of the kind. */
async function trySwitches(team: Team, evidence: Evidence, kind: JobKind, ref: JobRef) {
	const expectActive = async (call: Attempt, expected: Expected) =>
		evidence.facts.push(await activeFact(team, kind, ref, call, expected));
	const setState = async (isActive: boolean) =>
		await team.call('setUserSyncJobState', ref, { body: { is_active: isActive } });

	const body = { frequency: 24, start_hour_utc: 0 };
	const scheduled = await team.call(kind.endpoints.schedule, ref, { body });
	if (kind.form === 'serverSyncJob') {
		await expectActive(scheduled, {
			what: 'The schedule call activates an inactive server sync job',
			certainty: 'probable',
			isActive: true,
		});
		await expectActive(await team.call('deactivateServerSyncJob', ref), {
			what: 'A server sync job can be deactivated',
			certainty: 'certain',
			isActive: false,
		});
		return;
	}
	await expectActive(scheduled, {
		what: 'The schedule call leaves a user sync job inactive',
		certainty: 'assumed',
		isActive: false,
	});
	await expectActive(await setState(true), {
		what: 'The state call activates a user sync job',
		certainty: 'certain',
		isActive: true,
	});
	await expectActive(await setState(false), {
		what: 'A user sync job can be deactivated',
		certainty: 'certain',
		isActive: false,
	});
}

/** What a job should be after a call. */
interface Expected {
	what: string;
	certainty: Certainty;
	isActive: boolean;
}

async function activeFact(
	team: Team,
	kind: JobKind,
	ref: JobRef,
	call: Attempt,
	expected: Expected,
): Promise<Fact> {
	const { what, certainty } = expected;
	const { items } = await team.call(kind.endpoints.get, ref);
	if (items.length === 0 || call.finding !== 'confirmed') return fact(what, certainty, undefined);
	const isActive = readField(items[0], 'is_active') === true;
	const seen = isActive ? 'active' : 'inactive';
	return fact(what, certainty, isActive === expected.isActive, seen);
}

async function tryTest(
	team: Team,
	evidence: Evidence,
	target: WriteTarget,
	kind: JobKind,
	ref: JobRef,
) {
	const endpoint = searched(kind, 'test');
	const signs = evidence.hints.filter((hint) => hint.endpoint === endpoint && isSign(hint));
	const likely = signs.map(({ path }) => path);
	const test = await search(team, evidence, endpoint, ref, { likely });
	const started = test?.items[0];
	if (started) {
		const hasTestId = Boolean(readText(started, kind.testIdField));
		const isShown = await waitForTest(team, target, kind, ref, started);
		evidence.facts.push(
			fact(`A test run of a ${kind.label} has a test request ID`, 'certain', hasTestId),
			fact(
				`recent_task_result of a ${kind.label} is its test run`,
				'assumed',
				isShown,
				`compared with the ID that the test request answered`,
			),
		);
	}
	await readResults(team, evidence, kind, ref, readId(started));
}

/**
 * Polls the job until the state of its test has changed and stays, or the time is up.
 *
 * @returns whether the job showed the test as its recent result
 */
async function waitForTest(
	team: Team,
	{ waitMs, signal }: WriteTarget,
	kind: JobKind,
	ref: JobRef,
	started: JsonObject,
): Promise<boolean> {
	const endMs = Date.now() + waitMs;
	const states = [readText(started, 'task_state')];
	let isShown = false;
	while (!hasSettled(states)) {
		const { items } = await team.call(kind.endpoints.get, ref);
		const recent = items.length > 0 ? readObjects(items[0], 'recent_task_result')[0] : undefined;
		isShown ||= isSameId(readId(recent), readId(started));
		states.push(readText(recent, 'task_state'));
		const leftMs = endMs - Date.now();
		if (leftMs <= 0) break;
		await pause(Math.min(waitMs / polls, leftMs), undefined, { signal }).catch(() =>
			signal.throwIfAborted(),
		);
	}
	return isShown;
}

function hasSettled(states: Array<string | undefined>): boolean {
	const [last, previous] = [states.at(-1), states.at(-2)];
	return last === previous && last !== states[0];
}
