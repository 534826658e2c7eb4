import { missingChoicesText } from './choices';
import { noticeText, refusalText, teamErrorText } from './output/messages';
import { isOutdated, readClock, stateAt } from './rules/clock';
import {
	earlier,
	earliestAccess,
	endConnection,
	evaluateConnection,
	keysOf,
	openKeys,
	rememberGateways,
	sortedConnections,
	withGateways,
	type ConnectionEvaluation,
} from './rules/connection';
import type { JobEvaluation } from './rules/draft';
import { connectionIncidentKey, isKeyOfTeam, teamIncidentKey } from './rules/incident';
import { jobNotices, resultNotices } from './rules/jobs';
import { countOutage, endOutage, type OutageSubject } from './rules/outage';
import { outcomeWords } from './rules/outcome';
import { checkChoices, reportChoices, selectedConnections } from './rules/selection';
import { evaluateServers } from './rules/servers';
import type { PollContext } from './rules/standing';
import type { MonitorEvent, Notice, ReadFailure, Settings } from './rules/types';
import { normalId } from '../util/text';
import { fingerprint, isSameTeam, wholeSecondMs } from './rules/values';
import { isReadError, type ConnectionSnapshot, type Snapshot } from './snapshot/types';
import { needsPersisting } from './state/storage';
import { emptyState, type State } from './state/types';

/** The result of one poll. */
export interface CheckResult {
	/** The state to store; the same object as before if this poll or a newer one is stored already. */
	state: State;
	/** What to emit, in order. */
	events: MonitorEvent[];
	/** Lines for the log. */
	warnings: string[];
	/** One error execution each; the poll continues. */
	errors: string[];
	/** Why the first poll must throw, so that n8n refuses to publish. Null for every other poll. */
	refusal: string | null;
	/** Whether the state must be saved even if there is no item, because no later poll can read the change again. */
	needsPersisting: boolean;
	/** The status of each watched job that was read. */
	jobs: JobEvaluation[];
}

/** A poll while it is evaluated. */
interface Check extends Pick<CheckResult, 'state' | 'events' | 'errors' | 'refusal' | 'jobs'> {
	readonly before: State | undefined;
	readonly snapshot: Snapshot;
	readonly context: PollContext;
	/** Logged each time. */
	readonly notices: Notice[];
	/** Logged once. */
	readonly lasting: Notice[];
}

/** How many logged warnings are remembered, so that each is logged once. */
const mostWarnings = 32;

/**
 * The rules of the trigger: returns what happened since the last poll, and the next state. Pure: no side effects, no
 * clock, no randomness. Neither the state nor the snapshot is changed.
 *
 * @param before the state as `readState` returns it; undefined for the first poll
 * @param snapshot what the poll read
 * @param settings what the user chose; incidents are tracked even if their events were not chosen
 */
export function check(
	before: State | undefined,
	snapshot: Snapshot,
	settings: Settings,
): CheckResult {
	if (before && isOutdated(before, snapshot)) return unchanged(before);
	const step = startCheck(before, snapshot, settings);
	const { connections } = snapshot;
	if (isReadError(connections)) evaluateTeamOutage(step, [{ ...connections, kind: null }]);
	else evaluateConnections(step, connections);
	return conclude(step);
}

function unchanged(state: State): CheckResult {
	const nothing = { events: [], warnings: [], errors: [], jobs: [] };
	return { state, ...nothing, refusal: null, needsPersisting: false };
}

function startCheck(before: State | undefined, snapshot: Snapshot, settings: Settings): Check {
	const { nowMs, presentMs, hasJumped, ...clock } = readClock(before, snapshot);
	const known = before ? stateAt(before, snapshot) : emptyState(snapshot.team, nowMs);
	const state = { ...known, ...clock, atMs: nowMs, hostMs: Math.floor(snapshot.hostMs) };
	const context = {
		team: snapshot.team.name,
		settings,
		words: outcomeWords(settings),
		nowMs,
		hostMs: wholeSecondMs(snapshot.hostMs),
		presentMs,
		hasJumped,
		reportsCurrent: settings.reportCurrentFailures || state.wasDamaged,
	};
	return {
		before,
		snapshot,
		state,
		context,
		events: [],
		notices: before?.wasDamaged && before.hostMs === 0 ? [{ kind: 'damagedState' }] : [],
		lasting: [],
		errors: [],
		refusal: null,
		jobs: [],
	};
}

/** Evaluates the watched connections, as far as they were read. */
function evaluateConnections(step: Check, read: readonly ConnectionSnapshot[]): void {
	const { context, state } = step;
	adoptTeam(step);
	const known = state.connections;
	const connections = sortedConnections(read, known);
	const present = connections.filter(({ isDeleted }) => !isDeleted);
	const evaluated = selectedConnections(present, context.settings.selection).map((connection) =>
		evaluateConnection(connection, present, known.get(normalId(connection.id)), context),
	);
	state.connections = new Map(evaluated.map((one) => [normalId(one.connection.id), one.state]));
	keepOthers(step, known, connections);
	for (const one of evaluated) {
		step.events.push(...one.events);
		step.notices.push(...one.notices);
		step.jobs.push(...one.evaluations);
	}
	const isReadWhole = evaluated.every((one) => one.failures.length === 0 && !one.state.wasSkipped);
	if (isReadWhole) state.wasDamaged = false;
	evaluateOutages(step, evaluated);
	evaluateChoices(step, connections);
	evaluateAdServers(step);
}

function evaluateAdServers({ state, snapshot, context, events, lasting, jobs }: Check): void {
	const evaluated = evaluateServers(state.servers, snapshot, jobs, context);
	state.servers = evaluated.servers;
	events.push(...evaluated.events);
	if (evaluated.doubt) lasting.push({ kind: evaluated.doubt });
}

/** Drops another team's state once this team was read. Its incidents stay open, and the log names their keys. */
function adoptTeam({ state, snapshot, notices }: Check): void {
	const { team } = snapshot;
	if (isSameTeam(state.team, team)) return;
	const { outage } = state;
	// While this team could not be read, its outage was counted in the other team's state.
	const isOwn = isKeyOfTeam(outage?.incident?.key ?? '', team);
	const keys = [...state.connections.values()].flatMap(openKeys);
	keys.push(...keysOf([...(state.servers?.projects.values() ?? [])]));
	if (!isOwn) keys.push(...keysOf([outage?.incident ?? null]));
	if (keys.length > 0) notices.push({ kind: 'otherTeam', keys });
	Object.assign(state, {
		team,
		outage: isOwn ? outage : null,
		missingChoices: new Map(),
		servers: null,
		gatewayNames: new Map(),
		connections: new Map(),
	});
}

/** Handles the remembered connections that were not evaluated: deleted, no longer watched, or not read. */
function keepOthers(
	{ state, context, events, notices }: Check,
	known: State['connections'],
	connections: readonly ConnectionSnapshot[],
): void {
	const listed = new Map(connections.map((one) => [normalId(one.id), one]));
	const others = [...known].filter(([id]) => !listed.has(id)).map(([id, one]) => ({ id, ...one }));
	const watched = selectedConnections(others, context.settings.selection).map(({ id }) => id);
	for (const [id, connection] of known) {
		if (state.connections.has(id)) continue;
		if (watched.includes(id)) {
			state.connections.set(id, connection);
		} else if (listed.get(id)?.isDeleted) {
			const { name, domain } = connection;
			events.push(...endConnection({ id, name, domain, gatewayId: null }, connection, context));
		} else {
			const keys = openKeys(connection);
			if (keys.length > 0) notices.push({ kind: 'unwatched', keys });
		}
	}
}

/** Counts an outage of the team if none of several connections could be read, else outages of single connections. */
function evaluateOutages(step: Check, evaluated: readonly ConnectionEvaluation[]): void {
	const { state, context } = step;
	const isAnyRead = evaluated.some(({ isRead }) => isRead);
	const allFailures = evaluated.flatMap(({ failures }) => failures);
	if (!isAnyRead) refuse(step, allFailures);
	// If the poll ran out of time, the rest is unknown: one slow connection is not an outage of the team.
	const hasFailed = ({ isRead, failures }: ConnectionEvaluation) => !isRead && failures.length > 0;
	if (evaluated.length > 1 && evaluated.every(hasFailed)) {
		evaluateTeamOutage(step, allFailures);
		return;
	}
	if (isAnyRead || evaluated.length < 2) {
		step.events.push(...endOutage(state.outage, teamSubject(step), context));
		state.outage = null;
	}
	for (const one of evaluated) evaluateConnectionOutage(step, one);
}

function evaluateConnectionOutage(
	step: Check,
	{ connection, state, failures, isRead }: ConnectionEvaluation,
): void {
	const { context, events, notices } = step;
	const place = {
		connection,
		keyFrom: (firstMs: number) => connectionIncidentKey(connection.id, firstMs),
		access: earliestAccess(state),
	};
	if (failures.length > 0) {
		const counted = countOutage(state.outage, failures, place, context);
		state.outage = counted.outage;
		events.push(...counted.events);
		if (counted.isOpening) notices.push({ kind: 'connectionUnreadable', connection, failures });
	} else if (isRead && !state.wasSkipped) {
		events.push(...endOutage(state.outage, place, context));
		state.outage = null;
	}
}

/** Counts a poll at which the list of connections, or all of several connections, could not be read. */
function evaluateTeamOutage(step: Check, failures: readonly ReadFailure[]): void {
	const { state, context } = step;
	refuse(step, failures);
	const counted = countOutage(state.outage, failures, teamSubject(step), context);
	state.outage = counted.outage;
	step.events.push(...counted.events);
	if (counted.isOpening || counted.isReminder) {
		step.errors.push(teamErrorText(context.team, failures));
	}
	if (!counted.outage?.incident) return;
	// Connections that still fail later are counted again from that point. Open incidents stay open.
	const settled = [...state.connections].map(
		([id, one]) => [id, one.outage?.incident ? one : { ...one, outage: null }] as const,
	);
	state.connections = new Map(settled);
}

function teamSubject({ snapshot, state }: Check): OutageSubject {
	return {
		connection: null,
		keyFrom: (firstMs) => teamIncidentKey(snapshot.team, firstMs),
		access: [...state.connections.values()].map(earliestAccess).reduce(earlier, null),
	};
}

/** Refuses the first poll if nothing could be read and a retry cannot help: wrong key, role or address. */
function refuse(step: Check, failures: readonly ReadFailure[]): void {
	const isFinal = failures.length > 0 && failures.every(({ isTransient }) => !isTransient);
	if (!step.before && isFinal) step.refusal ??= refusalText(failures);
}

/** Chosen connections and jobs that do not exist: the first poll is refused, later polls report them. */
function evaluateChoices(step: Check, connections: readonly ConnectionSnapshot[]): void {
	const { before, state, context } = step;
	const checked = checkChoices(connections, context.settings.selection);
	if (!before && checked.missing.length > 0) step.refusal ??= missingChoicesText(checked.missing);
	const { choices, reported } = reportChoices(state.missingChoices, checked, context);
	state.missingChoices = choices;
	if (reported.length > 0) step.errors.push(missingChoicesText(reported));
}

function conclude(step: Check): CheckResult {
	const { before, snapshot, state, context, errors, refusal, jobs } = step;
	const warnings = collectWarnings(step);
	const events = withGateways(step.events, state, snapshot);
	events.sort((one, other) => one.atMs - other.atMs);
	state.gatewayNames = rememberGateways(state, snapshot);
	const isChanged = needsPersisting(before, state);
	if (events.length > 0 || isChanged) state.savedAtMs = context.nowMs;
	return { state, events, warnings, errors, refusal, needsPersisting: isChanged, jobs };
}

/** Lines about a change are logged each time, lines about a lasting condition once. */
function collectWarnings({ state, snapshot, notices, lasting, jobs }: Check): string[] {
	const lines = [...resultNotices(jobs), ...lasting].map(noticeText);
	const marks = new Map([...lines, ...snapshot.warnings].map((line) => [fingerprint(line), line]));
	const fresh = [...marks].filter(([mark]) => !state.loggedWarnings.includes(mark));
	const logged = [...state.loggedWarnings, ...fresh.map(([mark]) => mark)];
	state.loggedWarnings = logged.slice(-mostWarnings);
	return [...[...notices, ...jobNotices(jobs)].map(noticeText), ...fresh.map(([, line]) => line)];
}
