import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { jobKinds, type JobKindName, type SyncJob } from '../api/jobKinds';
import { openPicker, sortAndFilter } from './search';

/** The picker of sync jobs of the chosen resource and connection. */
export async function searchJobs(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const connection = this.getCurrentNodeParameter('connection', { extractValue: true });
	if (!connection) {
		throw new NodeOperationError(this.getNode(), 'No connection is chosen yet', {
			description: 'Choose a "Connection" first; its jobs are listed here then',
		});
	}
	const kind = jobKinds[this.getCurrentNodeParameter('resource') as JobKindName];
	const client = await openPicker(this);
	const { items } = await client.list(kind.endpoints.list, { connection: String(connection) });
	const jobs = items.map(kind.readJob);
	return {
		results: sortAndFilter(
			jobs.map((job) => toEntry(job, jobs)),
			filter,
		),
	};
}

/** The name is stored, for an update changes the ID; the ID where another job has the same name. */
function toEntry(job: SyncJob, jobs: SyncJob[]) {
	const isUnique = jobs.filter(({ name }) => name === job.name).length === 1;
	const state = job.is_active ? 'active' : 'inactive';
	return isUnique
		? { name: `${job.name} (${state})`, value: job.name }
		: { name: `${job.name} (${state}, ${job.id})`, value: job.id };
}
