import type { SyncJob } from '../../asa/model/syncJob';
import { readSimplify, simplifyField } from '../../operation/listing';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { findJob, forgetJobs, readJobLocator } from './job/lookup';
import { jobOutput } from './job/output';
import { requireState } from './job/requireState';
import type { KindOfJob } from './kinds/kind';

/**
 * Endpoints 12 and 22: switches a sync job on and looks whether it is. Nothing is sent for one that is on, since
 * activation runs a job at once.
 */
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
			const simplify = readSimplify(item, kind.simpleJob);
			const locator = readJobLocator(item);
			return {
				serializeBy: locator.connection.value,
				async run() {
					const ref = await findJob(item, kind, locator);
					const job = await item.client.jobs(kind.kind).get(ref);
					const output = (now: SyncJob) => simplify(jobOutput(ref.connection, now));
					if (job.is_active) return { ...output(job), ...kind.alreadyActive };
					if (job.frequency === null || (job.frequency === 24 && job.start_hour_utc === null)) {
						throw item.error(
							"The job has no schedule, so it can't be activated",
							'Use the operation Update Schedule first',
						);
					}
					try {
						const more = await kind.activate(item.client, ref, job);
						return { ...output(await requireState(item, kind, ref, true)), ...more };
					} finally {
						forgetJobs(item, ref.connection);
					}
				},
			};
		},
	};
}
