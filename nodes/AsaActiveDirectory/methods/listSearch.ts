import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';
import type { AsaClient } from '../asa/client';
import type { NamedObject } from '../asa/directory';
import type { TaskResult } from '../asa/model/result';
import type { JobKind, SyncJob } from '../asa/model/syncJob';
import { noWords, readOutcome } from '../monitor/rules/outcome';
import { isTestRun } from '../monitor/rules/runs';
import { chosenConnection, filterEntries, isPlain, openPicker, sortAndFilter } from './pickers';

/** How many results are offered; ASA probably keeps fewer. */
const maxResults = 200;

/** AD connections: their names with the domain. */
async function searchConnections(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const connections = await (await openPicker(this)).connections.list();
	const entries = connections.map(({ id, name, domain }) => ({
		name: `${name} (${domain})`,
		value: id,
	}));
	return { results: sortAndFilter(entries, filter) };
}

/** Gateways; the API searches names by itself (query `contains`: certain). */
async function searchGateways(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { gateways } = await openPicker(this);
	return namedEntries(await gateways.list(filter?.trim()), filter);
}

/** Projects, for the rules of server sync jobs. */
async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return namedEntries(await (await openPicker(this)).projects.list(), filter);
}

function namedEntries(objects: NamedObject[], filter?: string): INodeListSearchResult {
	const entries = objects.map(({ id, name }) => ({ name, value: id }));
	return { results: sortAndFilter(entries, filter) };
}

/** The sync jobs of the chosen resource and connection. */
async function searchJobs(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const connection = chosenConnection(this);
	const jobs = await (await openPicker(this)).jobs(chosenKind(this)).list(connection);
	return {
		results: sortAndFilter(
			jobs.map((job) => jobEntry(job, jobs)),
			filter,
		),
	};
}

function chosenKind(context: ILoadOptionsFunctions): JobKind {
	return context.getCurrentNodeParameter('resource') as JobKind;
}

/** The name is stored, for an update changes the ID; the ID where the name isn't the job's alone or isn't plain. */
function jobEntry(job: SyncJob, jobs: SyncJob[]): INodeListSearchItems {
	const isUnique = jobs.filter(({ name }) => name === job.name).length === 1;
	const { recent_task_result: recent } = job;
	const about = [
		job.is_active ? 'active' : 'inactive',
		recent ? `last run: ${readOutcome(recent, noWords)}` : 'no run yet',
	];
	return isUnique && isPlain(job.name)
		? { name: `${job.name} (${about.join(', ')})`, value: job.name }
		: { name: `${job.name} (${[...about, job.id].join(', ')})`, value: job.id };
}

/** The results of the chosen job, newest first. */
async function searchResults(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const connection = chosenConnection(this);
	const kind = chosenKind(this);
	const client = await openPicker(this);
	const job = await chosenJob(this, client, kind, connection);
	const results = await client.results(kind).list({ connection, job }, { limit: maxResults });
	return { results: filterEntries(results.map(resultEntry), filter) };
}

function resultEntry(result: TaskResult): INodeListSearchItems {
	const test = isTestRun(result) ? ', test' : '';
	return {
		name: `${result.created_at} (${readOutcome(result, noWords)}${test})`,
		value: result.id,
	};
}

/** The ID of the chosen job, which the Job parameter holds by its name unless it is chosen By ID. */
async function chosenJob(
	context: ILoadOptionsFunctions,
	client: AsaClient,
	kind: JobKind,
	connection: string,
): Promise<string> {
	const { mode, value } = (context.getCurrentNodeParameter('job') ?? {}) as {
		mode?: string;
		value?: string;
	};
	if (!value) {
		throw new NodeOperationError(context.getNode(), 'No job is chosen yet', {
			description: 'Choose a "Job" first; its results are listed here then',
		});
	}
	if (mode === 'id') return value;
	const jobs = await client.jobs(kind).list(connection);
	const match =
		jobs.find(({ id }) => id === value) ?? jobs.find(({ name }) => name.trim() === value.trim());
	if (match) return match.id;
	throw new NodeOperationError(context.getNode(), `The connection has no job named "${value}"`, {
		description: 'Choose "Job" from its list again',
	});
}

/** The pickers by the names under which parameters ask for them. */
export const listSearch = {
	searchConnections,
	searchGateways,
	searchJobs,
	searchProjects,
	searchResults,
};
