import { randomUUID } from 'node:crypto';
import { endpoints } from '../nodes/AsaActiveDirectory/asa/endpoints';
import { isSign } from './endpointResults.cts';
import { jobKinds, type JobKind } from './expectedAnswers.cts';
import { isDeleted, readId, readObjects, readText, type JsonObject } from './json.cts';
import type { Attempt, Evidence } from './record.cts';
import { namedPaths, readSpecification, specificationPath } from './specification.cts';
import type { Team } from './team.cts';
import { detailsPaths, pathsToTry, search, type SearchedName } from './variants.cts';

/** How many gateways have their status read. */
const gatewaysToRead = 3;

/** How many jobs of a kind are read one by one; lists show the others. */
const jobsToGet = 3;

/** How many jobs of a kind have their results read. */
const jobsWithResults = 2;

/** How many pages of the list with one entry a page are read, to see the last one of a small team. */
const smallPages = 3;

/** At how many paths a test endpoint is looked for by GET. */
const testPathsToProbe = 4;

/** A list that only Okta Privileged Access has. Source: docs/api-contract.md, "Okta Privileged Access". */
const opaListPath = '/v1/teams/{team}/connections/active_directory';

/** A job and its connection, by their ids. */
export type JobRef = Record<'connection' | 'job', string>;

/** The endpoint of a job kind whose path is searched for. */
export function searched(kind: JobKind, which: 'results' | 'result' | 'test'): SearchedName {
	return kind.endpoints[which] as SearchedName;
}

/**
 * Calls everything that GET can, and changes nothing.
 *
 * @param connections how many connections are read
 * @throws LimitReached, or the reason of the team's signal; the evidence so far stays
 */
export async function checkByReading(
	team: Team,
	evidence: Evidence,
	connections: number,
): Promise<void> {
	evidence.specification = readSpecification(
		await team.probe('Get openapi.json', specificationPath),
	);
	const listed = await readConnections(team, evidence);
	await readGatewaysAndServers(team);
	const jobs = await readJobLists(team, listed.slice(0, connections));
	for (const kind of jobKinds) await readJobs(team, evidence, kind, jobs[kind.form]);
}

/** @returns the connections that are not deleted */
async function readConnections(team: Team, evidence: Evidence): Promise<JsonObject[]> {
	await team.call('listConnections', {}, { query: { count: 1 }, pages: smallPages });
	const { items } = await team.call('listConnections');
	if (items.length > 1) await team.call('listConnections', {}, { query: { descending: true } });
	await team.call('listConnections', {}, { query: { include_certificate_details: true } });
	const unknown = { connection: randomUUID() };
	evidence.unknownId = await team.probe(
		'Get a connection that does not exist',
		endpoints.getConnection.path,
		unknown,
	);
	evidence.opaList = await team.probe("Get the successor's list of AD connections", opaListPath);
	return items.filter((connection) => !isDeleted(connection));
}

async function readGatewaysAndServers(team: Team): Promise<void> {
	const gateways = await team.call('listGateways');
	for (const gateway of gateways.items.slice(0, gatewaysToRead)) {
		await team.call('getGatewayStatus', { gateway: readId(gateway) });
	}
	await team.call('listProjects');
	await team.call('listServers', {}, { query: { AdServers: 'true' } });
}

async function readJobLists(team: Team, connections: JsonObject[]) {
	const found: Record<JobKind['form'], JobRef[]> = { serverSyncJob: [], userSyncJob: [] };
	for (const [index, one] of connections.entries()) {
		const connection = readId(one) ?? '';
		const got = await team.call('getConnection', { connection });
		const servers = await team.call('listServerSyncJobs', { connection });
		const users = await team.call('listUserSyncJobs', { connection });
		const refs = (ids: Array<string | undefined>) =>
			ids.filter((job) => job !== undefined).map((job) => ({ connection, job }));
		found.serverSyncJob.push(...refs(serverJobIds(servers, got)));
		found.userSyncJob.push(...refs(users.items.map(readId)));
		if (index === 0) {
			await team.call('listUserSyncJobs', { connection }, { query: { status: 'ACTIVE' } });
		}
	}
	return found;
}

/** If the list (probable) is not there, the connection names the active job. */
function serverJobIds(list: Attempt, connection: Attempt): Array<string | undefined> {
	if (list.finding === 'confirmed') return list.items.map(readId);
	return connection.items.map((one) => readText(one, 'active_task_settings_id'));
}

async function readJobs(team: Team, evidence: Evidence, kind: JobKind, found: JobRef[]) {
	const jobs: Array<{ job: JobRef; recent?: string }> = [];
	for (const job of found.slice(0, jobsToGet)) {
		const { finding, items } = await team.call(kind.endpoints.get, job);
		if (finding !== 'confirmed') continue;
		jobs.push({ job, recent: readId(readObjects(items[0], 'recent_task_result')[0]) });
	}
	// Jobs with a result first: the others have nothing to list.
	jobs.sort((a, b) => Number(Boolean(b.recent)) - Number(Boolean(a.recent)));
	for (const [index, { job, recent }] of jobs.slice(0, jobsWithResults).entries()) {
		const list = await readResults(team, evidence, kind, job, recent);
		const path = evidence.paths.get(kind.endpoints.results);
		const isLong = index === 0 && (list?.items.length ?? 0) > 1;
		if (!isLong) continue;
		// Without the query and with another one it shows which queries are honoured.
		await team.call(kind.endpoints.results, job, { path });
		await team.call(kind.endpoints.results, job, { path, query: { count: 1 } });
	}
	if (jobs.length > 0) await probeTestPaths(team, evidence, kind, jobs[0].job);
}

/**
 * Reads the results of a job and the details of one of them, by the endpoint table's paths or their variants.
 *
 * @param recent a result that is known without the list
 * @returns the list, if a path answered
 */
export async function readResults(
	team: Team,
	evidence: Evidence,
	kind: JobKind,
	job: JobRef,
	recent?: string,
): Promise<Attempt | undefined> {
	const options = { query: { descending: true } };
	const list = await search(team, evidence, searched(kind, 'results'), job, { options });
	const result = readId(list?.items[0]) ?? recent;
	if (!result) return list;
	const path = evidence.paths.get(kind.endpoints.results);
	const isMoved = path !== undefined && path !== endpoints[searched(kind, 'results')].path;
	const likely = isMoved ? detailsPaths(path) : [];
	await search(team, evidence, searched(kind, 'result'), { ...job, result }, { likely });
	return list;
}

/** A path that takes only POST may answer GET with another status than a path that does not exist. */
async function probeTestPaths(team: Team, evidence: Evidence, kind: JobKind, job: JobRef) {
	const endpoint = searched(kind, 'test');
	const named = namedPaths(evidence.specification, endpoint);
	const paths = pathsToTry(endpoints[endpoint].path, [], named).slice(0, testPathsToProbe);
	for (const path of paths) {
		const { status } = await team.probe(`Look for "${endpoints[endpoint].what}"`, path, job);
		const hint = { endpoint, path, status };
		evidence.hints.push(hint);
		if (isSign(hint)) return;
	}
}
