import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { isConnectionReadable, isConnectionUnreadable, readsOf, type PollReads } from './reads.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/** How long an outage must last to be reported, in milliseconds; it takes two polls at least. */
const limitMs = 10 * 60_000;

/** What a poll says about the outage of the team or of a connection. */
interface OutagePoll {
	at: number;
	/** How many incidents it opened and closed. */
	opened: number;
	closed: number;
	/** Whether the team or connection certainly could not be read, or certainly could. */
	isUnreadable: boolean;
	isReadable: boolean;
	/** Whether the outage is counted from the start again. */
	resetsCount: boolean;
}

/** Wrong items about a team and connections that can't be read, by what each poll can have read. */
export function wrongOutages(evidence: TriggerEvidence): string[] {
	const published = evidence.polls.filter(({ thrown }) => thrown.length === 0);
	const outagePolls = published.map((poll) => ({ poll, reads: readsOf(poll, evidence) }));
	if (!evidence.case.reportsOutages) return wrongOutageErrors(outagePolls);
	const connections = evidence.state.connections.flatMap(({ id, name }) =>
		wrongOutageReports(
			`connection ${name}`,
			outagePolls.map((outagePoll) => connectionOutagePoll(outagePoll, id, evidence)),
		),
	);
	return [
		...wrongOutageReports('team', outagePolls.map(teamOutagePoll)),
		...connections,
		...published.flatMap(({ errors }) =>
			errors.map((one) => `reported as an error: ${String(one)}`),
		),
	];
}

interface PollWithReads {
	poll: Poll;
	reads: PollReads;
}

function isOutage({ cause }: SyncItem): boolean {
	return cause === 'unreadable';
}

function teamOutagePoll({ poll, reads }: PollWithReads): OutagePoll {
	const own = poll.items.filter((item) => isOutage(item) && item.connection_id === null);
	const { isTeamUnreadable, isTeamReadable } = reads;
	return {
		...countsOf(poll, own),
		isUnreadable: isTeamUnreadable,
		isReadable: isTeamReadable,
		resetsCount: false,
	};
}

function connectionOutagePoll(
	{ poll, reads }: PollWithReads,
	id: string,
	{ history }: TriggerEvidence,
): OutagePoll {
	const own = poll.items.filter((item) => isOutage(item) && item.connection_id === id);
	const isDeleted = history.some(
		({ type, connectionId, index }) =>
			type === 'connection_deleted' && connectionId === id && index <= poll.until,
	);
	return {
		...countsOf(poll, own),
		isUnreadable: !isDeleted && isConnectionUnreadable(reads, id),
		isReadable: !isDeleted && isConnectionReadable(reads, id),
		resetsCount: reportsTeamOutage(poll),
	};
}

/** Whether a poll reports an outage of the team: those of connections are then counted from the start again. */
function reportsTeamOutage({ items }: Poll): boolean {
	return items.some(
		(item) => isOutage(item) && item.connection_id === null && item.incident_action === 'trigger',
	);
}

function countsOf({ at }: Poll, items: SyncItem[]): Pick<OutagePoll, 'at' | 'opened' | 'closed'> {
	const countOf = (action: string) =>
		items.filter(({ incident_action }) => incident_action === action).length;
	return { at, opened: countOf('trigger'), closed: countOf('resolve') };
}

/** Outages that are reported too early or too late, or not resolved in time. */
function wrongOutageReports(who: string, outagePolls: OutagePoll[]): string[] {
	let isOpen = false;
	return outagePolls.flatMap((outagePoll, index) => {
		const { opened, closed } = outagePoll;
		const wrong: string[] = [];
		if (opened > 0 && !mayBeReported(outagePolls, index)) wrong.push('reported too early');
		if (closed > 0 && outagePoll.isUnreadable) wrong.push('resolved while it lasts');
		isOpen = (isOpen || opened > 0) && closed === 0;
		if (!isOpen && mustBeReported(outagePolls, index)) wrong.push('not reported');
		if (isOpen && outagePoll.isReadable) wrong.push('not resolved');
		return wrong.map((text) => `outage of the ${who} at poll ${index}: ${text}`);
	});
}

/** If the user has not chosen the event, n8n shows one error instead if the whole team can't be read. */
function wrongOutageErrors(outagePolls: PollWithReads[]): string[] {
	const reported = outagePolls
		.flatMap(({ poll }) => poll.items.filter(isOutage))
		.map(({ title }) => `reported although it isn't chosen: ${title}`);
	const teamPolls = outagePolls.map((outagePoll) => ({
		...teamOutagePoll(outagePoll),
		opened: outagePoll.poll.errors.length,
	}));
	let errors = 0;
	let isSurelyReported = false;
	const wrong = teamPolls.flatMap((outagePoll, index) => {
		const { opened } = outagePoll;
		const texts: string[] = [];
		if (opened > 0 && !mayBeReported(teamPolls, index)) texts.push('an error too early');
		if (opened > (isSurelyReported ? 0 : 1)) texts.push('an error more than once');
		errors = outagePoll.isReadable ? 0 : errors + opened;
		isSurelyReported = outagePoll.isUnreadable && (isSurelyReported || opened > 0);
		if (errors === 0 && mustBeReported(teamPolls, index)) texts.push('no error');
		return texts.map((text) => `outage of the team at poll ${index}: ${text}`);
	});
	return [...reported, ...wrong];
}

/** Whether the outage may have lasted long enough. */
function mayBeReported(outagePolls: OutagePoll[], index: number): boolean {
	const since = outagePolls
		.slice(0, index + 1)
		.findLastIndex(({ isReadable, resetsCount }) => isReadable || resetsCount);
	const first = outagePolls[since + 1];
	return since < index && outagePolls[index].at - first.at >= limitMs;
}

/** Whether the outage has certainly lasted long enough. */
function mustBeReported(outagePolls: OutagePoll[], index: number): boolean {
	const since = outagePolls.slice(0, index + 1).findLastIndex(({ isUnreadable }) => !isUnreadable);
	const first = outagePolls[since + 1];
	return since < index && outagePolls[index].at - first.at >= limitMs;
}
