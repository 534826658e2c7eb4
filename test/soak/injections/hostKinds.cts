import { everyEvent, type Settings } from '../oracle/settings.cts';
import { pick } from './injection.cts';
import type { InjectionKind } from './kind.cts';

/** What happens to n8n, to clocks and to the trigger's settings. */

const restarts: InjectionKind = {
	description: 'restarts of n8n, which keeps what it had saved',
	per90Days: 150,
	polls: [1, 1],
	during(_team, _injection, plan) {
		plan.restarts = true;
	},
};

const crashes: InjectionKind = {
	description: 'crashes of n8n after a poll, before it has saved anything',
	per90Days: 60,
	polls: [1, 1],
	during(team, injection, plan) {
		plan.crash = team.randomOf(injection).fraction() < 0.5 ? 'lost' : 'delivered';
	},
};

const missedPolls: InjectionKind = {
	description: 'hours in which n8n is not running, and a restart',
	per90Days: 20,
	polls: [1, 12],
	during(_team, _injection, plan) {
		plan.isMissed = true;
	},
};

const otherTeams: InjectionKind = {
	description: "the credential replaced by another team's for a while",
	per90Days: 6,
	polls: [1, 30],
	during(_team, _injection, plan) {
		plan.usesOtherTeam = true;
	},
};

const without = (...events: string[]) =>
	new Set<string>(everyEvent.filter((event) => !events.includes(event)));

const edits: ReadonlyArray<Partial<Settings>> = [
	{ failureThreshold: 2 },
	{ failureThreshold: 3 },
	{ reminderHours: 6 },
	{ runningLongMinutes: 30 },
	{ runningLongMinutes: 400 },
	{ overdueGraceMinutes: 5 },
	{ overdueGraceMinutes: 120 },
	{ accessWarningHours: 6 },
	{ accessWarningHours: 40 },
	{ events: without('syncFailed') },
	{ events: without('accessAtRisk') },
	{ events: without('syncOverdue', 'syncStopped') },
	{ events: without('syncRunningLong') },
	{ events: without('syncRecovered') },
	{ events: without('syncStillFailing') },
	{ events: without('connectionUnreadable') },
	{ events: without('connectionUnreadable', 'syncRecovered'), reminderHours: 12 },
	{ events: without('connectionUnreadable', 'syncStillFailing'), reminderHours: 3 },
	{ events: new Set(['newResult', 'syncFailed']) },
	{ events: new Set(['newResult', 'syncRecovered', 'connectionUnreadable']) },
];

const settings: InjectionKind = {
	description: 'settings of the trigger changed for a while',
	per90Days: 40,
	polls: [1, 60],
	during(team, injection, plan) {
		Object.assign(plan.settings, pick(team.randomOf(injection), edits));
	},
};

const apiClock: InjectionKind = {
	description: "jumps of the API's Date header",
	per90Days: 20,
	polls: [1, 20],
	during(team, injection, { switches }) {
		const random = team.randomOf(injection);
		const hours = random.integer(2, 30) * pick(random, [1, -1]);
		switches.dateOffsetSeconds = hours * 3600;
	},
};

const n8nClock: InjectionKind = {
	description: "jumps of n8n's clock",
	per90Days: 20,
	polls: [1, 20],
	during(team, injection, plan) {
		const random = team.randomOf(injection);
		plan.n8nAheadMs = random.integer(2, 200) * 3_600_000 * pick(random, [1, -1]);
	},
};

const wrongN8nClock: InjectionKind = {
	description: "weeks in which n8n's clock is wrong",
	per90Days: 2,
	polls: [170, 340],
	during: n8nClock.during,
};

export const hostKinds: Record<string, InjectionKind> = {
	restarts,
	crashes,
	missedPolls,
	otherTeams,
	settings,
	apiClock,
	n8nClock,
	wrongN8nClock,
};
