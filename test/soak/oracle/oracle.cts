import type { IDataObject } from 'n8n-workflow';
import type { SeenConnection, View } from '../team/view.cts';
import { atClocks, compareClocks, presentOf, readClocks, type ClockReading } from './clocks.cts';
import { KeyRegistry } from './differences.cts';
import {
	kinds,
	stepConnection,
	stepDeletedConnection,
	stepUnreadableConnection,
	type PollFacts,
} from './connections.cts';
import { errorItem } from './expected.cts';
import { noKnowledge, type ConnectionKnowledge, type Knowledge } from './knowledge.cts';
import type { Settings } from './settings.cts';
import { PollComparison, teamSubject, type PollFindings } from './comparison.cts';
import { noOutage, stepOutage, type Outage } from './outage.cts';

/** Compares the items of each poll with those that the rules of the trigger require, given what the poll could see. */
export class Oracle {
	/** What polls know so far; set it to an earlier one after a restart that lost the rest. */
	knowledge: Knowledge = noKnowledge;

	private readonly keys = new KeyRegistry();

	/**
	 * @param items what the poll put out
	 * @param teamKey which team the credential belongs to
	 * @param errors the messages of its error executions
	 */
	check(
		view: View,
		settings: Settings,
		items: readonly IDataObject[],
		teamKey: string,
		errors: readonly string[] = [],
	): PollFindings {
		const { connections } = view;
		// A poll that can't read the list of connections has no Date to compare.
		const reading = readClocks(this.knowledge.clocks, view, connections !== null);
		const { nowMs } = reading;
		const isReadable = connections !== null && !isUnreadable(connections);
		const clockJumped = this.hasClockJumped(reading, isReadable ? teamKey : null);
		const facts: PollFacts = { ...reading, presentAt: presentOf(reading), settings, clockJumped };
		const comparison = new PollComparison([...items, ...errors.map(errorItem)], nowMs, this.keys);
		this.knowledge = atClocks(this.knowledge, reading);
		if (isReadable) this.switchTeam(teamKey);
		const team = comparison.chooseReadings(
			teamSubject,
			this.knowledge.team.length > 0 ? this.knowledge.team : [noOutage],
			(state, choose) =>
				stepOutage(
					state,
					!isReadable,
					facts,
					{ keyPart: teamKeyPart(teamKey), isTeam: true },
					settings,
					choose,
				),
		);
		this.knowledge = {
			...this.knowledge,
			team,
			connections: isReadable
				? this.readConnections(connections, facts, comparison)
				: this.unreadableConnections(facts, comparison),
		};
		return comparison.finish();
	}

	/** The keys of the incidents that are open, as items have shown them. */
	openKeys(): Set<string> {
		const { connections, team } = this.knowledge;
		const known = [...connections.values()];
		const outages = [...known.map((connection) => connection.outages[0]), ...team.slice(0, 1)];
		const jobs = known.flatMap((connection) => connection.jobs).map(({ states }) => states[0]);
		const incidents = [...outages, ...jobs].flatMap((state) => state?.incident ?? []);
		const open = incidents.filter(({ isNotified }) => isNotified);
		return new Set(open.flatMap(({ keyParts }) => this.keys.keyOf(keyParts) ?? []));
	}

	/**
	 * Whether a clock has jumped. Whether the clocks of another team's first poll are compared with the last poll of all
	 * or with the last one of that team is left open.
	 *
	 * @param teamKey the team that this poll can read; null if it can't
	 */
	private hasClockJumped(reading: ClockReading, teamKey: string | null): PollFacts['clockJumped'] {
		const { clocks, otherTeams, teamKey: teamBefore } = this.knowledge;
		const { hasJumped } = compareClocks(clocks, reading);
		if (teamKey !== null && teamKey !== teamBefore) {
			const ofTeam = otherTeams.get(teamKey)?.clocks ?? null;
			if (compareClocks(ofTeam, reading).hasJumped !== hasJumped) return 'maybe';
		}
		return hasJumped ? 'yes' : 'no';
	}

	/**
	 * Stores the knowledge of another team; whether the trigger resumes it later is left open. Until the new team has been
	 * read, its outage counts for the previous one, so an incident opened meanwhile is the new team's.
	 */
	private switchTeam(teamKey: string): void {
		const { knowledge } = this;
		if (knowledge.teamKey === teamKey) return;
		const { clocks, otherTeams } = knowledge;
		const isOwn = ({ incident }: Outage) =>
			incident?.keyParts.startsWith(`${teamKeyPart(teamKey)}/`) ?? false;
		const own = knowledge.team.filter(isOwn);
		const others = new Map(otherTeams);
		if (knowledge.teamKey !== null) {
			const team = knowledge.team.map((outage) => (isOwn(outage) ? noOutage : outage));
			others.set(knowledge.teamKey, { ...knowledge, team, otherTeams: noKnowledge.otherTeams });
		}
		const earlier = otherTeams.get(teamKey);
		this.knowledge = {
			teamKey,
			otherTeams: others,
			clocks,
			team: own.length > 0 ? own : [noOutage, ...(earlier?.team ?? [])],
			connections: new Map(
				[...(earlier?.connections ?? [])].map(([id, connection]) => [
					id,
					maybeForgotten(connection),
				]),
			),
		};
	}

	private readConnections(
		seen: readonly SeenConnection[],
		facts: PollFacts,
		comparison: PollComparison,
	): Map<string, ConnectionKnowledge> {
		const before = this.knowledge.connections;
		const visible = seen.filter(({ id, isListed }) => isListed || before.has(id));
		const after = new Map(
			visible.map((connection) => [
				connection.id,
				stepConnection(before.get(connection.id), connection, facts, comparison),
			]),
		);
		for (const [id, connection] of before) {
			if (!after.has(id)) stepDeletedConnection(connection, facts, comparison);
		}
		return after;
	}

	private unreadableConnections(facts: PollFacts, comparison: PollComparison) {
		return new Map(
			[...this.knowledge.connections].map(([id, connection]) => [
				id,
				stepUnreadableConnection(connection, facts, comparison),
			]),
		);
	}
}

function teamKeyPart(teamKey: string): string {
	return `team/${teamKey}`;
}

/** A connection that the trigger may remember from before or see for the first time. */
function maybeForgotten(connection: ConnectionKnowledge): ConnectionKnowledge {
	return {
		...connection,
		outages: [noOutage, ...connection.outages],
		jobs: connection.jobs.map(({ kind, states }) => ({ kind, states: [null, ...states] })),
	};
}

/** Several connections, and none of them can be read. */
function isUnreadable(connections: readonly SeenConnection[]): boolean {
	return (
		connections.length > 1 &&
		connections.every(({ jobs }) => kinds.every((kind) => jobs[kind] === null))
	);
}
