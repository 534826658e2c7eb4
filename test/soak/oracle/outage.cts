import type { Choose } from './choices.cts';
import { inexactMs, type ClockReading } from './clocks.cts';
import { shouldNotifyClose, outageLine, type Expected } from './expected.cts';
import { waitsForClock, type PollContext } from './jobState.cts';
import { isReminderDue, openedAtFact, type IncidentTimes } from './incident.cts';
import { minuteMs } from './schedule.cts';
import type { Settings } from './settings.cts';

/** What the rules know of a connection, or of the whole team, that can't be read. */
export interface Outage {
	firstFailedAt: number | null;
	failedPolls: number;
	/** The last failed poll by both clocks, and how long the outage has lasted by then. */
	lastFailedAt: PollClocks | null;
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
	now: number;
	/** n8n's clock. */
	n8nNow: number;
}

export const noOutage: Outage = {
	firstFailedAt: null,
	failedPolls: 0,
	lastFailedAt: null,
	lastedMs: 0,
	incident: null,
};

const shortestMs = 10 * minuteMs;

/**
 * A poll that can or can't read a connection or the team.
 *
 * @param subject what the incident's key is made of, beside the time of the first failed poll
 */
export function stepOutage(
	before: Outage,
	hasFailed: boolean,
	poll: ClockReading & Pick<PollContext, 'clockJumped'>,
	subject: string,
	settings: Settings,
	choose: Choose,
): { state: Outage; expected: Expected[] } {
	if (!hasFailed) return recover(before, null, settings, choose);
	const { now, n8nNow, hasDate } = poll;
	const lastFailedAt = { now, n8nNow };
	const firstFailedAt = before.firstFailedAt ?? now;
	const failedPolls = before.failedPolls + 1;
	const keyParts = before.incident?.keyParts ?? `${subject}/${firstFailedAt}`;
	const lastedMs = before.lastedMs + passedMs(before.lastFailedAt ?? lastFailedAt, lastFailedAt);
	const { incident } = before;
	const opened = { keyParts, openedAt: now, lastItemAt: now, inexactByMs: hasDate ? 0 : inexactMs };
	const state: Outage = { firstFailedAt, failedPolls, lastFailedAt, lastedMs, incident };
	const expected: Expected[] = [];
	if (!incident && failedPolls >= 2 && lastedMs >= shortestMs) {
		const isNotified = settings.events.has('connectionUnreadable');
		state.incident = { ...opened, isNotified };
		if (isNotified) expected.push(itemOf('trigger', state.incident));
	} else if (incident && !incident.isNotified && settings.events.has('connectionUnreadable')) {
		// Its event is newly chosen.
		state.incident = { ...opened, isNotified: true };
		expected.push(itemOf('trigger', state.incident));
	} else if (
		incident?.isNotified &&
		isReminderDue(incident, now, settings, choose) &&
		!waitsForClock(poll, choose)
	) {
		state.incident = { ...incident, lastItemAt: now };
		expected.push(itemOf('remind', incident));
	}
	return { state, expected };
}

/** How much time passed by both clocks: the shorter one counts, unless a clock was set back. */
function passedMs(before: PollClocks, { now, n8nNow }: PollClocks): number {
	const passed = [now - before.now, n8nNow - before.n8nNow].filter((ms) => ms >= 0);
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
