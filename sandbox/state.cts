import { emptyDirectory, liveServers, userCounts, type Server } from './directory.cts';
import { extraAnswer, extraKindOf, type ExtraKind } from './extraFields.cts';
import { heldResults } from './syncRuns.cts';
import {
	liveConnections,
	type Connection,
	type Job,
	type Json,
	type NamedObject,
	type TaskResult,
} from './team.cts';
import type { RunPlan } from './runPlans.cts';
import { toRfc3339 } from './time.cts';
import type { World } from './world.cts';

export interface ResultState
	extends Omit<TaskResult, 'createdAt' | 'updatedAt' | 'startedAt' | 'endedAt'> {
	/** RFC 3339. */
	createdAt: string;
	updatedAt: string;
	startedAt: string;
	endedAt: string | null;
}

export interface JobState {
	id: string;
	kind: Job['kind'];
	connectionId: string;
	settings: Job['settings'];
	/** RFC 3339; null while inactive, or while the end of a run decides it. */
	nextDueAt: string | null;
	/** Unless the switch extraFields says none. */
	extraFields?: Json;
	/** What the team holds, oldest first: also what is yet to appear in lists. */
	results: ResultState[];
	/** Ids of the results that still run. */
	running: string[];
	plans: Array<RunPlan & { times: number | null }>;
}

export interface ConnectionState {
	id: string;
	name: string;
	gatewayId: string;
	domain: string;
	domainControllers: string[] | null;
	serviceAccountUsername: string | null;
	hasPassword: boolean;
	usePasswordless: boolean;
	certificateId: string | null;
	/** Unless the switch extraFields says none. */
	extraFields?: Json;
	/** RFC 3339; null while it is there. */
	deletedAt: string | null;
	serverSyncJobs: JobState[];
	userSyncJobs: JobState[];
}

/** The whole team, with what the API hides; never a password or a token. */
export interface State {
	now: string;
	speed: number;
	team: string;
	gateways: Array<{ id: string; name: string; isOnline: boolean }>;
	projects: Array<Omit<NamedObject, 'sequence'>>;
	/** Deleted ones too. */
	connections: ConnectionState[];
	liveConnections: number;
	tokensMinted: number;
	requests: number;
	/** Unless the dataset has neither servers nor users. */
	directory?: DirectoryState;
}

export interface DirectoryState {
	/** Oldest first; those that were unseen for too long are gone. */
	servers: ServerState[];
	/** One entry per base DN that was synced. */
	users: ReturnType<typeof userCounts>;
	/** Domain and base DN of each organizational unit that was moved away. */
	movedOus: string[];
}

export interface ServerState {
	id: string;
	hostname: string;
	projectId: string;
	isFromActiveDirectory: boolean;
	/** RFC 3339. */
	lastSeenAt: string;
}

export function describeState(world: World): State {
	const { team, clock, tokens, requests, directory } = world;
	return {
		now: toRfc3339(clock.now()),
		speed: clock.speed(),
		team: team.name,
		gateways: team.gateways.map(({ id, name, isOnline }) => ({ id, name, isOnline })),
		projects: team.projects.map(({ id, name }) => ({ id, name })),
		connections: [...team.connections.values()].map((connection) =>
			describeConnection(world, connection),
		),
		liveConnections: liveConnections(team).length,
		tokensMinted: tokens.minted(),
		requests: requests.total(),
		...(directory.size === emptyDirectory ? {} : { directory: describeDirectory(world) }),
	};
}

function describeDirectory(world: World): DirectoryState {
	return {
		servers: liveServers(world).map(describeServer),
		users: userCounts(world),
		movedOus: [...world.directory.movedOus],
	};
}

function describeConnection(world: World, connection: Connection): ConnectionState {
	const jobs = (kind: Job['kind']) =>
		[...connection.jobs[kind].values()].map((job) => describeJob(world, job));
	return {
		id: connection.id,
		name: connection.name,
		gatewayId: connection.gateway_id,
		domain: connection.domain,
		domainControllers: connection.domain_controllers,
		serviceAccountUsername: connection.service_account_username,
		hasPassword: Boolean(connection.service_account_password),
		usePasswordless: connection.use_passwordless,
		certificateId: connection.certificate_id,
		...extraFields(world, 'connection', connection.extra),
		deletedAt: connection.deleted_at,
		serverSyncJobs: jobs('server'),
		userSyncJobs: jobs('user'),
	};
}

function describeJob(world: World, job: Job): JobState {
	return {
		id: job.id,
		kind: job.kind,
		connectionId: job.connection.id,
		settings: structuredClone(job.settings),
		nextDueAt: job.nextDueAt === null ? null : toRfc3339(job.nextDueAt),
		...extraFields(world, extraKindOf(job), job.extra),
		results: heldResults(world, job).map(describeResult),
		running: job.running.map(({ result }) => result.id),
		plans: world.plans.left(job),
	};
}

function extraFields({ switches }: World, kind: ExtraKind, stored: Json | null) {
	if (switches.extraFields === 'none') return {};
	return { extraFields: extraAnswer(kind, stored, switches) };
}

function describeResult(result: TaskResult): ResultState {
	const { createdAt, updatedAt, startedAt, endedAt } = result;
	return {
		...result,
		createdAt: toRfc3339(createdAt),
		updatedAt: toRfc3339(updatedAt),
		startedAt: toRfc3339(startedAt),
		endedAt: endedAt === null ? null : toRfc3339(endedAt),
	};
}

function describeServer(server: Server): ServerState {
	const { id, hostname, projectId, isFromActiveDirectory, lastSeenAt } = server;
	return { id, hostname, projectId, isFromActiveDirectory, lastSeenAt: toRfc3339(lastSeenAt) };
}
