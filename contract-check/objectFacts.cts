import type { AnsweredObjects } from './compareForms.cts';
import { serverSyncJobs, userSyncJobs, type JobKind } from './expectedAnswers.cts';
import {
	isDeleted,
	isSameId,
	readField,
	readId,
	readObjects,
	readText,
	readTimeMs,
} from './json.cts';
import type { JsonObject } from './json.cts';
import { attemptAt, counted, fact, type Attempt, type Fact } from './record.cts';
import type { Redactor } from './redactor.cts';

export const nilUuid = '00000000-0000-0000-0000-000000000000';

/** Source: docs/api-contract.md, "Behaviour that shapes the product". */
const maxActiveUserJobs = 10;
const hoursUntilRemoval = 96;

/** What connections show. */
export function connectionFacts(attempts: Attempt[], found: AnsweredObjects): Fact[] {
	const connections = [...found.listedConnection, ...found.connection];
	const conclusive = attempts.find(
		({ query, finding }) => query.include_certificate_details && finding !== 'inconclusive',
	);
	const having = (name: string) =>
		connections.filter((connection) => readText(connection, name)).length;
	const flags = connections.map((connection) => readField(connection, 'use_passwordless'));
	const answeredFlags = flags.filter((flag) => typeof flag === 'boolean').length;
	const secrets = having('service_account_password') + answeredFlags;
	const listed = attemptAt(attempts, 'listConnections')?.items ?? [];
	const domains = listed
		.filter((connection) => !isDeleted(connection))
		.map((connection) => readText(connection, 'domain')?.toLowerCase());
	return [
		fact(
			'Connections take the query include_certificate_details',
			'certain',
			conclusive ? conclusive.finding === 'confirmed' : undefined,
			conclusive?.answer,
		),
		fact(
			'certificate_id comes back',
			'assumed',
			having('certificate_id') > 0 ? true : undefined,
			`in ${having('certificate_id')} of ${connections.length} answers`,
		),
		fact(
			'The password and use_passwordless never come back',
			'certain',
			connections.length > 0 ? secrets === 0 : undefined,
			`in ${secrets} of ${connections.length} answers`,
		),
		fact(
			'One connection per domain',
			'probable',
			domains.length > 1 ? new Set(domains).size === domains.length : undefined,
			`${domains.length} connections`,
		),
	];
}

/** What the lists of jobs show. */
export function jobFacts(attempts: Attempt[], found: AnsweredObjects): Fact[] {
	const jobs = [...found.serverSyncJob, ...found.userSyncJob];
	const frequencies = jobs.map((job) => readField(job, 'frequency') ?? 0);
	const tests = jobs.map((job) => readField(job, 'run_test')).filter((test) => test !== undefined);
	const early = jobs.filter((job) => readField(job, 'frequency') !== 24 && hasHour(job));
	const ifJobs = (holds: boolean) => (jobs.length > 0 ? holds : undefined);
	return [
		activeFact(
			'At most one server sync job of a connection is active',
			attempts,
			serverSyncJobs,
			1,
		),
		activeFact(
			`At most ${maxActiveUserJobs} user sync jobs of a connection are active`,
			attempts,
			userSyncJobs,
			maxActiveUserJobs,
		),
		activeIdFact(attempts),
		statusQueryFact(attempts),
		fact(
			'frequency is 1, 6, 12 or 24',
			'probable',
			ifJobs(frequencies.every((hours) => [0, 1, 6, 12, 24].includes(Number(hours)))),
		),
		fact('start_hour_utc is set only if frequency is 24', 'probable', ifJobs(early.length === 0)),
		fact(
			'run_test reads false',
			'probable',
			tests.length > 0 ? tests.every((test) => test === false) : undefined,
		),
		zeroFact(found, jobs),
	];
}

function hasHour(job: JsonObject): boolean {
	const hour = readField(job, 'start_hour_utc');
	return typeof hour === 'number' ? hour !== 0 : readTimeMs(job, 'start_hour_utc') !== undefined;
}

export function isActive(job: JsonObject): boolean {
	return readField(job, 'is_active') === true;
}

/** The confirmed, unfiltered lists of a job kind, each of one connection. */
function jobLists(attempts: Attempt[], kind: JobKind): Attempt[] {
	return attempts.filter(
		({ endpoint, finding, query }) =>
			endpoint === kind.endpoints.list && finding === 'confirmed' && !query.status,
	);
}

function activeFact(what: string, attempts: Attempt[], kind: JobKind, limit: number): Fact {
	const counts = jobLists(attempts, kind).map(({ items }) => items.filter(isActive).length);
	const most = Math.max(0, ...counts);
	return fact(what, 'certain', most > 0 ? most <= limit : undefined, `at most ${most}`);
}

/** Compares what a connection says of its active job with the list of its jobs. */
function activeIdFact(attempts: Attempt[]): Fact {
	const connections = attempts.filter(
		({ endpoint, finding }) => endpoint === 'getConnection' && finding === 'confirmed',
	);
	const same = connections.flatMap(({ parameters, items }) => {
		const lists = jobLists(attempts, serverSyncJobs);
		const list = lists.find((one) => one.parameters.connection === parameters.connection);
		const active = list?.items.filter(isActive).map(readId);
		const named = readText(items[0], 'active_task_settings_id');
		return active?.length ? [active.some((id) => isSameId(id, named))] : [];
	});
	return fact(
		'active_task_settings_id of a connection is its active server sync job',
		'certain',
		same.length > 0 ? same.every(Boolean) : undefined,
		`in ${same.filter(Boolean).length} of ${same.length} connections`,
	);
}

function statusQueryFact(attempts: Attempt[]): Fact {
	const what = 'User sync jobs take the query status=ACTIVE';
	const filtered = attempts.find(({ query }) => query.status === 'ACTIVE');
	if (!filtered) return fact(what, 'probable', undefined);
	const { answer, finding, items, parameters } = filtered;
	const active = items.filter(isActive).length;
	const seen = `${answer}, active: ${active} of ${items.length}`;
	if (finding !== 'confirmed') {
		return fact(what, 'probable', finding === 'contradicted' ? false : undefined, seen);
	}
	const all = jobLists(attempts, userSyncJobs).find(
		(list) => list.parameters.connection === parameters.connection,
	);
	const isConclusive = all !== undefined && all.items.some((job) => !isActive(job));
	return fact(what, 'probable', isConclusive ? active === items.length : undefined, seen);
}

/** Whether zero values stand for none. Source: docs/api-contract.md, "Behaviour that shapes the product". */
function zeroFact(found: AnsweredObjects, jobs: JsonObject[]): Fact {
	const values = Object.values(found).flatMap((objects) => objects.flatMap(Object.values));
	const zeros = [
		...values.filter((value) => String(value).startsWith('0001-01-01T')).map(() => 'zero time'),
		...values.filter((value) => value === nilUuid).map(() => 'nil UUID'),
		...jobs
			.flatMap((job) => readObjects(job, 'recent_task_result'))
			.filter((result) => !readId(result))
			.map(() => 'result without an ID'),
		...jobs
			.filter((job) => readField(job, 'frequency') === 24)
			.filter((job) => (readField(job, 'start_hour_utc') ?? null) === null)
			.map(() => 'daily job without an hour'),
	];
	const holds = zeros.length > 0 ? true : undefined;
	return fact('Zero values stand for none', 'probable', holds, counted(zeros));
}

/** What the servers that Active Directory discovered show. */
export function serverFacts(
	attempts: Attempt[],
	{ server }: AnsweredObjects,
	redactor: Redactor,
): Fact[] {
	const states = server.map((one) => readText(one, 'state') ?? '');
	const last = attemptAt(attempts, 'listServers', { AdServers: 'true' })?.exchanges.at(-1);
	const nowMs = Date.parse(String(last?.headers.date)) || Date.now();
	const seenMs = server
		.filter((one) => !isDeleted(one))
		.map((one) => readTimeMs(one, 'last_seen'))
		.filter((time) => time !== undefined);
	const renewed = server.filter((one) => {
		const [registeredMs, lastMs] = ['registered_at', 'last_seen'].map((name) =>
			readTimeMs(one, name),
		);
		return registeredMs !== undefined && lastMs !== undefined && lastMs > registeredMs;
	});
	const hours = Math.ceil(Math.max(0, ...seenMs.map((time) => nowMs - time)) / 3_600_000);
	return [
		fact(
			'The state of a server is ACTIVE or INACTIVE',
			'certain',
			states.length > 0 ? states.every((s) => ['ACTIVE', 'INACTIVE'].includes(s)) : undefined,
			counted(states.map((state) => redactor.word(state))),
		),
		fact(
			'A sync renews last_seen of the servers that it finds',
			'assumed',
			renewed.length > 0 ? true : undefined,
			seenMs.length > 0
				? `${renewed.length} of ${seenMs.length} servers were seen after their registration`
				: '',
		),
		fact(
			`No AD server is listed that was not seen for more than ${hoursUntilRemoval} hours`,
			'assumed',
			seenMs.length > 0 ? hours <= hoursUntilRemoval + 1 : undefined,
			seenMs.length > 0
				? `longest ${numberOf(hours, 'hour')}, ${numberOf(seenMs.length, 'server')}`
				: '',
		),
	];
}

function numberOf(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
