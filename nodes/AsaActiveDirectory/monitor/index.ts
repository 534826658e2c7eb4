import { missingChoicesText, noticeText, refusalText, teamErrorText } from './output/messages';
import {
	earlier,
	earliestAccess,
	endConnection,
	evaluateConnection,
	keysOf,
	openKeys,
	type ConnectionEvaluation,
} from './rules/connection';
import type { JobEvaluation } from './rules/draft';
import { connectionIncidentKey, teamIncidentKey } from './rules/incident';
import { jobNotices, resultNotices } from './rules/jobs';
import { outcomeWords } from './rules/outcome';
import { checkChoices, reportChoices, watchedConnections } from './rules/selection';
import type { PollContext } from './rules/standing';
import { countTrouble, endTrouble, type TroublePlace } from './rules/trouble';
import type { MonitorEvent, Notice, ReadFailure, Settings } from './rules/types';
import {
	fingerprint,
	isSameTeam,
	minuteMs,
	normalId,
	readClock,
	wholeSecondMs,
} from './rules/values';
import { isReadError, type ConnectionSnapshot, type Snapshot } from './snapshot/types';
import { needsPersisting } from './state/storage';
import { emptyState, type State } from './state/types';

/** What one poll brings about. */
export interface CheckResult {
	/** What to store; the same object as before where this poll or a newer one is stored already. */
	state: State;
	/** What to put out, in order. */
	events: MonitorEvent[];
	/** Lines for the log. */
	warnings: string[];
	/** What an error execution each should show; the poll goes on. */
	errors: string[];
	/** Why a first poll must throw, so that n8n refuses to publish; null at all others. */
	refusal: string | null;
	/** Whether the state must be saved although there may be no item: no later poll can read again what changed. */
	needsPersisting: boolean;
	/** How the watched jobs that were read stand. */
	jobs: JobEvaluation[];
}

/** A poll while it is being checked. */
interface Check extends Pick<CheckResult, 'state' | 'events' | 'errors' | 'refusal' | 'jobs'> {
	readonly before: State | undefined;
	readonly snapshot: Snapshot;
	readonly context: PollContext;
	readonly notices: Notice[];
}

/** Polls overlap by less than this; a larger step back is a corrected clock. */
const longestOverlapMs = 15 * minuteMs;

/** How many logged warnings are remembered, so that each is logged once. */
const mostWarnings = 32;

/**
 * The rules of the trigger: what happened since the state was made, and the state that follows. No side effect, no
 * clock and no randomness; neither state nor snapshot is changed.
 *
 * @param before undefined at the first poll; as `readState` answers it
 * @param snapshot what the poll read
 * @param settings what the user chose; causes whose events weren't chosen are followed, but not put out
 */
export function check(
	before: State | undefined,
	snapshot: Snapshot,
	settings: Settings,
): CheckResult {
	if (before && isOutdated(before, snapshot)) return unchanged(before);
	const step = startCheck(before, snapshot, settings);
	const { connections } = snapshot;
	if (isReadError(connections)) judgeTeam(step, [{ ...connections, kind: null }]);
	else judgeConnections(step, sortedById(connections));
	return conclude(step);
}

/** Whether this poll or a newer one is stored already. Both clocks must say so: either may be corrected. */
function isOutdated(state: State, { atMs, hostMs }: Snapshot): boolean {
	const lagMs = state.hostMs - hostMs;
	return wholeSecondMs(atMs) <= state.atMs && lagMs >= 0 && lagMs <= longestOverlapMs;
}

function unchanged(state: State): CheckResult {
	const nothing = { events: [], warnings: [], errors: [], jobs: [] };
	return { state, ...nothing, refusal: null, needsPersisting: false };
}

function startCheck(before: State | undefined, snapshot: Snapshot, settings: Settings): Check {
	const { nowMs, hasJumped, ...clock } = readClock(before, snapshot);
	const known = before ?? emptyState(snapshot.team, { nowMs, ...clock });
	const state = { ...known, ...clock, atMs: nowMs, hostMs: snapshot.hostMs };
	const reportsCurrent = settings.reportCurrentFailures || state.wasDamaged;
	const words = outcomeWords(settings);
	return {
		before,
		snapshot,
		state,
		context: { team: snapshot.team.name, settings, words, nowMs, hasJumped, reportsCurrent },
		events: [],
		notices: before?.wasDamaged && before.hostMs === 0 ? [{ kind: 'damagedState' }] : [],
		errors: [],
		refusal: null,
		jobs: [],
	};
}

/** Each object once, in an order that doesn't depend on the list's. */
function sortedById(connections: readonly ConnectionSnapshot[]): ConnectionSnapshot[] {
	const byId = new Map(connections.map((connection) => [normalId(connection.id), connection]));
	return [...byId].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
}

/** The list of connections was read: the jobs of the watched ones are judged as far as they were read. */
function judgeConnections(step: Check, connections: readonly ConnectionSnapshot[]): void {
	const { context, state } = step;
	adoptTeam(step);
	const known = state.connections;
	const present = connections.filter(({ isGone }) => !isGone);
	const evaluated = watchedConnections(present, context.settings.selection).map((connection) =>
		evaluateConnection(connection, present, known.get(normalId(connection.id)), context),
	);
	state.connections = new Map(evaluated.map((one) => [normalId(one.connection.id), one.state]));
	keepOthers(step, known, connections);
	for (const one of evaluated) {
		step.events.push(...one.events);
		step.notices.push(...one.notices);
		step.jobs.push(...one.evaluations);
	}
	if (evaluated.every(isReadWhole)) state.wasDamaged = false;
	judgeTroubles(step, evaluated);
	judgeChoices(step, connections);
}

function isReadWhole({ failures, state }: ConnectionEvaluation): boolean {
	return failures.length === 0 && !state.wasUnread;
}

/** Another team's state is set aside once this one is read: its incidents stay open, and the log names them. */
function adoptTeam({ state, snapshot, notices }: Check): void {
	const { team } = snapshot;
	if (isSameTeam(state.team, team)) return;
	const { trouble } = state;
	// Trouble of this team counted on the other's state, because nothing of this one was read.
	const isOwn = trouble?.incident?.key === teamIncidentKey(team, trouble?.firstMs ?? 0);
	const keys = [...state.connections.values()].flatMap(openKeys);
	if (!isOwn) keys.push(...keysOf([trouble?.incident ?? null]));
	if (keys.length > 0) notices.push({ kind: 'otherTeam', keys });
	Object.assign(state, {
		team,
		trouble: isOwn ? trouble : null,
		missingChoices: new Map(),
		connections: new Map(),
	});
}

/** Remembered connections that were not judged: gone, no longer watched, or not read. */
function keepOthers(
	{ state, context, events, notices }: Check,
	known: State['connections'],
	connections: readonly ConnectionSnapshot[],
): void {
	const listed = new Map(connections.map((one) => [normalId(one.id), one]));
	const unread = [...known].filter(([id]) => !listed.has(id)).map(([id, one]) => ({ id, ...one }));
	const watched = watchedConnections(unread, context.settings.selection).map(({ id }) => id);
	for (const [id, connection] of known) {
		if (state.connections.has(id)) continue;
		if (watched.includes(id)) {
			state.connections.set(id, connection);
		} else if (listed.get(id)?.isGone) {
			const { name, domain } = connection;
			events.push(...endConnection({ id, name, domain, gatewayId: null }, connection, context));
		} else {
			const keys = openKeys(connection);
			if (keys.length > 0) notices.push({ kind: 'unwatched', keys });
		}
	}
}

/** Trouble of the team where none of several connections could be read, else of each connection by itself. */
function judgeTroubles(step: Check, evaluated: readonly ConnectionEvaluation[]): void {
	const { state, context } = step;
	const failures = evaluated.flatMap((one) => one.failures);
	const isAnyRead = evaluated.some(({ isRead }) => isRead);
	const isUnread = evaluated.length > 0 && !isAnyRead;
	if (isUnread && failures.length > 0 && evaluated.length > 1) {
		judgeTeam(step, failures);
		return;
	}
	if (isUnread) refuse(step, failures);
	// Where the poll got to no connection, it says nothing of the team either.
	if (!isUnread || failures.length > 0) {
		step.events.push(...endTrouble(state.trouble, teamPlace(step), context));
		state.trouble = null;
	}
	for (const one of evaluated) judgeConnection(step, one);
}

function judgeConnection(
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
		const counted = countTrouble(state.trouble, failures, place, context);
		state.trouble = counted.trouble;
		events.push(...counted.events);
		if (counted.isOpening) notices.push({ kind: 'connectionUnreadable', connection, failures });
	} else if (isRead && !state.wasUnread) {
		events.push(...endTrouble(state.trouble, place, context));
		state.trouble = null;
	}
}

/** The list of connections can't be read, or none of several connections can. */
function judgeTeam(step: Check, failures: readonly ReadFailure[]): void {
	const { state, context } = step;
	refuse(step, failures);
	const counted = countTrouble(state.trouble, failures, teamPlace(step), context);
	state.trouble = counted.trouble;
	step.events.push(...counted.events);
	if (counted.isOpening || counted.isReminder) {
		step.errors.push(teamErrorText(context.team, failures));
	}
	if (!counted.trouble?.incident) return;
	// Those that can't be read afterwards count from then on; what is open stays open.
	const settled = [...state.connections].map(
		([id, one]) => [id, one.trouble?.incident ? one : { ...one, trouble: null }] as const,
	);
	state.connections = new Map(settled);
}

function teamPlace({ snapshot, state }: Check): TroublePlace {
	return {
		connection: null,
		keyFrom: (firstMs) => teamIncidentKey(snapshot.team, firstMs),
		access: [...state.connections.values()].map(earliestAccess).reduce(earlier, null),
	};
}

/** A first poll refuses where nothing could be read and trying again can't help: a wrong key, role or address. */
function refuse(step: Check, failures: readonly ReadFailure[]): void {
	const isFinal = failures.length > 0 && failures.every(({ isTransient }) => !isTransient);
	if (!step.before && isFinal) step.refusal ??= refusalText(failures);
}

/** Chosen connections and jobs that don't exist: a first poll refuses, later ones report them. */
function judgeChoices(step: Check, connections: readonly ConnectionSnapshot[]): void {
	const { before, state, context } = step;
	const { selection, reminderHours } = context.settings;
	const checked = checkChoices(connections, selection);
	if (!before && checked.missing.length > 0) step.refusal ??= missingChoicesText(checked.missing);
	const { choices, reported } = reportChoices(
		state.missingChoices,
		checked,
		context.nowMs,
		reminderHours,
	);
	state.missingChoices = choices;
	if (reported.length > 0) step.errors.push(missingChoicesText(reported));
}

function conclude(step: Check): CheckResult {
	const { before, snapshot, state, context, errors, refusal, jobs } = step;
	const warnings = collectWarnings(step);
	const gateways = new Map(snapshot.gateways?.map((gateway) => [normalId(gateway.id), gateway]));
	const events = step.events
		.map((event) => {
			const gateway = gateways.get(normalId(event.connection?.gatewayId ?? ''));
			return gateway ? { ...event, gateway } : event;
		})
		.sort((one, other) => one.atMs - other.atMs);
	const hasPollTimes = jobs.some(({ input }) => input.merged.after.some((run) => run.startsNow));
	const isChanged = hasPollTimes || needsPersisting(before, state);
	if (events.length > 0 || isChanged) state.savedAtMs = context.nowMs;
	return { state, events, warnings, errors, refusal, needsPersisting: isChanged, jobs };
}

/** Lines that describe a moment are logged each time, those that describe how things are once. */
function collectWarnings({ state, snapshot, notices, jobs }: Check): string[] {
	const lasting = [...resultNotices(jobs).map(noticeText), ...snapshot.warnings];
	const marks = new Map(lasting.map((line) => [fingerprint(line), line]));
	const fresh = [...marks].filter(([mark]) => !state.loggedWarnings.includes(mark));
	const logged = [...state.loggedWarnings, ...fresh.map(([mark]) => mark)];
	state.loggedWarnings = logged.slice(-mostWarnings);
	return [...[...notices, ...jobNotices(jobs)].map(noticeText), ...fresh.map(([, line]) => line)];
}
