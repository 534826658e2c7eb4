import type { IDataObject } from 'n8n-workflow';
import { byDisplayName } from '../../operation/description';
import { enteredValues, withoutEmpty } from '../../operation/form';
import type { Item } from '../../operation/item';
import { connectionField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { jobModel } from '../../asa/model/syncJob';
import type { Values } from '../../asa/model/model';
import { applyChanges } from './job/applyChanges';
import { keepFrequency, keptScheduleFields, nameField, replaceListsOption } from './job/fields';
import { completeJob, readJobForm } from './job/form';
import { forgetJobs, listJobs, onlyJobNamed } from './job/lookup';
import { jobOutput, updatedOutput } from './job/output';
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
		options: kind.hasLists ? [replaceListsOption] : [],
		read(item) {
			const connection = item.locator(connectionField).value;
			const { name } = jobModel(kind.kind).fields;
			const entered = withoutEmpty(enteredValues(item, fields));
			if (entered.frequency === keepFrequency) delete entered.frequency;
			const set = {
				name: item.check(() => name.parse(item.parameter('name'))),
				...readJobForm(item, kind, fields, entered),
				...readJobForm(item, kind, additionalFields, item.collection('additionalFields')),
			};
			const replaceLists = item.option(replaceListsOption);
			return {
				serializeBy: connection,
				run: async () => await createOrUpdate(item, kind, connection, set, replaceLists),
			};
		},
	};
}

async function createOrUpdate(
	item: Item,
	kind: KindOfJob,
	connection: string,
	set: Values,
	replaceLists: boolean,
): Promise<IDataObject> {
	const jobs = await listJobs(item, kind, connection);
	const match = onlyJobNamed(item, jobs, String(set.name), 'Name');
	if (!match) {
		const values = completeJob(item, kind, set);
		const job = await item.client.jobs(kind.kind).create(connection, values);
		forgetJobs(item, connection);
		const none = { previous_id: null, id_changed: false };
		return { action: 'created', ...jobOutput(connection, job), ...none };
	}
	const ref = { connection, job: match.id };
	const { job, isChanged } = await applyChanges(item, kind, ref, set, replaceLists);
	const action = isChanged ? 'updated' : 'unchanged';
	return { action, ...updatedOutput(connection, job, ref.job) };
}
