import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import type { AsaClient } from '../api/client';
import { jobKinds, type JobKind, type JobKindName } from '../api/jobKinds';
import type { TaskResult } from '../api/taskResult';
import { listResults } from '../api/results';
import { outcome } from '../sync/outcome';
import { hasTestId } from '../sync/testRuns';
import { chosenConnection } from './chosen';
import { isPlain, openPicker } from './search';

/** So many results are offered; ASA probably keeps fewer. */
const mostResults = 200;

/** The picker of results of the chosen job, newest first. */
export async function searchResults(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const connection = chosenConnection(this);
	const kind = jobKinds[this.getCurrentNodeParameter('resource') as JobKindName];
	const client = await openPicker(this);
	const job = await chosenJob(this, client, kind, connection);
	const results = await listResults(client, kind, { connection, job }, { limit: mostResults });
	const wanted = filter.trim().toLowerCase();
	const entries = results.map(toEntry);
	return {
		results: entries.filter(
			({ name, value }) => isPlain(value) && name.toLowerCase().includes(wanted),
		),
	};
}

function toEntry(result: TaskResult): INodeListSearchItems {
	const test = hasTestId(result) ? ', test' : '';
	return { name: `${result.created_at} (${outcome(result)}${test})`, value: result.id };
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
	const { items } = await client.list(kind.endpoints.list, { connection });
	const jobs = items.map(kind.readJob);
	const match =
		jobs.find(({ id }) => id === value) ?? jobs.find(({ name }) => name.trim() === value.trim());
	if (match) return match.id;
	throw new NodeOperationError(context.getNode(), `The connection has no job named "${value}"`, {
		description: 'Choose "Job" from its list again',
	});
}
