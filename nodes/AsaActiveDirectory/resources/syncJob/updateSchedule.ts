import type { INodeProperties } from 'n8n-workflow';
import { enteredValues } from '../../operation/fields';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { scheduleFields } from './job/fields';
import { readJobFields } from './job/input';
import { findJob, forgetJobs, readJobLocator } from './job/lookup';
import type { KindOfJob } from './kinds/kind';

/** Source: docs/api-contract.md, "Endpoints" (12; the activation is probable). */
const activationNotice: INodeProperties = {
	displayName:
		'Setting the schedule activates an inactive server sync job: it runs immediately and replaces the active one. To keep the job inactive, use Update.',
	name: 'activationNotice',
	type: 'notice',
	default: '',
};

/** Endpoints 12 and 21: sets the schedule of a sync job, which keeps its ID. */
export function updateSchedule(kind: KindOfJob): Operation {
	const notices = kind.scheduleActivates ? [activationNotice] : [];
	return {
		entry: {
			name: 'Update Schedule',
			value: 'updateSchedule',
			action: `Update schedule of ${kind.label}`,
			description: `Set how often a ${kind.label} runs, without changing its ID`,
		},
		fields: [...notices, connectionField, jobField, ...scheduleFields],
		read(item) {
			const locator = readJobLocator(item);
			const entered = enteredValues(item, scheduleFields);
			const { frequency, start_hour_utc = null } = readJobFields(item, kind, scheduleFields, {
				...entered,
				frequency: entered.frequency ?? '',
			});
			return {
				serializeBy: locator.connection.value,
				async run() {
					const ref = await findJob(item, kind, locator);
					await item.client.jobs(kind.kind).setSchedule(ref, { frequency, start_hour_utc });
					forgetJobs(item, ref.connection);
					return { id: ref.job, connection_id: ref.connection, frequency, start_hour_utc };
				},
			};
		},
	};
}
