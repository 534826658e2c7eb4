import type { AdServerSnapshot, Snapshot, ConnectionSnapshot } from '../snapshot/types';
import { isReadError } from '../snapshot/types';
import type { ProjectIncident, ServersState } from '../state/types';
import type { JobEvaluation } from './draft';
import { isReminderDue, projectIncidentKey, shouldNotifyClose } from './incident';
import { blankEvent } from './outage';
import { accessHours, type PollContext } from './standing';
import type { EventName, IncidentAction, MonitorEvent, ProjectServers } from './types';
import { hourMs, shortName, type Team } from './values';

/*
 * Servers at Risk: a sync that succeeds and finds nothing takes access away without any failed run. So the servers that
 * Active Directory discovered are read at most hourly, and a project opens an incident when too many of its servers
 * have not been seen for too long. That a sync renews last_seen is assumed (docs/api-contract.md, "Server").
 */

/** The shortest time between two readings of the servers. */
const readingIntervalMs = hourMs;

/** How many servers an item names. */
const mostNamed = 10;

/** What a poll makes of the servers. */
export interface ServersEvaluation {
	servers: ServersState | null;
	events: MonitorEvent[];
	/** Why nothing can be said; null if it can. */
	doubt: 'serversDoubtful' | 'serversInvisible' | null;
}

/** Whether a poll reads the AD servers: at most hourly, and only if the event is chosen or an incident is open. */
export function needsServers(
	servers: ServersState | null,
	nowMs: number,
	{ events }: { events: ReadonlySet<EventName> },
): boolean {
	if (!events.has('serversAtRisk') && (servers?.projects.size ?? 0) === 0) return false;
	return servers === null || nowMs - servers.readMs >= readingIntervalMs;
}

/**
 * Evaluates the AD servers of a snapshot, if it holds them.
 *
 * @param evaluations the jobs of this poll
 */
export function evaluateServers(
	known: ServersState | null,
	snapshot: Snapshot,
	evaluations: readonly JobEvaluation[],
	context: PollContext,
): ServersEvaluation {
	const { adServers } = snapshot;
	const { nowMs } = context;
	const nothing = { events: [], doubt: null };
	if (adServers === undefined) return { servers: known, ...nothing };
	if (adServers === null) return { servers: { ...(known ?? noState), readMs: nowMs }, ...nothing };
	const projects = groupByProject(adServers, snapshot, evaluations, context);
	const hasSeenAny = known?.hasSeenAny === true || projects.some(hasSeen);
	const servers: ServersState = { readMs: nowMs, hasSeenAny, projects: new Map() };
	// The assumption about last_seen has not held yet.
	if (!hasSeenAny) {
		const doubt = projects.length > 0 ? 'serversDoubtful' : 'serversInvisible';
		return { servers, events: [], doubt };
	}
	const events: MonitorEvent[] = [];
	const names = new Set([
		...projects.map(({ project }) => project),
		...(known?.projects.keys() ?? []),
	]);
	for (const project of names) {
		const now = projects.find((one) => one.project === project) ?? noServers(project);
		const before = known?.projects.get(project) ?? null;
		const incident = evaluateProject(before, now, context, snapshot.team, events);
		if (incident) servers.projects.set(project, incident);
	}
	return { servers, events, doubt: null };
}

const noState: ServersState = { readMs: 0, hasSeenAny: false, projects: new Map() };

function hasSeen({ count, atRiskCount }: ProjectServers): boolean {
	return atRiskCount < count;
}

function noServers(project: string): ProjectServers {
	const jobs = { succeeding: [], others: [] };
	return { project, count: 0, atRiskCount: 0, hostnames: [], goneCount: 0, endsMs: null, jobs };
}

function groupByProject(
	servers: readonly AdServerSnapshot[],
	snapshot: Snapshot,
	evaluations: readonly JobEvaluation[],
	{ nowMs, settings }: PollContext,
): ProjectServers[] {
	const unseenMs = (accessHours.serverSyncJob - settings.accessWarningHours) * hourMs;
	const well = new Set(evaluations.filter(succeeds).map(({ input }) => input.job.id));
	const byProject = new Map<string, AdServerSnapshot[]>();
	for (const server of servers) {
		const project = shortName(server.projectName);
		byProject.set(project, [...(byProject.get(project) ?? []), server]);
	}
	return [...byProject]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([project, all]) => {
			const atRisk = all
				.filter(({ lastSeenMs }) => lastSeenMs !== null && nowMs - lastSeenMs >= unseenMs)
				.sort((one, other) => (one.lastSeenMs ?? 0) - (other.lastSeenMs ?? 0));
			const first = atRisk[0]?.lastSeenMs ?? null;
			return {
				project,
				count: all.length,
				atRiskCount: atRisk.length,
				hostnames: atRisk.slice(0, mostNamed).map(({ hostname }) => hostname),
				goneCount: 0,
				endsMs: first === null ? null : first + accessHours.serverSyncJob * hourMs,
				jobs: jobsOf(project, snapshot, well),
			};
		});
}

/** Whether a job stands well. A run under way says nothing yet. */
function succeeds({ newest, standing, holding }: JobEvaluation): boolean {
	if (holding.length > 0 || newest === null) return false;
	if (newest.outcome !== 'running') return newest.outcome === 'success';
	return standing.failures === 0 && standing.lastSuccessMs !== null;
}

function jobsOf(
	project: string,
	{ connections }: Snapshot,
	well: ReadonlySet<string>,
): ProjectServers['jobs'] {
	const all: ConnectionSnapshot[] = isReadError(connections) ? [] : connections;
	const jobs = all
		.flatMap(({ name: connectionName, lists: { serverSyncJob: list = [] } }) =>
			(isReadError(list) ? [] : list).map((job) => ({ ...job, connectionName })),
		)
		.filter((job) => job.isActive && (job.projectNames ?? []).map(shortName).includes(project));
	const named = jobs.map(({ id, name, connectionName }) => ({ id, name, connectionName }));
	return {
		succeeding: named.filter(({ id }) => well.has(id)),
		others: named.filter(({ id }) => !well.has(id)),
	};
}

/** @returns what is remembered of the project's incident */
function evaluateProject(
	known: ProjectIncident | null,
	servers: ProjectServers,
	context: PollContext,
	team: Team,
	events: MonitorEvent[],
): ProjectIncident | null {
	const { nowMs, settings } = context;
	const share = servers.count === 0 ? 0 : servers.atRiskCount / servers.count;
	const isAtRisk = servers.atRiskCount > 0 && share * 100 >= settings.serversAtRiskPercent;
	if (!isAtRisk) {
		if (known && shouldNotifyClose(known.status, settings.events)) {
			events.push(projectEvent('syncRecovered', 'resolve', known, servers, context));
		}
		return null;
	}
	if (!known && !settings.events.has('serversAtRisk')) return null;
	// A copy, because the state is not to be changed.
	const incident = known ? { ...known } : openProject(servers, share, team, nowMs);
	incident.count = Math.max(incident.count, servers.count);
	const report = (event: EventName, action: IncidentAction) => {
		Object.assign(incident, { status: 'notified', share, lastItemMs: nowMs });
		events.push(projectEvent(event, action, incident, servers, context));
	};
	if (incident.status === 'pending') {
		incident.openedMs = nowMs;
		report('serversAtRisk', 'trigger');
	} else if (share >= 2 * incident.share) {
		report('serversAtRisk', 'update');
	} else if (
		settings.events.has('syncStillFailing') &&
		isReminderDue(incident, nowMs, settings.reminderHours)
	) {
		report('syncStillFailing', 'update');
	}
	return incident;
}

function openProject(
	{ project, count }: ProjectServers,
	share: number,
	team: Team,
	nowMs: number,
): ProjectIncident {
	return {
		key: projectIncidentKey(team, project, nowMs),
		status: 'pending',
		openedMs: nowMs,
		lastItemMs: nowMs,
		share,
		count,
	};
}

function projectEvent(
	event: EventName,
	action: IncidentAction,
	incident: ProjectIncident,
	servers: ProjectServers,
	{ nowMs, team }: PollContext,
): MonitorEvent {
	const isOver = action === 'resolve';
	const goneCount = isOver ? Math.max(0, incident.count - servers.count) : 0;
	return {
		...blankEvent(event, null, { nowMs, team }),
		severity: isOver ? 'info' : 'critical',
		servers: { ...servers, goneCount },
		incident: {
			key: incident.key,
			action,
			cause: 'servers',
			causes: ['servers'],
			openedMs: incident.openedMs,
			sinceMs: incident.openedMs,
			isSeverityRaised: false,
			isAlreadyResolved: false,
			// Servers that ASA has removed did not recover.
			closedBy: goneCount > 0 ? 'deleted' : null,
			replacement: null,
		},
	};
}
