import type { Settings } from './settings.cts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** From when the next start of a job is calculated. */
export interface Since {
	/** The newest start of a scheduled run that is known. */
	startedAt: number | null;
	/** The newest end. */
	endedAt: number | null;
	/** The poll that first saw the job without a run, its activation or its schedule. */
	pollAt: number | null;
}

/** When a job's next start is late; null if it never is, for its frequency is none. */
export function lateAfter(
	{ frequency, hour }: { frequency: number | null; hour: number | null },
	{ startedAt, endedAt, pollAt }: Since,
	{ overdueGraceMinutes }: Settings,
): number | null {
	if (frequency === null || frequency <= 0 || frequency > 24) return null;
	const graceMs = overdueGraceMinutes * minuteMs;
	const latest = Math.max(startedAt ?? 0, endedAt ?? 0, pollAt ?? 0);
	if (frequency < 24) return latest + frequency * hourMs + graceMs;
	if (hour !== null) return slotAfter(latest, hour) + hourMs + graceMs;
	return Math.max(startedAt ?? 0, pollAt ?? 0) + dayMs + hourMs + graceMs;
}

/** The first moment after a time at which a day's hour begins (UTC). */
function slotAfter(timeMs: number, hour: number): number {
	const today = timeMs - (timeMs % dayMs) + hour * hourMs;
	return today > timeMs ? today : today + dayMs;
}

/** How long servers and users keep their access without a success, by Okta's help. */
export const accessHours = { serverSyncJob: 96, userSyncJob: 48 } as const;

export { dayMs, hourMs, minuteMs };
