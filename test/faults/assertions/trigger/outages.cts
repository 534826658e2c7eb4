import type { SyncItem } from '../../../../nodes/AsaActiveDirectory/monitor/output/items.ts';
import { isBad, isGood, readingOf, type Reading } from './reads.cts';
import type { Poll, TriggerEvidence } from '../../runs/triggerRun.cts';

/** How long something has to be in trouble before it is told, in milliseconds; at two polls at least. */
const limitMs = 10 * 60_000;

/** A poll as far as it says something of whoever may be in trouble. */
interface Step {
	at: number;
	/** How often it was told, and taken back. */
	opened: number;
	closed: number;
	/** Whether it surely could not be read, or surely could. */
	isBad: boolean;
	isGood: boolean;
	/** Whether what was counted before counts no more. */
	startsAnew: boolean;
}

/** What the trigger tells of a team and of connections that can't be read, judged by what it can have read of them. */
export function wrongOutages(evidence: TriggerEvidence): string[] {
	const published = evidence.polls.filter(({ thrown }) => thrown.length === 0);
	const steps = published.map((poll) => ({ poll, reading: readingOf(poll, evidence) }));
	if (!evidence.case.tellsTrouble) return untoldOutages(steps);
	const connections = evidence.state.connections.flatMap(({ id, name }) =>
		wrongSteps(
			`connection ${name}`,
			steps.map((step) => connectionStep(step, id, evidence)),
		),
	);
	return [
		...wrongSteps('team', steps.map(teamStep)),
		...connections,
		...published.flatMap(({ errors }) => errors.map((one) => `told as an error: ${String(one)}`)),
	];
}

interface PollWithReading {
	poll: Poll;
	reading: Reading;
}

function isOutage({ cause }: SyncItem): boolean {
	return cause === 'unreadable';
}

function teamStep({ poll, reading }: PollWithReading): Step {
	const own = poll.items.filter((item) => isOutage(item) && item.connection_id === null);
	const { isTeamBad, isTeamGood } = reading;
	return { ...countsOf(poll, own), isBad: isTeamBad, isGood: isTeamGood, startsAnew: false };
}

function connectionStep(
	{ poll, reading }: PollWithReading,
	id: string,
	{ history }: TriggerEvidence,
): Step {
	const own = poll.items.filter((item) => isOutage(item) && item.connection_id === id);
	const isDeleted = history.some(
		({ type, connectionId, index }) =>
			type === 'connection_deleted' && connectionId === id && index <= poll.until,
	);
	return {
		...countsOf(poll, own),
		isBad: !isDeleted && isBad(reading, id),
		isGood: !isDeleted && isGood(reading, id),
		startsAnew: tellsTeam(poll),
	};
}

/** Whether a poll tells the trouble of the team: connections then count anew. */
function tellsTeam({ items }: Poll): boolean {
	return items.some(
		(item) => isOutage(item) && item.connection_id === null && item.incident_action === 'trigger',
	);
}

function countsOf({ at }: Poll, items: SyncItem[]): Pick<Step, 'at' | 'opened' | 'closed'> {
	const countOf = (action: string) =>
		items.filter(({ incident_action }) => incident_action === action).length;
	return { at, opened: countOf('trigger'), closed: countOf('resolve') };
}

/** Trouble that is told too early, not in time, or not taken back in time. */
function wrongSteps(who: string, steps: Step[]): string[] {
	let isOpen = false;
	return steps.flatMap((step, index) => {
		const { opened, closed } = step;
		const wrong: string[] = [];
		if (opened > 0 && !mayBeTold(steps, index)) wrong.push('told too early');
		if (closed > 0 && step.isBad) wrong.push('taken back while it lasts');
		isOpen = (isOpen || opened > 0) && closed === 0;
		if (!isOpen && mustBeTold(steps, index)) wrong.push('not told');
		if (isOpen && step.isGood) wrong.push('not taken back');
		return wrong.map((text) => `trouble of the ${who} at poll ${index}: ${text}`);
	});
}

/** Where nobody has chosen to be told, n8n shows an error instead, once, if the whole team can't be read. */
function untoldOutages(steps: PollWithReading[]): string[] {
	const told = steps
		.flatMap(({ poll }) => poll.items.filter(isOutage))
		.map(({ title }) => `told although it isn't chosen: ${title}`);
	const teamSteps = steps.map((step) => ({
		...teamStep(step),
		opened: step.poll.errors.length,
	}));
	let errors = 0;
	let isSurelyToldAlready = false;
	const wrong = teamSteps.flatMap((step, index) => {
		const { opened } = step;
		const texts: string[] = [];
		if (opened > 0 && !mayBeTold(teamSteps, index)) texts.push('an error too early');
		if (opened > (isSurelyToldAlready ? 0 : 1)) texts.push('an error more than once');
		errors = step.isGood ? 0 : errors + opened;
		isSurelyToldAlready = step.isBad && (isSurelyToldAlready || opened > 0);
		if (errors === 0 && mustBeTold(teamSteps, index)) texts.push('no error');
		return texts.map((text) => `trouble of the team at poll ${index}: ${text}`);
	});
	return [...told, ...wrong];
}

/** Whether it may have been in trouble for long enough. */
function mayBeTold(steps: Step[], index: number): boolean {
	const since = steps
		.slice(0, index + 1)
		.findLastIndex(({ isGood, startsAnew }) => isGood || startsAnew);
	const first = steps[since + 1];
	return since < index && steps[index].at - first.at >= limitMs;
}

/** Whether it has surely been in trouble for long enough. */
function mustBeTold(steps: Step[], index: number): boolean {
	const since = steps.slice(0, index + 1).findLastIndex(({ isBad }) => !isBad);
	const first = steps[since + 1];
	return since < index && steps[index].at - first.at >= limitMs;
}
