import { createRandom, type Random } from './random.cts';
import type { Connection, Job } from './team.cts';
import { hourMs, toRfc3339 } from './time.cts';
import type { World } from './world.cts';

/**
 * What syncs find in Active Directory, and what becomes of servers and users that no sync finds any more
 * (docs/api-contract.md, "Behaviour that shapes the product": the hours are certain; that a successful sync
 * renews `last_seen` is assumed). Nothing here costs time while the dataset has no servers and users.
 */

/** How long a server or a user stays without being seen. */
const serverLifetime = 96 * hourMs;
const userLifetime = 48 * hourMs;

/** How much of each there is. */
export interface DirectorySize {
	serversPerRule: number;
	/** Servers with an agent, which no sync discovered. */
	otherServers: number;
	usersPerJob: number;
}

export const emptyDirectory: DirectorySize = {
	serversPerRule: 0,
	otherServers: 0,
	usersPerJob: 0,
};

export interface Server {
	sequence: number;
	id: string;
	hostname: string;
	projectId: string;
	isFromActiveDirectory: boolean;
	isActive: boolean;
	/** Milliseconds since 1970. */
	registeredAt: number;
	lastSeenAt: number;
}

/** The users that the jobs of one base DN brought. */
interface Users {
	domain: string;
	baseDn: string;
	count: number;
	lastSeenAt: number;
}

export interface Directory {
	size: DirectorySize;
	/** Ids of servers, apart from the team's: servers must not change the ids of jobs. */
	random: Random;
	servers: Map<string, Server>;
	users: Map<string, Users>;
	/** Organizational units that were moved away, as `ouKey` writes them. */
	movedOus: Set<string>;
	nextSequence: number;
}

export function createDirectory(size: DirectorySize, seed: number): Directory {
	return {
		size,
		random: createRandom(seed),
		servers: new Map(),
		users: new Map(),
		movedOus: new Set(),
		nextSequence: 0,
	};
}

/** Adds the servers that have an agent: one project after the other, every third inactive. */
export function addOtherServers({ team, directory, clock }: World): void {
	for (let number = 1; number <= directory.size.otherServers; number++) {
		const hostname = `agent-${number}.example.com`;
		const server = newServer(directory, hostname, clock.now(), {
			projectId: team.projects[number % team.projects.length].id,
			isFromActiveDirectory: false,
			isActive: number % 3 !== 0,
		});
		directory.servers.set(hostname, server);
	}
}

function newServer(
	directory: Directory,
	hostname: string,
	now: number,
	kind: Pick<Server, 'projectId' | 'isFromActiveDirectory' | 'isActive'>,
): Server {
	return {
		sequence: directory.nextSequence++,
		id: directory.random.uuid(),
		hostname,
		...kind,
		registeredAt: now,
		lastSeenAt: now,
	};
}

/** What a successful sync brings: it discovers servers or users, or renews them. */
export function recordSync(world: World, job: Job): void {
	const { serversPerRule, usersPerJob } = world.directory.size;
	if (job.kind === 'server' && serversPerRule > 0) {
		for (const rule of job.settings.rule_assignments) {
			discoverServers(world, job.connection, rule.base_dn, rule.project_id);
		}
	}
	if (job.kind === 'user' && usersPerJob > 0) {
		discoverUsers(world, job.connection, job.settings.base_dn);
	}
}

function discoverServers(
	{ directory, clock }: World,
	connection: Connection,
	baseDn: string,
	projectId: string,
): void {
	const ou = ouKey(connection, baseDn);
	if (directory.movedOus.has(ou)) return;
	const now = clock.now();
	for (let number = 1; number <= directory.size.serversPerRule; number++) {
		const key = `${ou}/${number}`;
		const known = directory.servers.get(key);
		if (known && !isExpired(known, now)) {
			Object.assign(known, { lastSeenAt: now, projectId });
			continue;
		}
		const hostname = `${hostPrefix(baseDn)}-${number}.${connection.domain}`;
		const kind = { projectId, isFromActiveDirectory: true, isActive: true };
		// Deleted first, so that the map stays in the order of discovery.
		directory.servers.delete(key);
		directory.servers.set(key, newServer(directory, hostname, now, kind));
	}
}

function discoverUsers({ directory, clock }: World, connection: Connection, baseDn: string): void {
	const ou = ouKey(connection, baseDn);
	if (directory.movedOus.has(ou)) return;
	directory.users.set(ou, {
		domain: connection.domain,
		baseDn,
		count: directory.size.usersPerJob,
		lastSeenAt: clock.now(),
	});
}

/** The first name in a base DN, for the names of its servers. */
function hostPrefix(baseDn: string): string {
	return (/^\w+=([^,]+)/.exec(baseDn)?.[1] ?? 'server').toLowerCase().replace(/\W+/g, '-');
}

function ouKey({ domain }: Connection, baseDn: string): string {
	return `${domain}/${baseDn}`.toLowerCase();
}

function isExpired(server: Server, now: number): boolean {
	return server.isFromActiveDirectory && now - server.lastSeenAt >= serverLifetime;
}

/** Moves an organizational unit away, so that syncs succeed and find nothing in it, or back. */
export function moveOu(
	directory: Directory,
	connection: Connection,
	baseDn: string,
	isBack: boolean,
): void {
	const ou = ouKey(connection, baseDn);
	if (isBack) directory.movedOus.delete(ou);
	else directory.movedOus.add(ou);
}

/** The servers that are there, oldest first. An active agent has always just been seen. */
export function liveServers({ directory, clock }: World): Server[] {
	const now = clock.now();
	const hasAgent = ({ isFromActiveDirectory, isActive }: Server) =>
		!isFromActiveDirectory && isActive;
	return [...directory.servers.values()]
		.filter((server) => !isExpired(server, now))
		.map((server) => (hasAgent(server) ? { ...server, lastSeenAt: now } : server));
}

/** How many users each base DN has: none when it wasn't synced for too long. */
export function userCounts({ directory, clock }: World) {
	return [...directory.users.values()].map(({ domain, baseDn, count, lastSeenAt }) => ({
		domain,
		baseDn,
		count: clock.now() - lastSeenAt < userLifetime ? count : 0,
		lastSeenAt: toRfc3339(lastSeenAt),
	}));
}
