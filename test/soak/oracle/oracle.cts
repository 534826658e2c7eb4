import type { IDataObject } from 'n8n-workflow';
import type { SeenConnection, View } from '../team/view.cts';
import { KeyRegistry } from './differences.cts';
import {
	kinds,
	stepConnection,
	stepDeletedConnection,
	stepUnreadableConnection,
	type PollFacts,
} from './connections.cts';
import type { PollContext } from './jobState.cts';
import { noKnowledge, type ConnectionKnowledge, type Knowledge } from './knowledge.cts';
import { hourMs } from './schedule.cts';
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
	 */
	check(
		view: View,
		settings: Settings,
		items: readonly IDataObject[],
		teamKey: string,
	): PollFindings {
		const { now, n8nNow, connections } = view;
		const { offsets } = this.knowledge;
		const offset = now - n8nNow;
		// A poll that can't read the list of connections has no Date to compare.
		const hasDate = connections !== null;
		const facts: PollFacts = {
			now,
			n8nNow,
			presentAt: Math.max(now, wholeSeconds(n8nNow)),
			settings,
			dateJumped: hasDate ? jumpOf(offsets, offset) : 'no',
		};
		const comparison = new PollComparison(items, now, this.keys);
		const isReadable = connections !== null && !isUnreadable(connections);
		if (isReadable) this.switchTeam(teamKey);
		const team = comparison.chooseReadings(
			teamSubject,
			this.knowledge.team.length > 0 ? this.knowledge.team : [noOutage],
			(state, choose) =>
				stepOutage(state, !isReadable, facts, teamKeyPart(teamKey), settings, choose),
		);
		this.knowledge = {
			teamKey: this.knowledge.teamKey,
			otherTeams: this.knowledge.otherTeams,
			team,
			offsets: hasDate ? offsetsAfter(offsets, offset) : offsets,
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
	 * Stores the knowledge of another team; whether the trigger resumes it later is left open. Until the new team has been
	 * read, its outage counts for the previous one, so an incident opened meanwhile is the new team's.
	 */
	private switchTeam(teamKey: string): void {
		const { knowledge } = this;
		if (knowledge.teamKey === teamKey) return;
		const { offsets, otherTeams } = knowledge;
		const isOwn = ({ incident }: Outage) =>
			incident?.keyParts.startsWith(`${teamKeyPart(teamKey)}/`) ?? false;
		const own = knowledge.team.filter(isOwn);
		const others = new Map(otherTeams);
		if (knowledge.teamKey !== null) {
			const team = knowledge.team.map((outage) => (isOwn(outage) ? noOutage : outage));
			others.set(knowledge.teamKey, { ...knowledge, team });
		}
		const earlier = otherTeams.get(teamKey);
		this.knowledge = {
			teamKey,
			otherTeams: others,
			offsets,
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

function wholeSeconds(timeMs: number): number {
	return timeMs - (timeMs % 1000);
}

/**
 * Whether the Date header has jumped since the last poll. Whether its return from a jump that only one poll has seen is a
 * jump is left open.
 */
function jumpOf(offsets: Knowledge['offsets'], offset: number): PollContext['dateJumped'] {
	if (!offsets || !isJump(offset, offsets.last)) return 'no';
	return isJump(offset, offsets.held) ? 'yes' : 'maybe';
}

function isJump(offset: number, before: number): boolean {
	return Math.abs(offset - before) > hourMs;
}

function offsetsAfter(offsets: Knowledge['offsets'], offset: number): Knowledge['offsets'] {
	if (!offsets) return { last: offset, held: offset };
	return { last: offset, held: isJump(offset, offsets.last) ? offsets.held : offset };
}
