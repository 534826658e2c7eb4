import { randomUUID } from 'node:crypto';
import { isDeleted, readConnection } from '../nodes/AsaActiveDirectory/api/connection';
import { endpoints } from '../nodes/AsaActiveDirectory/api/endpoints';
import { jobKinds, type JobKind } from '../nodes/AsaActiveDirectory/api/jobKinds';
import type { PathParameters } from '../nodes/AsaActiveDirectory/api/path';
import { field, isWire, text, type Wire } from '../nodes/AsaActiveDirectory/api/wire';
import type { Evidence } from './evidence.cts';
import type { Attempt } from './exchange.cts';
import { namedPaths, readSpecification, specificationPath } from './specification.cts';
import type { Question, Team } from './team.cts';
import { pathsToTry, type AssumedName } from './variants.cts';

/** How many jobs of a kind are read one by one; lists show the others. */
const jobsToGet = 3;

/** How many jobs of a kind have their results read. */
const jobsWithResults = 2;

/** A job and where it is. */
interface Found {
	connection: string;
	job: Wire;
}

/** An endpoint with an assumed path, of a job kind. */
export function assumed(kind: JobKind, which: 'results' | 'result' | 'test'): AssumedName {
	return kind.endpoints[which] as AssumedName;
}

/**
 * Asks all that can be asked by GET, and changes nothing.
 *
 * @param connections how many connections are looked into
 * @throws LimitReached, or the reason of the team's signal; the evidence so far stays
 */
export async function checkByReading(
	team: Team,
	evidence: Evidence,
	connections: number,
): Promise<void> {
	evidence.specification = readSpecification(
		await team.askAside('Get openapi.json', specificationPath),
	);
	// A page of one entry shows whether and how a list goes on.
	await team.ask('listConnections', {}, { query: { count: 1 }, pages: 2 });
	const listed = await team.ask('listConnections');
	await team.ask('listGateways');
	await team.ask('listProjects');
	evidence.unknownId = await team.askAside(
		'Get what does not exist',
		endpoints.getConnection.path,
		{
			connection: randomUUID(),
		},
	);
	const live = listed.items.filter((wire) => !isDeleted(wire)).slice(0, connections);
	const found = await readConnections(team, live);
	for (const kind of Object.values(jobKinds))
		await readJobs(team, evidence, kind, found[kind.name]);
}

async function readConnections(team: Team, listed: Wire[]) {
	const found: Record<JobKind['name'], Found[]> = { serverSyncJob: [], userSyncJob: [] };
	for (const [index, wire] of listed.entries()) {
		const { id } = readConnection(wire);
		const connection = await team.ask('getConnection', { connection: id });
		const servers = await team.ask('listServerSyncJobs', { connection: id });
		const users = await team.ask('listUserSyncJobs', { connection: id });
		const place = (job: Wire) => ({ connection: id, job });
		found.serverSyncJob.push(...serverJobs(servers, connection).map(place));
		found.userSyncJob.push(...users.items.map(place));
		if (index === 0) {
			await team.ask('listUserSyncJobs', { connection: id }, { query: { status: 'ACTIVE' } });
		}
	}
	return found;
}

/** Where the list (probable) isn't there, the connection names the active job, as it does for the node. */
function serverJobs(list: Attempt, connection: Attempt): Wire[] {
	if (list.verdict === 'confirmed') return list.items;
	const ids = connection.items.map((wire) => readConnection(wire).active_task_settings_id);
	return ids.filter((id) => id !== undefined).map((id) => ({ id }));
}

async function readJobs(team: Team, evidence: Evidence, kind: JobKind, found: Found[]) {
	const places = [];
	for (const { connection, job } of found.slice(0, jobsToGet)) {
		const place = { connection, job: text(field(job, 'id')) ?? '' };
		const got = await team.ask(kind.endpoints.get, place);
		if (got.verdict === 'confirmed') places.push({ ...place, recent: recentId(got.items[0]) });
	}
	// Jobs with a result first: the others have nothing to list.
	places.sort((a, b) => Number(Boolean(b.recent)) - Number(Boolean(a.recent)));
	for (const place of places.slice(0, jobsWithResults)) {
		await readResults(team, evidence, kind, place);
	}
	if (places.length > 0) await lookForTests(team, evidence, kind, places[0]);
}

function recentId(job: Wire): string | undefined {
	const recent = field(job, 'recent_task_result');
	return isWire(recent) ? (text(field(recent, 'id')) ?? undefined) : undefined;
}

/**
 * Reads the results of a job and one of them by itself, by the assumed paths and their variants.
 *
 * @param place its `recent` is the id of a result that is known without them
 */
export async function readResults(
	team: Team,
	evidence: Evidence,
	kind: JobKind,
	place: PathParameters & { recent?: string },
): Promise<void> {
	const listName = assumed(kind, 'results');
	const list = await tryPaths(team, evidence, listName, place, { query: { descending: true } });
	const result = (list && text(field(list.items[0] ?? {}, 'id'))) ?? place.recent;
	if (!result) return;
	const path = evidence.paths.get(listName);
	const beside = path === undefined ? [] : [`${path}/{result}`];
	await tryPaths(team, evidence, assumed(kind, 'result'), { ...place, result }, {}, beside);
}

/**
 * Asks an endpoint whose path is assumed, by one path after the other until one answers; the one that answered
 * is kept and asked alone from then on.
 *
 * @param likely templates that are tried before the variants
 * @returns the attempt that was answered well, if any
 */
export async function tryPaths(
	team: Team,
	evidence: Evidence,
	name: AssumedName,
	place: PathParameters,
	question: Question = {},
	likely: string[] = [],
): Promise<Attempt | undefined> {
	const known = evidence.paths.get(name);
	const named = [...likely, ...namedPaths(evidence.specification, name)];
	const paths = evidence.missing.has(name) ? [endpoints[name].path] : pathsToTry(name, named);
	for (const path of known === undefined ? paths : [known]) {
		const attempt = await team.ask(name, place, { ...question, path });
		if (attempt.verdict === 'confirmed') {
			evidence.paths.set(name, path);
			return attempt;
		}
		// A missing right or a fault that passes says nothing about the path: another one fares no better.
		if (attempt.verdict === 'unclear') return undefined;
	}
	evidence.missing.add(name);
	return undefined;
}

/** A path that takes POST alone may answer GET with another status than one where nothing is. */
async function lookForTests(
	team: Team,
	evidence: Evidence,
	kind: JobKind,
	place: PathParameters,
): Promise<void> {
	const endpoint = assumed(kind, 'test');
	for (const path of pathsToTry(endpoint, namedPaths(evidence.specification, endpoint))) {
		const { status } = await team.askAside(`Look for ${endpoint}`, path, place);
		evidence.hints.push({ endpoint, path, status });
	}
}
