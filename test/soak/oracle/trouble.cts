import type { Choose } from './choices.cts';
import { isClosingTold, troubleLine, type Expected } from './expected.cts';
import { hourMs, minuteMs } from './schedule.cts';
import type { Settings } from './settings.cts';

/** What the rules know of a connection, or of the whole team, that can't be read. */
export interface Trouble {
	firstFailedAt: number | null;
	failedPolls: number;
	incident: {
		/** Stored at the opening, so that it says whose trouble it is. */
		keyParts: string;
		openedAt: number;
		isNotified: boolean;
		lastItemAt: number;
	} | null;
}

export const noTrouble: Trouble = { firstFailedAt: null, failedPolls: 0, incident: null };

const shortestMs = 10 * minuteMs;

/**
 * A poll that can or can't read a connection or the team.
 *
 * @param place what the incident's key is made of, beside the time of the first failed poll
 */
export function stepTrouble(
	before: Trouble,
	hasFailed: boolean,
	now: number,
	place: string,
	settings: Settings,
	choose: Choose,
): { state: Trouble; expected: Expected[] } {
	if (!hasFailed) return recover(before, null, settings, choose);
	const firstFailedAt = before.firstFailedAt ?? now;
	const failedPolls = before.failedPolls + 1;
	const keyParts = before.incident?.keyParts ?? `${place}/${firstFailedAt}`;
	const state: Trouble = { ...before, firstFailedAt, failedPolls };
	const expected: Expected[] = [];
	const { incident } = before;
	if (!incident && failedPolls >= 2 && now - firstFailedAt >= shortestMs) {
		const isNotified = settings.events.has('connectionUnreadable');
		state.incident = { keyParts, openedAt: now, isNotified, lastItemAt: now };
		if (isNotified) expected.push({ line: troubleLine('trigger'), keyParts, facts: {} });
	} else if (incident && !incident.isNotified && settings.events.has('connectionUnreadable')) {
		// Its event is newly chosen.
		state.incident = { keyParts, openedAt: now, isNotified: true, lastItemAt: now };
		expected.push({ line: troubleLine('trigger'), keyParts, facts: {} });
	} else if (incident?.isNotified && isReminderDue(incident.lastItemAt, now, settings)) {
		state.incident = { ...incident, lastItemAt: now };
		expected.push({ line: troubleLine('remind'), keyParts, facts: {} });
	}
	return { state, expected };
}

/** The trouble is over: the connection can be read, or is deleted. */
export function recover(
	before: Trouble,
	closedBy: string | null,
	settings: Settings,
	choose: Choose,
) {
	const { incident } = before;
	const isTold =
		incident !== null &&
		isClosingTold(incident.isNotified, ['connectionUnreadable'], settings, choose);
	const expected: Expected[] = isTold
		? [{ line: troubleLine('resolve', closedBy), keyParts: incident.keyParts, facts: {} }]
		: [];
	return { state: noTrouble, expected };
}

function isReminderDue(lastItemAt: number, now: number, settings: Settings): boolean {
	const { events, reminderHours } = settings;
	return events.has('syncStillFailing') && now - lastItemAt >= reminderHours * hourMs;
}
