import type { SyncJob } from '../../asa/model/syncJob';
import { readSimplify, simplifyField } from '../../operation/listing';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { findJob, forgetJobs, readJobLocator } from './job/lookup';
import { jobOutput } from './job/output';
import { requireState } from './job/requireState';
import type { KindOfJob } from './kinds/kind';

/** Endpoints 11 and 22: switches a sync job off and looks whether it is. Nothing is sent for one that is off. */
export function deactivate(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Deactivate',
			value: 'deactivate',
			action: `Deactivate ${kind.label}`,
			description: kind.descriptions.deactivate,
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
					if (!job.is_active) return output(job);
					try {
						await kind.deactivate(item.client, ref);
						return output(await requireState(item, kind, ref, false));
					} finally {
						forgetJobs(item, ref.connection);
					}
				},
			};
		},
	};
}
