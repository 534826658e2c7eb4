import type { JobKind, SyncJob } from '../../api/jobKinds';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import { simplifyField } from '../fields/simplify';
import type { Item } from '../item';
import type { Operation } from '../operation';
import { fetchJob, type FoundJob } from './fetch';
import { connectionLane } from '../connectionLane';
import { jobOutput } from './output';

/** What an operation that switches jobs on or off needs to know of a kind. */
interface Switch<Job extends SyncJob> {
	kind: JobKind<Job>;
	/** What it does beyond the obvious, for the operation's description. */
	description: string;
	/** What else there is to say where nothing is sent. */
	unchanged?: object;
	/** Sends the change; answers what else there is to say. */
	send: (item: Item, found: FoundJob<Job>) => Promise<object | void>;
}

/** Switches a sync job on; nothing is sent for one that is on, since activation runs a job at once. */
export function activateJob<Job extends SyncJob>(settings: Switch<Job>): Operation {
	return switchJob(settings, true);
}

/** Switches a sync job off. */
export function deactivateJob<Job extends SyncJob>(settings: Switch<Job>): Operation {
	return switchJob(settings, false);
}

function switchJob<Job extends SyncJob>(
	{ kind, description, unchanged, send }: Switch<Job>,
	isActive: boolean,
): Operation {
	const name = isActive ? 'Activate' : 'Deactivate';
	return {
		entry: {
			name,
			value: name.toLowerCase(),
			action: `${name} ${kind.label.toLowerCase()}`,
			description,
		},
		fields: [connectionField, jobField, simplifyField],
		lane: connectionLane,
		async execute(item) {
			const found = await fetchJob(item, kind);
			const { connection, job } = found;
			if (job.is_active === isActive) {
				return { ...jobOutput(item, kind, connection, job), ...unchanged };
			}
			const more = await send(item, found).finally(() => item.jobs.forget(connection));
			return { ...jobOutput(item, kind, connection, { ...job, is_active: isActive }), ...more };
		},
	};
}
