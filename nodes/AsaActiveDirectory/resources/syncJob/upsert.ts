import type { IDataObject } from 'n8n-workflow';
import { byDisplayName } from '../../operation/description';
import { enteredValues, withoutEmpty } from '../../operation/fields';
import type { Item } from '../../operation/item';
import { connectionField, findConnection } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { jobRequest } from '../../asa/jobs';
import { jobModel, type SyncJob } from '../../asa/model/syncJob';
import { previewOf } from '../../operation/changes';
import type { Values } from '../../asa/model/model';
import { applyChanges, listAgain } from './job/applyChanges';
import { keepFrequency, keptScheduleFields, nameField } from './job/fields';
import {
	completeJob,
	jobChangeOptions,
	readJobChangeSettings,
	readJobFields,
	withProjectIds,
	type JobChangeSettings,
} from './job/input';
import { forgetJobs, listJobs, onlyJobNamed } from './job/lookup';
import { jobOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

/** Updates the job of a name within the connection, or creates it. */
export function upsert(kind: KindOfJob): Operation {
	const fields = [{ ...nameField, required: true }, ...keptScheduleFields, ...kind.upsertFields];
	const names = new Set(fields.map(({ name }) => name));
	const additionalFields = kind.updateFields
		.filter(({ name }) => !names.has(name))
		.sort(byDisplayName);
	return {
		entry: {
			name: 'Create or Update',
			value: 'upsert',
			action: `Create or update ${kind.label}`,
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
		fields: [
			connectionField,
			...fields,
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'collection',
				placeholder: 'Add field',
				default: {},
				options: additionalFields,
			},
		],
		options: jobChangeOptions(kind),
		read(item) {
			const locator = item.locator(connectionField);
			const { name } = jobModel(kind.kind).fields;
			const entered = withoutEmpty(enteredValues(item, fields));
			if (entered.frequency === keepFrequency) delete entered.frequency;
			const set = {
				name: item.check(() => name.parse(item.parameter('name'))),
				...readJobFields(item, kind, fields, entered),
				...readJobFields(item, kind, additionalFields, item.collection('additionalFields')),
			};
			const settings = readJobChangeSettings(item);
			return {
				serializeBy: locator.value,
				async run() {
					const connection = await findConnection(item, locator);
					const complete = await withProjectIds(item, set);
					return await createOrUpdate(item, kind, connection, complete, settings);
				},
			};
		},
	};
}

async function createOrUpdate(
	item: Item,
	kind: KindOfJob,
	connection: string,
	set: Values,
	settings: JobChangeSettings,
): Promise<IDataObject> {
	const jobs = await listJobs(item, kind, connection);
	const match = onlyJobNamed(item, jobs, String(set.name));
	if (!match) return await createJob(item, kind, connection, set, settings);
	const ref = { connection, job: match.id };
	const { output, isChanged } = await applyChanges(item, kind, ref, set, settings);
	return { action: isChanged ? 'updated' : 'unchanged', ...output };
}

async function createJob(
	item: Item,
	kind: KindOfJob,
	connection: string,
	set: Values,
	{ isPreview }: JobChangeSettings,
): Promise<IDataObject> {
	const values = completeJob(item, kind, set);
	if (isPreview) {
		const requests = [jobRequest(kind.kind, 'create').what];
		const names = Object.keys(values);
		const sent = { requests, id_would_change: false };
		const preview = previewOf(jobModel(kind.kind), undefined, values, names, sent);
		return { id: null, connection_id: connection, ...preview };
	}
	const job = await item.client.jobs(kind.kind).create(connection, values);
	forgetJobs(item, connection);
	await requireOnlyOne(item, kind, connection, job);
	const none = { previous_id: null, id_changed: false };
	return { action: 'created', ...jobOutput(connection, job), ...none };
}

/**
 * Looks once more: two executions at the same moment create two jobs of one name.
 *
 * @throws NodeOperationError naming both
 */
async function requireOnlyOne(
	item: Item,
	kind: KindOfJob,
	connection: string,
	{ id, name }: SyncJob,
): Promise<void> {
	const named = (await listAgain(item, kind, connection, 'created')).filter(
		(job) => job.name.trim() === name.trim(),
	);
	if (named.length <= 1) return;
	throw item.error(
		`The job "${name}" was created with the ID ${id}, but now ${named.length} jobs have this name: ${named.map((job) => job.id).join(', ')}`,
		'Another execution created one at the same time. Delete one of them By ID',
	);
}
