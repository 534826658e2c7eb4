import type { INodeProperties } from 'n8n-workflow';
import type { JobKind } from '../../api/jobKinds';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import { readSchedule, scheduleFields } from '../fields/schedule';
import type { Operation } from '../operation';
import { findJobId } from './jobLocator';
import { connectionLane } from '../connectionLane';

/** Source: docs/api-contract.md, "Endpoints" (12 activates: probable). */
const activationNotice: INodeProperties = {
	displayName:
		'A schedule call switches an inactive server sync job on: it runs at once and takes the place of the active one. To keep the job inactive, use Update.',
	name: 'activationNotice',
	type: 'notice',
	default: '',
};

/** Endpoints 12 and 21: sets the schedule of a sync job, which keeps its ID. */
export function updateJobSchedule(kind: JobKind): Operation {
	const label = kind.label.toLowerCase();
	const notices = kind.name === 'serverSyncJob' ? [activationNotice] : [];
	return {
		entry: {
			name: 'Update Schedule',
			value: 'updateSchedule',
			action: `Update schedule of ${label}`,
			description: `Set how often a ${label} runs; its ID stays`,
		},
		fields: [...notices, connectionField, jobField, ...scheduleFields],
		lane: connectionLane,
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const body = readSchedule(
				item,
				item.parameter('frequency'),
				item.parameter('startHourUtc', null),
			);
			const job = await findJobId(item, kind, connection);
			await item.client.send(kind.endpoints.schedule, { connection, job }, { body });
			item.jobs.forget(connection);
			return {
				id: job,
				connection_id: connection,
				frequency: body.frequency,
				start_hour_utc: body.start_hour_utc ?? null,
			};
		},
	};
}
