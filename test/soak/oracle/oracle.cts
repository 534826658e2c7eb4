import type { IDataObject } from 'n8n-workflow';
import type { SeenConnection, View } from '../team/view.cts';
import { KeyBook } from './compare.cts';
import {
	kinds,
	stepConnection,
	stepDeletedConnection,
	stepUnreadConnection,
	type PollFacts,
} from './connections.cts';
import type { Around } from './jobState.cts';
import { noKnowledge, type ConnectionKnowledge, type Knowledge } from './knowledge.cts';
import { hourMs } from './schedule.cts';
import type { Settings } from './settings.cts';
import { Settlement, teamPlace, type Verdict } from './settle.cts';
import { noTrouble, stepTrouble, type Trouble } from './trouble.cts';

/** Says of each poll whether its items are what the rules of the trigger want, by what the poll could see. */
export class Oracle {
	/** What polls know so far; set it to an earlier one after a restart that lost the rest. */
	knowledge: Knowledge = noKnowledge;

	private readonly book = new KeyBook();

	/**
	 * @param items what the poll put out
	 * @param teamKey which team the credential belongs to
	 */
	judge(view: View, settings: Settings, items: readonly IDataObject[], teamKey: string): Verdict {
		const { now, n8nNow, connections } = view;
		const { offsets } = this.knowledge;
		const offset = now - n8nNow;
		const latestAt = Math.max(now, this.knowledge.latestAt);
		const facts: PollFacts = { now, latestAt, settings, dateJumped: jumpOf(offsets, offset) };
		const settlement = new Settlement(items, now, this.book);
		const isReadable = connections !== null && !isUnreadable(connections);
		if (isReadable) this.turnTo(teamKey);
		const team = settlement.settle(
			teamPlace,
			this.knowledge.team.length > 0 ? this.knowledge.team : [noTrouble],
			(state, choose) =>
				stepTrouble(state, !isReadable, now, teamKeyPlace(teamKey), settings, choose),
		);
		this.knowledge = {
			teamKey: this.knowledge.teamKey,
			aside: this.knowledge.aside,
			team,
			latestAt,
			offsets: offsetsAfter(offsets, offset),
			connections: isReadable
				? this.readConnections(connections, facts, settlement)
				: this.unreadConnections(facts, settlement),
		};
		return settlement.finish();
	}

	/**
	 * Another team's knowledge is set aside; whether it is taken up again later is left open. Until the new team has been
	 * read, its trouble counts on the old one, so what opened then is the new team's.
	 */
	private turnTo(teamKey: string): void {
		const { knowledge } = this;
		if (knowledge.teamKey === teamKey) return;
		const { offsets, aside, latestAt } = knowledge;
		const isOwn = ({ incident }: Trouble) =>
			incident?.keyParts.startsWith(`${teamKeyPlace(teamKey)}/`) ?? false;
		const own = knowledge.team.filter(isOwn);
		const others = new Map(aside);
		if (knowledge.teamKey !== null) {
			const team = knowledge.team.map((trouble) => (isOwn(trouble) ? noTrouble : trouble));
			others.set(knowledge.teamKey, { ...knowledge, team });
		}
		const earlier = aside.get(teamKey);
		this.knowledge = {
			teamKey,
			aside: others,
			offsets,
			latestAt,
			team: own.length > 0 ? own : [noTrouble, ...(earlier?.team ?? [])],
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
		settlement: Settlement,
	): Map<string, ConnectionKnowledge> {
		const before = this.knowledge.connections;
		const visible = seen.filter(({ id, isListed }) => isListed || before.has(id));
		const after = new Map(
			visible.map((connection) => [
				connection.id,
				stepConnection(before.get(connection.id), connection, facts, settlement),
			]),
		);
		for (const [id, connection] of before) {
			if (!after.has(id)) stepDeletedConnection(connection, facts, settlement);
		}
		return after;
	}

	private unreadConnections(facts: PollFacts, settlement: Settlement) {
		return new Map(
			[...this.knowledge.connections].map(([id, connection]) => [
				id,
				stepUnreadConnection(connection, facts, settlement),
			]),
		);
	}
}

function teamKeyPlace(teamKey: string): string {
	return `team/${teamKey}`;
}

/** A connection that the trigger may remember from before or see for the first time. */
function maybeForgotten(connection: ConnectionKnowledge): ConnectionKnowledge {
	return {
		...connection,
		trouble: [noTrouble, ...connection.trouble],
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

/** Whether the Date header has jumped since the last poll; which of the two offsets counts is left open. */
function jumpOf(offsets: Knowledge['offsets'], offset: number): Around['dateJumped'] {
	if (!offsets) return 'no';
	const jumps = [offsets.last, offsets.held].map((other) => Math.abs(offset - other) > hourMs);
	if (jumps[0] === jumps[1]) return jumps[0] ? 'yes' : 'no';
	return 'maybe';
}

function offsetsAfter(offsets: Knowledge['offsets'], offset: number): Knowledge['offsets'] {
	if (!offsets) return { last: offset, held: offset };
	const agrees = Math.abs(offset - offsets.last) <= hourMs;
	return { last: offset, held: agrees ? offset : offsets.held };
}
