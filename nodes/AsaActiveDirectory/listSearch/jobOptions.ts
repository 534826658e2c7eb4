import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { jobKinds } from '../api/jobKinds';
import type { ObservedConnection } from '../sync/observation';
import type { JobPlan } from '../sync/plan';
import { observe } from '../watch/observe';
import { openPicker, sortAndFilter } from './search';

const concurrency = 8;

/** The names of the jobs are all that is wanted. */
const listsAlone: JobPlan = { needsHistory: false, reachesBack: () => true, detailed: () => [] };

/**
 * The sync jobs of all chosen connections, for parameters that take several. The value holds connection, kind and
 * name, because every update gives a job a new ID.
 */
export async function getJobs(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = this.getCurrentNodeParameter('connections') as string[] | undefined;
	const { connections } = await observe(await openPicker(this), {
		selection: { connections: chosen ?? [], jobKinds: [], jobs: [] },
		concurrency,
		plan: (_connectionId, _kind, jobs) => jobs.map(() => listsAlone),
	});
	return sortAndFilter(connections.flatMap(optionsOf));
}

function optionsOf({ id, name, jobs }: ObservedConnection): INodePropertyOptions[] {
	return Object.values(jobKinds).flatMap((kind) => {
		const names = new Set(jobs[kind.name]?.map((job) => job.name));
		return [...names].map((jobName) => ({
			name: `${jobName} (${name}, ${kind.label})`,
			value: `${id}/${kind.name}/${jobName}`,
		}));
	});
}
