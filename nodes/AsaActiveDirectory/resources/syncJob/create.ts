import { enteredValues } from '../../operation/fields';
import { connectionField, findConnection } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { retryNotice } from '../../operation/sharedOptions';
import { nameField, scheduleFields } from './job/fields';
import { completeJob, readJobFields, withProjectIds } from './job/input';
import { forgetJobs } from './job/lookup';
import { jobOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

/** Endpoints 7 and 17: creates a sync job. */
export function create(kind: KindOfJob): Operation {
	const fields = [{ ...nameField, required: true }, ...scheduleFields, ...kind.createFields];
	return {
		entry: {
			name: 'Create',
			value: 'create',
			action: `Create ${kind.label}`,
			description: `Create a ${kind.label}`,
		},
		fields: [
			retryNotice("creates the others twice. 'Create or Update' does not"),
			connectionField,
			...fields,
			{
				displayName: 'Additional Fields',
				name: 'additionalFields',
				type: 'collection',
				placeholder: 'Add field',
				default: {},
				options: kind.additionalFields,
			},
		],
		read(item) {
			const locator = item.locator(connectionField);
			const values = completeJob(item, kind, {
				...readJobFields(item, kind, fields, enteredValues(item, fields)),
				...readJobFields(item, kind, kind.additionalFields, item.collection('additionalFields')),
			});
			return {
				serializeBy: locator.value,
				async run() {
					const connection = await findConnection(item, locator);
					const complete = await withProjectIds(item, values);
					const job = await item.client.jobs(kind.kind).create(connection, complete);
					forgetJobs(item, connection);
					return jobOutput(connection, job);
				},
			};
		},
	};
}
