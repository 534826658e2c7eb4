import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { jobKinds, type JobKindName, type SyncJob } from '../api/jobKinds';
import { outcome } from '../sync/outcome';
import { chosenConnection } from './chosen';
import { isPlain, openPicker, sortAndFilter } from './search';

/** The picker of sync jobs of the chosen resource and connection. */
export async function searchJobs(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const connection = chosenConnection(this);
	const kind = jobKinds[this.getCurrentNodeParameter('resource') as JobKindName];
	const client = await openPicker(this);
	const { items } = await client.list(kind.endpoints.list, { connection });
	const jobs = items.map(kind.readJob);
	return {
		results: sortAndFilter(
			jobs.map((job) => toEntry(job, jobs)),
			filter,
		),
	};
}

/** The name is stored, for an update changes the ID; the ID where the name isn't the job's alone or isn't plain. */
function toEntry(job: SyncJob, jobs: SyncJob[]) {
	const isUnique = jobs.filter(({ name }) => name === job.name).length === 1;
	const about = [job.is_active ? 'active' : 'inactive', lastRun(job)];
	return isUnique && isPlain(job.name)
		? { name: `${job.name} (${about.join(', ')})`, value: job.name }
		: { name: `${job.name} (${[...about, job.id].join(', ')})`, value: job.id };
}

function lastRun({ recent_task_result: recent }: SyncJob): string {
	return recent ? `last run: ${outcome(recent)}` : 'no run yet';
}
