import {
	liveConnections,
	type Connection,
	type Job,
	type NamedObject,
	type TaskResult,
} from './team.cts';
import type { RunPlan } from './runPlans.cts';
import { toRfc3339 } from './time.cts';
import type { World } from './world.cts';

export interface ResultState extends Omit<TaskResult, 'createdAt' | 'updatedAt'> {
	/** RFC 3339. */
	createdAt: string;
	updatedAt: string;
}

export interface JobState {
	id: string;
	kind: Job['kind'];
	connectionId: string;
	settings: Job['settings'];
	/** RFC 3339; null while inactive. */
	nextDueAt: string | null;
	/** What the API keeps, oldest first. */
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
	gateways: Array<Omit<NamedObject, 'sequence'>>;
	projects: Array<Omit<NamedObject, 'sequence'>>;
	/** Deleted ones too. */
	connections: ConnectionState[];
	liveConnections: number;
	tokensMinted: number;
	requests: number;
}

export function describeState(world: World): State {
	const { team, clock, tokens, requests } = world;
	return {
		now: toRfc3339(clock.now()),
		speed: clock.speed(),
		team: team.name,
		gateways: team.gateways.map(({ id, name }) => ({ id, name })),
		projects: team.projects.map(({ id, name }) => ({ id, name })),
		connections: [...team.connections.values()].map((connection) =>
			describeConnection(world, connection),
		),
		liveConnections: liveConnections(team).length,
		tokensMinted: tokens.minted(),
		requests: requests.total(),
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
		deletedAt: connection.deleted_at,
		serverSyncJobs: jobs('server'),
		userSyncJobs: jobs('user'),
	};
}

function describeJob({ plans, switches }: World, job: Job): JobState {
	return {
		id: job.id,
		kind: job.kind,
		connectionId: job.connection.id,
		settings: structuredClone(job.settings),
		nextDueAt: job.nextDueAt === null ? null : toRfc3339(job.nextDueAt),
		results: job.results.slice(-switches.keepResults).map(describeResult),
		running: job.running.map(({ result }) => result.id),
		plans: plans.left(job),
	};
}

function describeResult({ createdAt, updatedAt, ...result }: TaskResult): ResultState {
	return { ...result, createdAt: toRfc3339(createdAt), updatedAt: toRfc3339(updatedAt) };
}
