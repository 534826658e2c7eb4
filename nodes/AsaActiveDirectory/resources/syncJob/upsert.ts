import { byDisplayName } from '../byDisplayName';
import { connectionLane } from '../connectionLane';
import type { SyncJob } from '../../api/jobKinds';
import { connectionField } from '../fields/connection';
import { keep, keptScheduleFields } from '../fields/schedule';
import type { Item } from '../item';
import type { Operation } from '../operation';
import { applyChanges } from './applyChanges';
import { sendNew } from './create';
import { nameField } from './fields';
import { jobsNamed } from './jobLocator';
import { readValues, withoutEmpty, type JobForm } from './jobForm';
import { createdOutput, updatedOutput } from './output';
import { replaceListsOption } from './replaceLists';
import { hasLists } from './update';

/** Updates the job of a name within the connection, or creates it. */
export function upsertSyncJob(form: JobForm): Operation {
	const { kind } = form;
	const fields = [{ ...nameField, required: true }, ...keptScheduleFields, ...form.upsertFields];
	const names = new Set(fields.map(({ name }) => name));
	return {
		entry: {
			name: 'Create or Update',
			value: 'upsert',
			action: `Create or update ${kind.label.toLowerCase()}`,
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
				options: form.updateFields.filter(({ name }) => !names.has(name)).sort(byDisplayName),
			},
		],
		options: hasLists(form) ? [replaceListsOption] : [],
		lane: connectionLane,
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const name = item.requiredText('name', 'Name');
			const set = withoutEmpty(readValues(item, fields));
			if (set.frequency === keep) delete set.frequency;
			const values = { ...set, ...item.collection('additionalFields') };
			const changes = form.readChanges(item, values);
			const replaceLists = item.option(replaceListsOption);
			const match = findMatch(item, await item.jobs.all(kind, connection), name);
			if (!match) {
				const job = await sendNew(item, form, connection, changes);
				const none = { previous_id: null, id_changed: false };
				return { action: 'created', ...createdOutput(connection, job), ...none };
			}
			const place = { connection, job: match.id };
			const updated = await applyChanges(item, form, place, changes, replaceLists);
			const action = updated.isChanged ? 'updated' : 'unchanged';
			return { action, ...updatedOutput(connection, updated) };
		},
	};
}

/** @throws NodeOperationError listing the matches where there are several */
function findMatch(item: Item, jobs: SyncJob[], name: string): SyncJob | undefined {
	const matches = jobsNamed(jobs, name);
	if (matches.length <= 1) return matches[0];
	throw item.error(
		`"Name" is "${name}", and ${matches.length} jobs have that name: ${matches.map(({ id }) => id).join(', ')}`,
		'Use the operation Update with the ID of the one you mean',
	);
}
