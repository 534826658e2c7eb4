/** The settings of the trigger that the simulated user changes. */
export interface Settings {
	events: ReadonlySet<string>;
	failureThreshold: number;
	reminderHours: number;
	runningLongMinutes: number;
	overdueGraceMinutes: number;
	accessWarningHours: number;
}

export const everyEvent = [
	'newResult',
	'syncFailed',
	'syncOverdue',
	'syncRunningLong',
	'syncStopped',
	'connectionUnreadable',
	'accessAtRisk',
	'syncStillFailing',
	'syncRecovered',
] as const;

/** All events, and the defaults of the options. */
export const usualSettings: Settings = {
	events: new Set(everyEvent),
	failureThreshold: 1,
	reminderHours: 24,
	runningLongMinutes: 120,
	overdueGraceMinutes: 30,
	accessWarningHours: 24,
};

/** The parameters of the node that make these settings. */
export function parametersOf({ events, ...options }: Settings) {
	return { events: [...events], options: { ...options } };
}
