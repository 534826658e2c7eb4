import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { AsaClient } from '../asa/client';
import type { Connection } from '../asa/model/connection';
import { jobKinds, jobLabel, type JobKind, type SyncJob } from '../asa/model/syncJob';
import {
	readConnectionChoice,
	readJobChoice,
	writeConnectionChoice,
	writeJobChoice,
} from '../monitor/choices';
import { selectedConnections, selectedJobs } from '../monitor/rules/selection';
import type { Selection } from '../monitor/rules/types';
import { mapConcurrent } from '../util/mapConcurrent';
import { openPicker, sortAndFilter } from './pickers';

/** How many requests are under way at the same time. */
const concurrency = 8;

const everything: Selection = { connections: [], jobKinds: [], jobs: [] };

/** All AD connections, for parameters that take several: their names with the domain. */
async function getConnections(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const connections = await (await openPicker(this)).connections.list();
	const stored = storedChoices(this, 'connections', readConnectionChoice).map(
		({ value, choice }) => {
			const chosen = selectedConnections(connections, { ...everything, connections: [choice] });
			return { value, name: choice.name || choice.id, chosen };
		},
	);
	const options = connections.map((connection) => ({
		name: `${connection.name} (${connection.domain})`,
		value: storedFor(connection, stored) ?? writeConnectionChoice(connection),
	}));
	return sortAndFilter([...options, ...notFound(stored)]);
}

/** The jobs of one kind of a connection. */
interface JobList {
	connection: Connection;
	kind: JobKind;
	jobs: SyncJob[];
}

/** The sync jobs of all chosen connections, for parameters that take several. */
async function getJobs(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await openPicker(this);
	const connections = await client.connections.list();
	const chosen = storedChoices(this, 'connections', readConnectionChoice);
	const selection = { ...everything, connections: chosen.map(({ choice }) => choice) };
	const lists = await readLists(client, selectedConnections(connections, selection));
	const stored = storedChoices(this, 'jobs', readJobChoice).map(({ value, choice }) => ({
		value,
		name: choice.job.name || choice.job.id,
		chosen: lists.flatMap(({ connection, kind, jobs }) =>
			selectedJobs(connection, connections, kind, jobs, { ...everything, jobs: [choice] }),
		),
	}));
	const options = lists.flatMap(({ connection, kind, jobs }) =>
		jobs.map((job) => ({
			name: `${job.name} (${connection.name}, ${jobLabel(kind)})`,
			value: storedFor(job, stored) ?? writeJobChoice({ connection, kind, job }),
		})),
	);
	return sortAndFilter([...options, ...notFound(stored)]);
}

/**
 * Reads the lists of jobs; those that can't be read are left out.
 *
 * @throws NodeApiError if none can be read
 */
async function readLists(client: AsaClient, connections: Connection[]): Promise<JobList[]> {
	const wanted = connections.flatMap((connection) =>
		jobKinds.map((kind) => ({ connection, kind })),
	);
	const read = async ({ connection, kind }: (typeof wanted)[number]) => {
		const request = client.jobs(kind).list(connection.id);
		const [list] = await Promise.allSettled([request]);
		return { connection, kind, list };
	};
	const { authConfirmed } = client;
	const lists = await mapConcurrent(wanted, read, { limit: concurrency, authConfirmed });
	const refused = lists.flatMap(({ list }) => (list.status === 'rejected' ? [list.reason] : []));
	if (lists.length > 0 && refused.length === lists.length) throw refused[0];
	return lists.flatMap(({ list, ...where }) =>
		list.status === 'fulfilled' ? [{ ...where, jobs: list.value }] : [],
	);
}

/** A choice that the workflow holds, and the objects that it names. */
interface StoredChoice {
	value: string;
	name: string;
	chosen: unknown[];
}

/** The choices that the parameter holds already. */
function storedChoices<Choice>(
	context: ILoadOptionsFunctions,
	name: string,
	read: (entry: unknown) => Choice | undefined,
): Array<{ value: string; choice: Choice }> {
	const entries: unknown[] = [context.getCurrentNodeParameter(name) ?? []].flat();
	return entries.flatMap((entry) => {
		const choice = typeof entry === 'string' ? read(entry) : undefined;
		return choice ? [{ value: entry as string, choice }] : [];
	});
}

/** The stored value of an object: it stays chosen in the editor, although its name or ID may have changed since. */
function storedFor(object: unknown, stored: StoredChoice[]): string | undefined {
	return stored.find(({ chosen }) => chosen.includes(object))?.value;
}

/** Options for choices that name nothing any more. */
function notFound(stored: StoredChoice[]): INodePropertyOptions[] {
	return stored
		.filter(({ chosen }) => chosen.length === 0)
		.map(({ value, name }) => ({ name: `${name} (not found)`, value }));
}

/** The lists of options by the names under which parameters ask for them. */
export const loadOptions = { getConnections, getJobs };
