import { createdOutput } from './output';
import { connectionLane } from '../connectionLane';
import { connectionField } from '../fields/connection';
import { scheduleFields } from '../fields/schedule';
import type { Item } from '../item';
import type { Operation } from '../operation';
import type { JobChanges } from '../../api/jobBody';
import { nameField } from './fields';
import { checkWhole, readValues, type JobForm } from './jobForm';

/** Endpoints 7 and 17: creates a sync job. */
export function createSyncJob(form: JobForm): Operation {
	const label = form.kind.label.toLowerCase();
	const fields = [{ ...nameField, required: true }, ...scheduleFields, ...form.createFields];
	return {
		entry: {
			name: 'Create',
			value: 'create',
			action: `Create ${label}`,
			description: `Create a ${label}`,
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
				options: form.additionalFields,
			},
		],
		lane: connectionLane,
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const values = { ...readValues(item, fields), ...item.collection('additionalFields') };
			const job = await sendNew(item, form, connection, form.readChanges(item, values));
			return createdOutput(connection, job);
		},
	};
}

/** Creates a job of what was set, and of the defaults where nothing was: every hour unless a schedule was set. */
export async function sendNew(item: Item, form: JobForm, connection: string, changes: JobChanges) {
	const { kind, defaults } = form;
	const body = checkWhole(item, form, { ...defaults, frequency: 1, ...changes });
	const wire = await item.client.sendForObject(kind.endpoints.create, { connection }, { body });
	item.jobs.forget(connection);
	return kind.readJob(wire);
}
