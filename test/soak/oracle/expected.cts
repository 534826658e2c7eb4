import type { IDataObject } from 'n8n-workflow';
import type { Choose } from './choices.cts';
import type { Settings } from './settings.cts';

/** Causes of an incident of a job, the worst first. */
export const causeOrder = ['access', 'failed', 'overdue', 'stopped', 'running_long'] as const;

export type Cause = (typeof causeOrder)[number];

export type Severity = 'info' | 'warning' | 'error' | 'critical';

export const eventOf: Record<Cause, string> = {
	access: 'accessAtRisk',
	failed: 'syncFailed',
	overdue: 'syncOverdue',
	stopped: 'syncStopped',
	running_long: 'syncRunningLong',
};

export const severityOf: Record<Cause, Severity> = {
	access: 'critical',
	failed: 'error',
	overdue: 'error',
	stopped: 'warning',
	running_long: 'warning',
};

const severities: Severity[] = ['info', 'warning', 'error', 'critical'];

export function isWorse(one: Severity, other: Severity): boolean {
	return severities.indexOf(one) > severities.indexOf(other);
}

export function worstFirst(causes: Iterable<Cause>): Cause[] {
	const given = new Set(causes);
	return causeOrder.filter((cause) => given.has(cause));
}

export function worstSeverity(causes: Iterable<Cause>): Severity {
	return severityOf[worstFirst(causes)[0]];
}

/** Values of an item that are compared if the oracle is sure of them. */
export interface Facts {
	started_at?: number | null;
	finished_at?: number | null;
	/** Any of these. */
	duration_seconds?: readonly number[] | null;
	access_ends_at?: number | null;
	last_success_at?: number | null;
	failing_since?: number | null;
	/** Any of these. */
	consecutive_failures?: readonly number[];
	incident_opened_at?: Around | number | null;
}

/** A time that is known within some milliseconds. */
export interface Around {
	at: number;
	withinMs: number;
}

/** An item that the rules require. */
export interface Expected {
	/** What makes the item the one it is, apart from its key. */
	line: string;
	/** What the incident's key is made of; null for an item without a key. */
	keyParts: string | null;
	facts: Facts;
	/** The result of a newResult item. */
	resultId?: string;
}

interface IncidentLine {
	event: string;
	action: 'trigger' | 'update' | 'resolve';
	cause: Cause | null;
	causes: readonly Cause[];
	severity: Severity;
	severityRaised?: boolean;
	closedBy?: string | null;
}

export function incidentLine(item: IncidentLine): string {
	const { event, action, cause, causes, severity, severityRaised = false, closedBy = null } = item;
	return [
		`${action} ${event}`,
		`cause ${cause} of ${causes.join('+')}`,
		severity + (severityRaised ? ' raised' : ''),
		...(closedBy === null ? [] : [`closed by ${closedBy}`]),
	].join(', ');
}

export function resultLine(outcome: string): string {
	const severity = { success: 'info', failed: 'error', unknown: 'warning' }[outcome];
	return `newResult ${outcome}, ${severity}`;
}

/** The line of a job or connection that was deleted while it was healthy. */
export const deletedLine = 'syncStopped without key, warning';

/** A connection that can't be read, or the whole team. */
export function outageLine(action: string, closedBy: string | null = null): string {
	if (action === 'resolve') {
		return `resolve syncRecovered of outage, info${closedBy ? `, closed by ${closedBy}` : ''}`;
	}
	const event = action === 'remind' ? 'syncStillFailing' : 'connectionUnreadable';
	return `${action === 'remind' ? 'update' : action} ${event} of outage, error`;
}

/** The line of an error execution. */
export const errorLine = "error execution: the team can't be read";

const errorEvent = 'errorExecution';

/** An error execution, in the form of an item of the team. */
export function errorItem(message: string): IDataObject {
	const fields = { connection_id: null, job_kind: null, incident_key: null, incident_action: null };
	return { event: errorEvent, message, ...fields };
}

export function isErrorItem({ event }: IDataObject): boolean {
	return event === errorEvent;
}

/** The line of an item that the trigger put out. */
export function lineOf(item: IDataObject): string {
	if (isErrorItem(item)) return errorLine;
	const { event, incident_key: key, incident_action: action, severity, closed_by: closedBy } = item;
	if (event === 'newResult') return `newResult ${item.outcome as string}, ${severity as string}`;
	if (key === null) return `${event as string} without key, ${severity as string}`;
	if (item.job_kind === null) {
		const closing = closedBy === null ? '' : `, closed by ${closedBy as string}`;
		return `${action as string} ${event as string} of outage, ${severity as string}${closing}`;
	}
	return incidentLine({
		event: event as string,
		action: action as 'trigger',
		cause: item.cause as Cause,
		causes: item.causes as Cause[],
		severity: severity as Severity,
		severityRaised: item.severity_raised === true,
		closedBy: closedBy as string | null,
	});
}

/**
 * Whether the end of an incident is notified. An incident whose trigger was never sent ends silently, unless only
 * closings are chosen.
 *
 * @param ofCauses the events of its causes
 */
export function shouldNotifyClose(
	isNotified: boolean,
	ofCauses: readonly string[],
	{ events }: Settings,
	choose: Choose,
): boolean {
	if (isNotified || !events.has('syncRecovered')) return isNotified;
	const isChosen = ofCauses.some((event) => events.has(event));
	return (
		!isChosen ||
		choose(
			'whether the end of a suppressed incident is notified if its event is chosen at that poll',
		) === 1
	);
}
