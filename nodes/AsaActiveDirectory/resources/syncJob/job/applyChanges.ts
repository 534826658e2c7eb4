import type { IDataObject, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { jobRequest } from '../../../asa/jobs';
import { asNodeError } from '../../../asa/http/errors';
import type { Values } from '../../../asa/model/model';
import { jobModel, withChanges, type SyncJob } from '../../../asa/model/syncJob';
import type { JobRef } from '../../../asa/results';
import {
	changedFields,
	droppedFields,
	previewOf,
	requireReadable,
	sendWhole,
	type FieldChange,
} from '../../../operation/changes';
import type { Item } from '../../../operation/item';
import { isSameId } from '../../../util/text';
import type { KindOfJob, UpdateRequest } from '../kinds/kind';
import { requireSchedule, type JobChangeSettings } from './input';
import { forgetJobs, listJobs } from './lookup';
import { updatedOutput } from './output';
import { requireState } from './requireState';

/** A job after an update. */
export interface UpdatedJob {
	output: IDataObject;
	/** Whether anything was sent. */
	isChanged: boolean;
}

/**
 * Reads a job, changes what the user set, and sends the lightest requests that do it.
 *
 * @throws NodeOperationError if an update would lose something of the job
 */
export async function applyChanges(
	item: Item,
	kind: KindOfJob,
	ref: JobRef,
	set: Values,
	settings: JobChangeSettings,
): Promise<UpdatedJob> {
	const { isPreview, dropsUnknown, replacesLists } = settings;
	const reading = await item.client.jobs(kind.kind).read(ref);
	const { job } = reading;
	const model = jobModel(kind.kind);
	const base: Values = dropsUnknown ? job : reading.withUnknown;
	const changes = replacesLists ? set : item.check(() => model.addRows(base, set));
	const wanted = withChanges(kind.kind, base, model.keepAnswered(base, changes));
	const differing = changedFields(model, job, wanted, reading, set);
	const requests = planUpdateRequests(kind, job, differing);
	if (requests.length > 0) requireSchedule(item, wanted);
	const isReplaced = requests.includes('update');
	if (isReplaced) {
		// Only a daily schedule has an hour.
		const hour = wanted.frequency === 24 ? {} : { start_hour_utc: null };
		requireReadable(item, kind.label, model, reading, { ...set, ...hour });
	}
	if (isPreview) {
		const dropped = isReplaced && dropsUnknown ? droppedFields(reading) : [];
		const output = previewJob(kind, ref, { before: base, wanted, differing, requests, dropped });
		return { output, isChanged: false };
	}
	if (requests.length === 0) return { output: updatedOutput(ref, job), isChanged: false };
	if (isReplaced) {
		const unknown = dropsUnknown ? [] : reading.unknown;
		const replaced = await sendWhole(
			unknown,
			async () => await replaceJob(item, kind, ref, wanted),
		);
		return { output: updatedOutput(ref, replaced), isChanged: true };
	}
	try {
		const switched = await sendEach(item, kind, ref, wanted, requests);
		const updated = switched ?? { ...job, ...scheduleOf(wanted) };
		return { output: updatedOutput(ref, updated), isChanged: true };
	} finally {
		forgetJobs(item, ref.connection);
	}
}

/**
 * What a plain PUT of these values would change.
 *
 * @param values what the job would consist of
 */
export async function previewReplacement(
	item: Item,
	kind: KindOfJob,
	ref: JobRef,
	values: Values,
): Promise<IDataObject> {
	const reading = await item.client.jobs(kind.kind).read(ref);
	const { job } = reading;
	const wanted = withChanges(kind.kind, {}, values);
	const differing = jobModel(kind.kind).differences(job, wanted);
	const plan = {
		wanted,
		differing,
		requests: ['update' as const],
		dropped: droppedFields(reading),
	};
	return previewJob(kind, ref, { before: job, ...plan });
}

/** An update of a job that isn't carried out. */
interface PlannedUpdate {
	before: Values;
	wanted: Values;
	/** Names of the fields in which they differ. */
	differing: string[];
	requests: UpdateRequest[];
	dropped: FieldChange[];
}

function previewJob(
	kind: KindOfJob,
	ref: JobRef,
	{ before, wanted, differing, requests, dropped }: PlannedUpdate,
): IDataObject {
	const names = requests.map((request) => jobRequest(kind.kind, request).what);
	const sent = { requests: names, id_would_change: requests.includes('update') };
	const preview = previewOf(jobModel(kind.kind), before, wanted, differing, sent, dropped);
	return { id: ref.job, connection_id: ref.connection, ...preview };
}

/**
 * Sends a job's schedule, its state, or one after the other.
 *
 * @returns the job if it was switched on or off
 */
async function sendEach(
	item: Item,
	kind: KindOfJob,
	ref: JobRef,
	wanted: Values,
	requests: UpdateRequest[],
): Promise<SyncJob | undefined> {
	const { client } = item;
	const hasSchedule = requests.includes('schedule');
	if (hasSchedule) await client.jobs(kind.kind).setSchedule(ref, wanted);
	if (!requests.includes('state')) return undefined;
	try {
		const isActive = wanted.is_active === true;
		if (isActive) await kind.activate(client, ref, wanted as SyncJob);
		else await kind.deactivate(client, ref);
		return await requireState(item, kind, ref, isActive);
	} catch (error) {
		if (!hasSchedule) throw asNodeError(error);
		throw stateError(item, asNodeError(error));
	}
}

function stateError(item: Item, error: NodeApiError | NodeOperationError): NodeOperationError {
	return item.partialWriteError(
		error,
		`The schedule was changed, but changing the state failed: ${error.message}`,
		error.description ?? 'Run this again: the schedule will not be sent again',
	);
}

function scheduleOf({ frequency, start_hour_utc }: Values): Partial<SyncJob> {
	return {
		frequency: (frequency ?? null) as number | null,
		start_hour_utc: (start_hour_utc ?? null) as number | null,
	};
}

/**
 * Endpoints 9 and 19: replaces a job. ASA deletes it and creates it again under a new ID, which the answer tells
 * (200) or doesn't (204); it is then found by its name.
 */
export async function replaceJob(
	item: Item,
	kind: KindOfJob,
	ref: JobRef,
	values: Values,
): Promise<SyncJob> {
	const answered = await item.client.jobs(kind.kind).replace(ref, values);
	forgetJobs(item, ref.connection);
	return (
		answered ??
		findRenewed(item, kind, await listAgain(item, kind, ref.connection, 'updated'), ref.job, values)
	);
}

/** The jobs of a connection after one of them was written. */
export async function listAgain(
	item: Item,
	kind: KindOfJob,
	connection: string,
	done: 'created' | 'updated',
): Promise<SyncJob[]> {
	try {
		return await listJobs(item, kind, connection);
	} catch (error) {
		const { message } = asNodeError(error);
		throw item.partialWriteError(
			asNodeError(error),
			`The job was ${done}, but the jobs of the connection could not be read afterwards: ${message}`,
			'Check the jobs of the connection with Get Many before you run this again',
		);
	}
}

function findRenewed(
	item: Item,
	{ kind }: KindOfJob,
	jobs: SyncJob[],
	previousId: string,
	values: Values,
): SyncJob {
	const named = jobs.filter(({ name }) => name === values.name);
	const kept = named.find(({ id }) => isSameId(id, previousId));
	if (kept) return kept;
	if (named.length === 1) return named[0];
	const model = jobModel(kind);
	const equal = named.filter((job) => model.differences(job, values).length === 0);
	if (equal.length === 1) return equal[0];
	throw item.error(
		`The job was updated, but ${named.length} jobs are named "${String(values.name)}" now, so its new ID can't be determined`,
		'Check the jobs of the connection with Get Many, and give each a unique name',
	);
}

const scheduleFields = ['frequency', 'start_hour_utc'];

/**
 * The lightest requests that turn a job into another; none if nothing differs. Schedule and state have requests of
 * their own, which keep the job's ID; all else takes a PUT. A schedule request would switch an inactive server job on,
 * and no request but that one switches it on, so there it is a PUT as well.
 * Source: docs/api-contract.md, "Endpoints" (9, 11, 12, 19, 21, 22).
 *
 * @param differing names of the fields in which they differ
 */
export function planUpdateRequests(
	{ scheduleActivates }: KindOfJob,
	before: SyncJob,
	differing: string[],
): UpdateRequest[] {
	if (differing.length === 0) return [];
	const isLight = differing.every((name) => [...scheduleFields, 'is_active'].includes(name));
	if (!isLight || (scheduleActivates && !before.is_active)) return ['update'];
	const requests: UpdateRequest[] = [];
	if (differing.some((name) => scheduleFields.includes(name))) requests.push('schedule');
	if (differing.includes('is_active')) requests.push('state');
	return requests;
}
