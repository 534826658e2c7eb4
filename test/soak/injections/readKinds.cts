import type { FaultRule } from '../../../sandbox/faults.cts';
import type { Random } from '../../../sandbox/random.cts';
import type { SwitchChanges } from '../../../sandbox/switches.cts';
import { pick } from './injection.cts';
import type { InjectionKind } from './kind.cts';
import type { PollPlan } from './pollPlan.cts';
import type { SimulatedTeam } from './simulatedTeam.cts';

/** What keeps a poll from reading the team as it is, and other forms of responses. */

const failures: ReadonlyArray<FaultRule['effect']> = [
	{ type: 'status', status: 500 },
	{ type: 'status', status: 503 },
	{ type: 'status', status: 403 },
	{ type: 'status', status: 400 },
	{ type: 'html', status: 502 },
	{ type: 'reset', when: 'before' },
	{ type: 'emptyBody' },
	{ type: 'wrongTypes', variant: 'text' },
];

function addFault(plan: PollPlan, random: Random, match: FaultRule['match']): void {
	// The administrators' writes get through, so that what they do doesn't depend on faults.
	plan.faults.push({ match: { method: 'GET', ...match }, effect: pick(random, failures) });
}

const endpoints = {
	connections: 1,
	connection: 3,
	jobs: { serverSyncJob: 6, userSyncJob: 16 },
	results: { serverSyncJob: 13, userSyncJob: 24 },
} as const;

const kinds = ['serverSyncJob', 'userSyncJob'] as const;

const jobListOutages: InjectionKind = {
	description: "a connection's list of server or user jobs that can't be read",
	per90Days: 60,
	polls: [1, 8],
	during(team, injection, plan) {
		const random = team.randomOf(injection);
		const connection = team.pickConnection(random);
		if (!connection) return;
		const kind = pick(random, kinds);
		plan.obstacles.jobLists.add(`${connection.id}/${kind}`);
		addFault(plan, random, { endpoint: endpoints.jobs[kind], path: connection.id });
	},
};

const resultListOutages: InjectionKind = {
	description: "lists of results of a connection that can't be read",
	per90Days: 40,
	polls: [1, 6],
	during(team, injection, plan) {
		const random = team.randomOf(injection);
		const connection = team.pickConnection(random);
		if (!connection) return;
		plan.obstacles.resultLists.add(connection.id);
		for (const kind of kinds) {
			addFault(plan, random, { endpoint: endpoints.results[kind], path: connection.id });
		}
	},
};

const connectionOutages: InjectionKind = {
	description: "connections that can't be read at all",
	per90Days: 80,
	polls: [1, 30],
	during: (team, injection, plan) => failConnection(team, team.randomOf(injection), plan),
};

function failConnection(team: SimulatedTeam, random: Random, plan: PollPlan): void {
	const connection = team.pickConnection(random);
	if (!connection) return;
	plan.obstacles.connections.add(connection.id);
	addFault(plan, random, { path: `${connection.id}/` });
}

const teamOutages: InjectionKind = {
	description: "a list of connections that can't be read",
	per90Days: 25,
	polls: [1, 30],
	during: (team, injection, plan) => failTeam(team.randomOf(injection), plan),
};

function failTeam(random: Random, plan: PollPlan): void {
	plan.obstacles.team = true;
	addFault(plan, random, { endpoint: endpoints.connections });
}

const restartOutages: InjectionKind = {
	description: "restarts of n8n while the team or a connection can't be read",
	per90Days: 20,
	polls: [1, 3],
	during(team, injection, plan) {
		const random = team.randomOf(injection);
		plan.restarts = true;
		if (random.fraction() < 0.5) failTeam(random, plan);
		else failConnection(team, random, plan);
	},
};

const missingEntries: InjectionKind = {
	description: 'a connection, job or result missing from its list once',
	per90Days: 150,
	polls: [1, 1],
	during(team, injection, plan) {
		const random = team.randomOf(injection);
		const what = random.integer(0, 3);
		const id =
			what === 0
				? team.pickConnection(random)?.id
				: what === 1
					? team.pickJob(random)?.results.at(-random.integer(1, 3))?.id
					: team.pickJob(random)?.id;
		if (id === undefined) return;
		plan.obstacles.hidden.add(id);
		plan.faults.push({ match: { method: 'GET' }, effect: { type: 'listWithout', id } });
	},
};

/** Days on which the team responds in another form. */
function responseForm(
	description: string,
	forms: readonly SwitchChanges[],
	per90Days = 5,
): InjectionKind {
	return {
		description,
		per90Days,
		polls: [30, 120],
		during(team, injection, { switches }) {
			Object.assign(switches, pick(team.randomOf(injection), forms));
		},
	};
}

export const readKinds: Record<string, InjectionKind> = {
	jobListOutages,
	resultListOutages,
	connectionOutages,
	teamOutages,
	restartOutages,
	missingEntries,
	zeroValues: responseForm("days on which responses use Go's zero values", [{ zeroValues: true }]),
	ignoredDescending: responseForm('days on which lists are in any order', [
		{ descending: 'ignored', count: 'ignored' },
		{ descending: 'ignored', resultsOrder: 'newestFirst' },
		{ descending: 'ignored', resultsOrder: 'shuffled' },
	]),
	partialDetails: responseForm('days on which responses omit some or all details', [
		{ details: 'summary' },
		{ details: 'status' },
		{ details: 'empty' },
		{ details: 'noBody' },
		{ details: 'html' },
		{ details: 'otherResult' },
	]),
	resultsAtEnd: responseForm('days on which results appear only when their run ends', [
		{ resultsAppear: 'atEnd' },
	]),
};
