import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { jobLabel, jobKinds } from '../asa/model/syncJob';
import type { ObservedConnection } from '../sync/observation';
import type { JobPlan } from '../sync/plan';
import { observe } from '../watch/observe';
import { openPicker, sortAndFilter } from './pickers';

/** How many requests are under way at the same time. */
const concurrency = 8;

/** All AD connections, for parameters that take several: their names with the domain. */
async function getConnections(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const connections = await (await openPicker(this)).connections.list();
	return sortAndFilter(
		connections.map(({ id, name, domain }) => ({ name: `${name} (${domain})`, value: id })),
	);
}

/** The names of the jobs are all that is wanted. */
const listsAlone: JobPlan = { needsHistory: false, reachesBack: () => true, detailed: () => [] };

/**
 * The sync jobs of all chosen connections, for parameters that take several. The value holds connection, kind and
 * name, because every update gives a job a new ID.
 */
async function getJobs(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = this.getCurrentNodeParameter('connections') as string[] | undefined;
	const { connections } = await observe(await openPicker(this), {
		selection: { connections: chosen ?? [], jobKinds: [], jobs: [] },
		concurrency,
		plan: (_connectionId, _kind, jobs) => jobs.map(() => listsAlone),
	});
	return sortAndFilter(connections.flatMap(jobEntries));
}

function jobEntries({ id, name, jobs }: ObservedConnection): INodePropertyOptions[] {
	return jobKinds.flatMap((kind) => {
		const names = new Set(jobs[kind]?.map((job) => job.name));
		return [...names].map((jobName) => ({
			name: `${jobName} (${name}, ${jobLabel(kind)})`,
			value: `${id}/${kind}/${jobName}`,
		}));
	});
}

/** The lists of options by the names under which parameters ask for them. */
export const loadOptions = { getConnections, getJobs };
