import { simplified, simplifyField } from '../../operation/listing';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { findJob, forgetJobs, readJobLocator } from './job/lookup';
import { jobOutput } from './job/output';
import type { KindOfJob } from './kinds/kind';

/** Endpoints 12 and 22: switches a sync job on; nothing is sent for one that is on, since activation runs a job at once. */
export function activate(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Activate',
			value: 'activate',
			action: `Activate ${kind.label}`,
			description: kind.descriptions.activate,
		},
		fields: [connectionField, jobField, simplifyField],
		read(item) {
			const choice = readJobLocator(item);
			return {
				serializeBy: choice.connection,
				async run() {
					const ref = await findJob(item, kind, choice);
					const job = await item.client.jobs(kind.kind).get(ref);
					const output = simplified(item, jobOutput(ref.connection, job), kind.simpleJob);
					if (job.is_active) return { ...output, ...kind.alreadyActive };
					if (job.frequency === null || (job.frequency === 24 && job.start_hour_utc === null)) {
						throw item.error(
							'"Job" points to a job without a schedule, which can\'t be active',
							'Use the operation Update Schedule first',
						);
					}
					try {
						return { ...output, is_active: true, ...(await kind.activate(item.client, ref, job)) };
					} finally {
						forgetJobs(item, ref.connection);
					}
				},
			};
		},
	};
}
