import type { Settings } from './settings.cts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** From when the next start of a job is calculated. */
export interface Since {
	/** The newest start of a scheduled run that is known. */
	start: number | null;
	/** The newest end. */
	end: number | null;
	/** The poll that first saw the job without a run, its activation or its schedule. */
	poll: number | null;
}

/** When a job's next start is late; null if it never is, for its frequency is none. */
export function lateAfter(
	{ frequency, hour }: { frequency: number | null; hour: number | null },
	{ start, end, poll }: Since,
	{ overdueGraceMinutes }: Settings,
): number | null {
	if (frequency === null || frequency <= 0 || frequency > 24) return null;
	const graceMs = overdueGraceMinutes * minuteMs;
	const latest = Math.max(start ?? 0, end ?? 0, poll ?? 0);
	if (frequency < 24) return latest + frequency * hourMs + graceMs;
	if (hour !== null) return slotAfter(latest, hour) + hourMs + graceMs;
	return Math.max(start ?? 0, poll ?? 0) + dayMs + hourMs + graceMs;
}

/** The first moment after a time at which a day's hour begins (UTC). */
function slotAfter(timeMs: number, hour: number): number {
	const today = timeMs - (timeMs % dayMs) + hour * hourMs;
	return today > timeMs ? today : today + dayMs;
}

/** How long servers and users keep their access without a success, by Okta's help. */
export const accessHours = { serverSyncJob: 96, userSyncJob: 48 } as const;

export { dayMs, hourMs, minuteMs };
