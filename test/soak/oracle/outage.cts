import type { Choose } from './choices.cts';
import { inexactMs, type ClockReading } from './clocks.cts';
import { errorLine, outageLine, shouldNotifyClose, type Expected } from './expected.cts';
import { waitsForClock, type PollContext } from './jobState.cts';
import { isIntervalOver, openedAtFact, type IncidentTimes } from './incident.cts';
import { minuteMs } from './schedule.cts';
import type { Settings } from './settings.cts';

/** What the rules know of a connection, or of the whole team, that can't be read. */
export interface Outage {
	firstFailedAt: number | null;
	failedPolls: number;
	/** The last failed poll by both clocks, and how long the outage has lasted by then. */
	lastFailedClocks: PollClocks | null;
	lastedMs: number;
	incident: OutageIncident | null;
}

interface OutageIncident extends IncidentTimes {
	/** Stored at the opening, so that it identifies the team or connection. */
	keyParts: string;
	isNotified: boolean;
}

export interface PollClocks {
	/** The poll's time: Date, or what it would be by n8n's clock. */
	nowMs: number;
	/** n8n's clock. */
	n8nNowMs: number;
}

export const noOutage: Outage = {
	firstFailedAt: null,
	failedPolls: 0,
	lastFailedClocks: null,
	lastedMs: 0,
	incident: null,
};

const shortestMs = 10 * minuteMs;

/** What can't be read: a connection or the team. */
export interface OutageSubject {
	/** What the incident's key is made of, beside the time of the first failed poll. */
	keyPart: string;
	isTeam: boolean;
}

/** A poll that can or can't read a connection or the team. */
export function stepOutage(
	before: Outage,
	hasFailed: boolean,
	poll: ClockReading & Pick<PollContext, 'clockJumped'>,
	{ keyPart, isTeam }: OutageSubject,
	settings: Settings,
	choose: Choose,
): { state: Outage; expected: Expected[] } {
	if (!hasFailed) return recover(before, null, settings, choose);
	const { nowMs, n8nNowMs, hasDate } = poll;
	const lastFailedClocks = { nowMs, n8nNowMs };
	const firstFailedAt = before.firstFailedAt ?? nowMs;
	const failedPolls = before.failedPolls + 1;
	const keyParts = before.incident?.keyParts ?? `${keyPart}/${firstFailedAt}`;
	const lastedMs =
		before.lastedMs + passedMs(before.lastFailedClocks ?? lastFailedClocks, lastFailedClocks);
	const { incident } = before;
	const opened = {
		keyParts,
		openedAt: nowMs,
		lastItemAt: nowMs,
		inexactByMs: hasDate ? 0 : inexactMs,
	};
	const state: Outage = { firstFailedAt, failedPolls, lastFailedClocks, lastedMs, incident };
	const expected: Expected[] = [];
	const isChosen = settings.events.has('connectionUnreadable');
	if (!incident && failedPolls >= 2 && lastedMs >= shortestMs) {
		state.incident = { ...opened, isNotified: isChosen };
		if (isChosen) expected.push(itemOf('trigger', state.incident));
		else if (isTeam) expected.push(errorExecution);
	} else if (incident && !incident.isNotified && isChosen) {
		// Its event is newly chosen.
		state.incident = { ...opened, isNotified: true };
		expected.push(itemOf('trigger', state.incident));
	} else if (incident) {
		expected.push(...reminders(incident, isTeam && !isChosen, poll, settings, choose));
		if (expected.length > 0) state.incident = { ...incident, lastItemAt: nowMs };
	}
	return { state, expected };
}

/**
 * What reminds of an open incident.
 *
 * @param byError whether error executions do, because the event isn't chosen
 */
function reminders(
	incident: OutageIncident,
	byError: boolean,
	poll: ClockReading & Pick<PollContext, 'clockJumped'>,
	settings: Settings,
	choose: Choose,
): Expected[] {
	const byItem = incident.isNotified && settings.events.has('syncStillFailing');
	if (!byItem && !byError) return [];
	if (!isIntervalOver(incident, poll.nowMs, settings, choose)) return [];
	const items = byItem ? [itemOf('remind', incident)] : [];
	if (waitsForClock(poll, choose)) {
		const waits = !byError || choose('whether an error execution waits for the clock') === 0;
		return waits ? [] : [errorExecution];
	}
	if (!byError) return items;
	if (!incident.isNotified) return [errorExecution];
	const point = 'what reminds of an incident of the team whose event is no longer chosen';
	const readings = byItem
		? [items, [errorExecution], [...items, errorExecution]]
		: [[errorExecution], []];
	return readings[choose(point, readings.length)];
}

/** Shows that the team can't be read if no item does. */
const errorExecution: Expected = { line: errorLine, keyParts: null, facts: {} };

/** How much time passed by both clocks: the shorter one counts, unless a clock was set back. */
function passedMs(before: PollClocks, { nowMs, n8nNowMs }: PollClocks): number {
	const passed = [nowMs - before.nowMs, n8nNowMs - before.n8nNowMs].filter((ms) => ms >= 0);
	return passed.length === 0 ? 0 : Math.min(...passed);
}

/** The outage is over: the connection can be read, or is deleted. */
export function recover(
	before: Outage,
	closedBy: string | null,
	settings: Settings,
	choose: Choose,
) {
	const { incident } = before;
	const isNotified =
		incident !== null &&
		shouldNotifyClose(incident.isNotified, ['connectionUnreadable'], settings, choose);
	const expected = isNotified ? [itemOf('resolve', incident, closedBy)] : [];
	return { state: noOutage, expected };
}

function itemOf(
	action: string,
	incident: OutageIncident,
	closedBy: string | null = null,
): Expected {
	const { keyParts, isNotified } = incident;
	const facts = { incident_opened_at: isNotified ? openedAtFact(incident) : null };
	return { line: outageLine(action, closedBy), keyParts, facts };
}
