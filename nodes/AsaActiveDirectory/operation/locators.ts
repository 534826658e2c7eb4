import type { INodeProperties } from 'n8n-workflow';
import { isSameId } from '../util/text';
import type { Item, Locator } from './item';

interface LocatorOptions {
	displayName: string;
	name: string;
	description: string;
	/** The method that lists what can be chosen. */
	listMethod: string;
	/** Parameters on which that list depends. */
	dependsOn?: string[];
	/** An ID as ASA gives it. */
	exampleId: string;
	/** A name, if it can be entered too. */
	exampleName?: string;
	isRequired?: boolean;
}

/** A parameter that points to one thing of ASA: chosen from its list, or entered. */
function locator(options: LocatorOptions): INodeProperties {
	const { displayName, name, description, listMethod, dependsOn, exampleId, exampleName } = options;
	const byName = {
		displayName: 'By Name',
		name: 'name',
		type: 'string' as const,
		placeholder: `e.g. ${exampleName}`,
	};
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: options.isRequired,
		description,
		typeOptions: dependsOn && { loadOptionsDependsOn: dependsOn },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select a ${displayName.toLowerCase()}...`,
				typeOptions: { searchListMethod: listMethod, searchable: true },
			},
			...(exampleName ? [byName] : []),
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${exampleId}` },
		],
	};
}

/** The AD connection that an operation works on. */
export const connectionField = locator({
	displayName: 'Connection',
	name: 'connection',
	description: 'The AD connection to work on',
	listMethod: 'searchConnections',
	exampleName: 'Corporate directory',
	exampleId: '99006ae2-db7e-4735-b6bc-c726e6ae81c4',
	isRequired: true,
});

/**
 * The sync job that an operation works on. From List stores the job's name (its ID where names repeat), because every
 * update of a job changes its ID: saved workflows must survive that.
 */
export const jobField = locator({
	displayName: 'Job',
	name: 'job',
	description: 'The sync job to work on. Its name stays the same when an update gives it a new ID.',
	listMethod: 'searchJobs',
	dependsOn: ['connection.value'],
	exampleId: '229a1621-a1f2-6366-b84d-da4af2e76f2b',
	exampleName: 'Hourly servers',
	isRequired: true,
});

/** The result of a sync job that an operation reads. */
export const resultField = locator({
	displayName: 'Result',
	name: 'result',
	description: 'The result of the job. ASA keeps only the most recent results.',
	listMethod: 'searchResults',
	dependsOn: ['connection.value', 'job.value'],
	exampleId: '0b1d3bd8-72a6-4a3c-9a8f-0a2a2c4d9c11',
	isRequired: true,
});

/** The gateway that an operation works on. */
export const gatewayField = locator({
	displayName: 'Gateway',
	name: 'gateway',
	description: 'The gateway to work on',
	listMethod: 'searchGateways',
	exampleId: '5a3af768-063f-4a12-a056-8ef24e555555',
	exampleName: 'frankfurt-1',
	isRequired: true,
});

/** The gateway of a connection. */
export const connectionGatewayField = locator({
	displayName: 'Gateway',
	name: 'gateway',
	description: 'The gateway through which ASA reaches the directory',
	listMethod: 'searchGateways',
	exampleId: '5a3af768-063f-4a12-a056-8ef24e555555',
});

/** The project that servers go to. */
export const projectField = locator({
	displayName: 'Project',
	name: 'project',
	description: 'The project to assign the servers to',
	listMethod: 'searchProjects',
	exampleId: '3d5b0b40-3c3c-4f8e-8f4e-5a0a7b0f6a55',
});

interface Named {
	id: string;
	name: string;
}

/**
 * The objects that a locator points to. By ID looks for an ID and By Name for a name, spaces around it ignored; From
 * List and a plain text may be either, an ID counts first.
 */
export function findLocated<Entry extends Named>(
	all: readonly Entry[],
	{ mode, value }: Locator,
): Entry[] {
	const byId = mode === 'name' ? [] : all.filter(({ id }) => isSameId(id, value));
	if (byId.length > 0 || mode === 'id') return byId;
	return all.filter(({ name }) => name.trim() === value.trim());
}

/**
 * The ID of the connection that a locator points to. From List and By ID need no request; a name is looked up among
 * the connections, once in a run.
 *
 * @throws NodeOperationError if no connection or several have the name
 */
export async function findConnection(item: Item, locator: Locator): Promise<string> {
	if (locator.mode === 'list' || locator.mode === 'id') return locator.value;
	const all = await item.cache.get(connectionsKey, async () => {
		return await item.client.connections.list();
	});
	return onlyLocated(item, all, locator, connectionField).id;
}

/** As in "no job has" and "2 jobs have". */
export function howMany(count: number, noun: string): string {
	return count === 0 ? `no ${noun} has` : `${count} ${noun}s have`;
}

const connectionsKey = 'connections';

/** What was read of the connections no longer holds: one of them was written. */
export function forgetConnections(item: Item): void {
	item.cache.forget(connectionsKey);
}

/**
 * The ID of the gateway that a locator points to; as `findConnection`.
 *
 * @throws NodeOperationError if no gateway or several have the name
 */
export async function findGateway(item: Item, locator: Locator): Promise<string> {
	if (locator.mode === 'list' || locator.mode === 'id') return locator.value;
	const all = await item.cache.get('gateways', async () => await item.client.gateways.list());
	return onlyLocated(item, all, locator, gatewayField).id;
}

/**
 * The ID of the project that a locator points to; as `findConnection`.
 *
 * @throws NodeOperationError if no project or several have the name
 */
export async function findProject(item: Item, locator: Locator): Promise<string> {
	const all = await item.cache.get('projects', async () => await item.client.projects.list());
	return onlyLocated(item, all, locator, projectField).id;
}

/** @throws NodeOperationError if none or several are located */
function onlyLocated<Entry extends Named>(
	item: Item,
	all: readonly Entry[],
	locator: Locator,
	{ displayName }: INodeProperties,
): Entry {
	const found = findLocated(all, locator);
	if (found.length === 1) return found[0];
	const noun = displayName.toLowerCase();
	const count = howMany(found.length, noun);
	throw item.error(
		`'${displayName}' is "${locator.value}", but ${count} this name`,
		found.length === 0
			? `Choose the ${noun} from the list`
			: `Choose the ${noun} By ID: ${found.map(({ id }) => id).join(', ')}`,
	);
}
