import type { IDataObject } from 'n8n-workflow';
import type { HistoryEvent } from '../../../../sandbox/history.cts';
import type { SentRequest } from '../../rig/networkLog.cts';
import type { OperationEvidence, Outcome } from '../../runs/operationRun.cts';
import { surplus } from '../multisetDifference.cts';
import { lostFields } from './lostFields.cts';
import { wrongWaits } from '../waits.cts';
import { contradictions, truthOf, type Truth } from '../expectedState.cts';

/** What a run did wrong, in words; empty where it did nothing wrong. */
export interface Verdict {
	wrongAnswers: string[];
	lostOrDoubledWrites: string[];
}

/**
 * Judges a run by what the team really holds, what really happened in it, and what really was sent.
 *
 * @param reference the same run with nothing wrong
 */
export function judgeOperation(evidence: OperationEvidence, reference: OperationEvidence): Verdict {
	return {
		wrongAnswers: [
			...wrongAnswers(evidence, reference),
			...crashes(evidence),
			...wrongWaits(evidence),
		],
		lostOrDoubledWrites: [
			...wrongEffects(evidence, reference),
			...leftOver(evidence, reference),
			...lostFields(evidence.states),
			...lostAnswers(evidence),
			...repeatedWrites(evidence.sent),
		],
	};
}

/** A failure that speaks of the node's own code is none that was foreseen. */
const crash =
	/cannot read prop|is not a function|is not iterable|undefined is not|cannot convert|unexpected token/i;

function crashes({ outcomes }: OperationEvidence): string[] {
	return outcomes.flatMap(({ failure }) =>
		failure && crash.test(failure) ? [`crash: ${failure}`] : [],
	);
}

function wrongAnswers(evidence: OperationEvidence, reference: OperationEvidence): string[] {
	const truths = evidence.states.map(truthOf);
	return evidence.outcomes.flatMap(({ done, failure }, index) => {
		if (failure !== undefined) return [];
		const wrong = done.flatMap((item) => wrongItem(evidence, truths, item));
		return [...wrong, ...wrongList(evidence, done, reference.outcomes[index].done)];
	});
}

/** Lists must be whole; who reads while somebody else writes may get either. */
function wrongList(
	{ resource, foreign }: OperationEvidence,
	done: IDataObject[],
	expected: IDataObject[],
): string[] {
	if (foreign.length > 0) return [];
	if (resource === 'syncStatus' && done.some(({ read_error }) => read_error !== null)) return [];
	if (done.length === expected.length) return [];
	return [`${done.length} items where there are ${expected.length}`];
}

/**
 * What an item says that isn't so: after a write the team after it counts, else any state there was. A job's most
 * recent result may be the one it had before: a write may start a run.
 */
function wrongItem(
	{ resource, foreign, events }: OperationEvidence,
	truths: Truth[],
	item: IDataObject,
): string[] {
	const { recent_task_result: recent, ...rest } = item;
	if (isNeverActive(item, truths))
		return [`job ${String(item.id)} is called active, and never was`];
	const isDisturbed = foreign.length > 0;
	const isAfterWrite = events.some(isEffect) && !isDisturbed;
	const counting = isAfterWrite ? truths.slice(-1) : truths;
	const wrong = inEach(counting.map((truth) => contradictionsOf(resource, rest, truth)));
	const replaced = events.find(isConsequence)?.jobId;
	const isWrongReplaced =
		!isDisturbed &&
		item.replaced_job_id !== undefined &&
		(item.replaced_job_id ?? undefined) !== replaced;
	if (isWrongReplaced) wrong.push('.replaced_job_id');
	const results = truths.map(({ jobs }) => jobs.get(String(item.id))?.recent_task_result);
	const wrongRecent =
		recent === undefined
			? []
			: inEach(results.map((result) => contradictions(recent, result, '.recent_task_result')));
	return wrong.length + wrongRecent.length > 0
		? [`${resource} contradicts the team: ${[...wrong, ...wrongRecent].join(', ')}`]
		: [];
}

/** Whether a job is said to be active that was so at no time: another job may have taken its place. */
function isNeverActive({ id, is_active, result_id }: IDataObject, truths: Truth[]): boolean {
	if (is_active !== true || result_id !== undefined || id === undefined) return false;
	return truths.every(({ jobs }) => jobs.get(String(id))?.is_active !== true);
}

/** What all lists have: a field that was so at any time isn't wrong. */
function inEach(lists: string[][]): string[] {
	const [first, ...others] = lists;
	return first.filter((entry) => others.every((list) => list.includes(entry)));
}

function contradictionsOf(resource: string, item: IDataObject, truth: Truth): string[] {
	if (item.deleted === true || isStillRunning(item)) return [];
	if (resource === 'syncStatus') return statusContradictions(item, truth);
	if ('result_id' in item) return resultContradictions(item, truth);
	const objects = {
		connection: truth.connections,
		gateway: truth.gateways,
		adServer: truth.servers,
		serverSyncJob: truth.jobs,
		userSyncJob: truth.jobs,
	}[resource];
	const id = String(item.id ?? item.gateway_id);
	const object = objects?.get(id);
	if (!object) return [`there is no ${id}`];
	// Only a daily job has a start hour: what is said of another's means nothing.
	const { start_hour_utc, ...rest } = item;
	return contradictions(item.frequency === 24 ? { ...rest, start_hour_utc } : rest, object);
}

/** Items of results have names of their own for what the API says. */
function resultContradictions(item: IDataObject, { results, jobs }: Truth): string[] {
	const result = results.get(String(item.result_id));
	if (!result) return [`there is no result ${String(item.result_id)}`];
	const { job_id, job_name, connection_id, is_test, task_state, summary } = item;
	const said = { job_id, connection_id, is_test, task_state, status: { summary } };
	const saidTimes = { started_at: item.started_at, finished_at: item.finished_at };
	// A run under way has no end.
	const end = item.outcome === 'running' ? null : secondOf(result.updated_at);
	const times = { started_at: secondOf(result.created_at), finished_at: end };
	const job = { name: job_name };
	return [
		...contradictions(said, result),
		...contradictions(saidTimes, times),
		...contradictions(job, { name: jobs.get(String(job_id))?.name }),
	];
}

/** A time without its fraction of a second, as items have it. */
function secondOf(time: unknown): string {
	return String(time).replace(/\.\d+Z$/, 'Z');
}

/** What is said of a test run when the time is up is what was seen of it last. */
function isStillRunning({ outcome, is_test }: IDataObject): boolean {
	return outcome === 'running' && is_test === true;
}

function statusContradictions(item: IDataObject, truth: Truth): string[] {
	const connection = truth.connections.get(String(item.connection_id));
	if (!connection) return [`there is no connection ${String(item.connection_id)}`];
	const named = { connection_name: connection.name, domain: connection.domain };
	if (item.read_error !== null) return contradictions(item, named);
	const job = truth.jobs.get(String(item.job_id));
	if (!job) return [`there is no job ${String(item.job_id)}`];
	const recent = job.recent_task_result as { id: string; created_at: string } | undefined;
	return contradictions(item, {
		...named,
		job_name: job.name,
		is_active: job.is_active,
		frequency: job.frequency,
		result_id: recent?.id,
		started_at: recent?.created_at,
	});
}

/** What changes the team by request; runs that follow from it don't count, test runs do. */
function isEffect({ type, details }: HistoryEvent): boolean {
	if (type === 'run_started') return details.isTest === true;
	return !type.startsWith('run_');
}

/** A job that is switched off because another one takes its place. */
function isConsequence({ details }: HistoryEvent): boolean {
	return details.reason === 'replaced';
}

/** What an event is about, and what it did: equal for the same effect on the same object. */
function effectOf({ type, connectionName, jobKind, jobName }: HistoryEvent): string {
	return [type, connectionName, jobKind, jobName].filter(Boolean).join(' ');
}

/** How a failure may tell that something was done all the same. */
const admission =
	/may (or may not )?have been carried out|was already changed|was (created|updated|changed|activated|started|sent)\b.*, but|accepted the request, but/i;

function admits({ failure }: Outcome): boolean {
	return failure !== undefined && admission.test(failure);
}

/** Whether somebody else did something to the object of an event, or to the connection that it belongs to. */
function isTouched({ connectionId, ...event }: HistoryEvent, foreign: HistoryEvent[]): boolean {
	const ids = idsOf(event);
	return foreign.some(
		(other) =>
			other.connectionId === connectionId &&
			(other.type === 'connection_deleted' || idsOf(other).some((id) => ids.includes(id))),
	);
}

/** The ids of an event's job: an update gives it a new one. */
function idsOf({ jobId, details }: Pick<HistoryEvent, 'jobId' | 'details'>): unknown[] {
	return [jobId, details.previousId].filter((id) => id !== undefined);
}

/** Effects that are missing, there twice, or that nobody told. What somebody else touched may be missing. */
function wrongEffects(
	{ events, outcomes, foreign }: OperationEvidence,
	reference: OperationEvidence,
): string[] {
	const effects = events.filter(isEffect);
	const expected = reference.events.filter(isEffect);
	const extra = surplus(effects.map(effectOf), expected.map(effectOf));
	const own = expected.filter((effect) => !isTouched(effect, foreign));
	const missing = surplus(own.map(effectOf), effects.map(effectOf));
	const failed = outcomes.filter(({ failure }) => failure !== undefined);
	const missingMayBe = (failed.length * expected.length) / outcomes.length;
	const untold = objectsOf(
		effects
			.filter((effect) => !isConsequence(effect))
			.filter((effect) => !outcomes.some((one) => claims(one, effect))),
	);
	return [
		...extra.map((effect) => `done twice or unasked: ${effect}`),
		...(missing.length > missingMayBe
			? missing.map((effect) => `reported as done, but it isn't: ${effect}`)
			: []),
		...(untold.length > failed.filter(admits).length
			? untold.map((object) => `done, but reported as failed: ${object}`)
			: []),
	];
}

/** What is reported as deleted must be gone, whoever deleted it; a job that was chosen by its name, by that name. */
function leftOver(evidence: OperationEvidence, reference: OperationEvidence): string[] {
	const isDeleted = evidence.outcomes.every(({ done }) =>
		done.some((item) => item.deleted === true),
	);
	const truth = truthOf(evidence.states[evidence.states.length - 1]);
	if (!isDeleted) return [];
	return reference.events
		.filter(({ type }) => type === 'connection_deleted' || type === 'job_deleted')
		.filter(({ jobId, jobName, connectionId }) => {
			if (jobId === undefined) return truth.connections.has(connectionId);
			if (!evidence.isByName) {
				return idsSince(jobId, evidence.foreign).some((id) => truth.jobs.has(id));
			}
			const jobs = [...truth.jobs.values()];
			return jobs.some((job) => job.connection_id === connectionId && job.name === jobName);
		})
		.map((effect) => `reported as deleted, but it is there: ${effectOf(effect)}`);
}

/** An id, and those that updates by somebody else have given to its job since. */
function idsSince(id: string, foreign: HistoryEvent[]): string[] {
	const next = foreign.find(({ details }) => details.previousId === id)?.jobId;
	return next === undefined || next === id ? [id] : [id, ...idsSince(next, foreign)];
}

/** The objects that effects are about: a connection that is deleted takes its jobs along. */
function objectsOf(effects: HistoryEvent[]): string[] {
	const deleted = effects.filter(({ type }) => type === 'connection_deleted');
	const gone = new Set(deleted.map(({ connectionId }) => connectionId));
	return [
		...new Set(
			effects.map(({ jobId, connectionId }) =>
				gone.has(connectionId) ? connectionId : (jobId ?? connectionId),
			),
		),
	];
}

/** Whether an item that is reported as done stands for an effect. */
function claims({ done }: Outcome, { jobId, connectionId, type, details }: HistoryEvent): boolean {
	return done.some((item) => {
		if (item.deleted === true) return type.endsWith('_deleted');
		if (type === 'run_started') return item.result_id === details.resultId;
		return item.id === (jobId ?? connectionId);
	});
}

function isWrite({ method, path }: SentRequest): boolean {
	return method !== 'GET' && !path.endsWith('/service_token');
}

/** A write to whose sending nothing was answered must be told as one that may have been carried out. */
function lostAnswers({ sent, outcomes }: OperationEvidence): string[] {
	// A refusal says enough, even if the rest of its answer is lost.
	const isRefused = ({ status }: SentRequest) => status !== null && status >= 400 && status < 500;
	const lost = sent.filter(
		(request) =>
			isWrite(request) &&
			!request.isComplete &&
			!isRefused(request) &&
			request.fault !== 'ECONNREFUSED',
	);
	const told = outcomes.filter(admits).length;
	return lost.length > told
		? lost.map(
				({ method, path }) => `its answer was lost, which nobody was told: ${method} ${path}`,
			)
		: [];
}

/** A write may be sent again where the API has refused it for the moment, or was never reached. */
function repeatedWrites(sent: readonly SentRequest[]): string[] {
	const seen = new Set<string>();
	return sent.filter(isWrite).flatMap(({ method, path, body, status, fault }) => {
		const key = `${method} ${path} ${body}`;
		const isRepeated = seen.has(key);
		if (status !== 401 && status !== 429 && fault !== 'ECONNREFUSED') seen.add(key);
		return isRepeated ? [`sent blindly again: ${method} ${path}`] : [];
	});
}
