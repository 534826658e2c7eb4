import {
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';
import type { NamedObject } from '../asa/directory';
import { isTestRun, type TaskResult } from '../asa/model/result';
import type { JobKind, SyncJob } from '../asa/model/syncJob';
import { noWords, readOutcome } from '../monitor/rules/outcome';
import {
	chosenConnection,
	chosenLocator,
	onlyLocated,
	filterEntries,
	isPlain,
	openPicker,
	sortAndFilter,
} from './pickers';

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

/** Gateways; the API itself searches the names (query `contains`: certain). */
async function searchGateways(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { gateways } = await openPicker(this);
	return namedEntries(await gateways.list({ contains: filter?.trim() }), filter);
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
	const client = await openPicker(this);
	const connection = await chosenConnection(this, client);
	const jobs = await client.jobs(chosenKind(this)).list(connection);
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

/** The name is stored, for an update changes the ID; the ID if the name isn't unique or isn't plain. */
function jobEntry(job: SyncJob, jobs: SyncJob[]): INodeListSearchItems {
	const isUnique = jobs.filter(({ name }) => name.trim() === job.name.trim()).length === 1;
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
	const client = await openPicker(this);
	const kind = chosenKind(this);
	const connection = await chosenConnection(this, client);
	const locator = chosenLocator(this, 'job', 'Job');
	const job =
		locator.mode === 'id'
			? locator.value
			: onlyLocated(this, await client.jobs(kind).list(connection), locator, 'Job');
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

/** The pickers by the names under which parameters ask for them. */
export const listSearch = {
	searchConnections,
	searchGateways,
	searchJobs,
	searchProjects,
	searchResults,
};
