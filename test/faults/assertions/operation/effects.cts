import type { HistoryEvent } from '../../../../sandbox/history.cts';
import type { OperationEvidence, Outcome } from '../../runs/operationRun.cts';
import { expectedStateOf } from '../expectedState.cts';
import { multisetDifference } from '../multisetDifference.cts';
import { isEffect, isReplacement, mentionsPartialWrite } from './events.cts';

/** Whether another client changed the object of an event, or deleted the connection that it belongs to. */
function isChangedByOther(
	{ connectionId, ...event }: HistoryEvent,
	concurrentEvents: HistoryEvent[],
): boolean {
	const ids = idsOf(event);
	return concurrentEvents.some(
		(other) =>
			other.connectionId === connectionId &&
			(other.type === 'connection_deleted' || idsOf(other).some((id) => ids.includes(id))),
	);
}

/** The ids of an event's job, as an update gives it a new one. */
function idsOf({ jobId, details }: Pick<HistoryEvent, 'jobId' | 'details'>): unknown[] {
	return [jobId, details.previousId].filter((id) => id !== undefined);
}

/** Effects that are missing, duplicated or not reported. One may be missing if another client changed its object. */
export function wrongEffects(
	{ events, outcomes, concurrentEvents }: OperationEvidence,
	reference: OperationEvidence,
): string[] {
	const effects = events.filter(isEffect);
	const expected = reference.events.filter(isEffect);
	const extra = multisetDifference(effects.map(effectOf), expected.map(effectOf));
	const own = expected.filter((effect) => !isChangedByOther(effect, concurrentEvents));
	const missing = multisetDifference(own.map(effectOf), effects.map(effectOf));
	const failed = outcomes.filter(({ failure }) => failure !== undefined);
	const allowedMissing = (failed.length * expected.length) / outcomes.length;
	const unreported = objectsOf(
		effects
			.filter((effect) => !isReplacement(effect))
			.filter((effect) => !outcomes.some((one) => reports(one, effect))),
	);
	return [
		...extra.map((effect) => `done twice or unasked: ${effect}`),
		...(missing.length > allowedMissing
			? missing.map((effect) => `reported as done, but it isn't: ${effect}`)
			: []),
		...(unreported.length > failed.filter(mentionsPartialWrite).length
			? unreported.map((object) => `done, but reported as failed: ${object}`)
			: []),
	];
}

/** What is reported as deleted must not exist, whoever deleted it. A job that was chosen by name is looked for by name. */
export function notDeleted(evidence: OperationEvidence, reference: OperationEvidence): string[] {
	const isDeleted = evidence.outcomes.every(({ done }) =>
		done.some((item) => item.deleted === true),
	);
	const expected = expectedStateOf(evidence.states[evidence.states.length - 1]);
	if (!isDeleted) return [];
	return reference.events
		.filter(({ type }) => type === 'connection_deleted' || type === 'job_deleted')
		.filter(({ jobId, jobName, connectionId }) => {
			if (jobId === undefined) return expected.connections.has(connectionId);
			if (!evidence.isByName) {
				return idsSince(jobId, evidence.concurrentEvents).some((id) => expected.jobs.has(id));
			}
			const jobs = [...expected.jobs.values()];
			return jobs.some((job) => job.connection_id === connectionId && job.name === jobName);
		})
		.map((effect) => `reported as deleted, but it is there: ${effectOf(effect)}`);
}

/** An id, and those that updates by another client have given its job since. */
function idsSince(id: string, concurrentEvents: HistoryEvent[]): string[] {
	const next = concurrentEvents.find(({ details }) => details.previousId === id)?.jobId;
	return next === undefined || next === id ? [id] : [id, ...idsSince(next, concurrentEvents)];
}

/** The objects of effects. Jobs that are deleted with their connection count as the connection. */
function objectsOf(effects: HistoryEvent[]): string[] {
	const deleted = effects.filter(({ type }) => type === 'connection_deleted');
	const deletedIds = new Set(deleted.map(({ connectionId }) => connectionId));
	return [
		...new Set(
			effects.map(({ jobId, connectionId }) =>
				deletedIds.has(connectionId) ? connectionId : (jobId ?? connectionId),
			),
		),
	];
}

/** Whether an output item reports an effect. */
function reports({ done }: Outcome, { jobId, connectionId, type, details }: HistoryEvent): boolean {
	return done.some((item) => {
		if (item.deleted === true) return type.endsWith('_deleted');
		if (type === 'run_started') return item.result_id === details.resultId;
		return item.id === (jobId ?? connectionId);
	});
}

/** Equal for the same effect on the same object. */
function effectOf({ type, connectionName, jobKind, jobName }: HistoryEvent): string {
	return [type, connectionName, jobKind, jobName].filter(Boolean).join(' ');
}
