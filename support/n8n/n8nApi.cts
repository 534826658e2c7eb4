import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { CliError } from '../cli/errors.cts';
import { pollUntil } from '../system/wait.cts';
import { type Item, lastItemsOf, parseExecutionData } from './executionData.cts';
import type { CredentialImport, WorkflowImport } from './workflow.cts';

export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	/** At least 8 characters with a digit and a capital. */
	password: string;
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	status: string;
	startedAt: string;
	stoppedAt: string | null;
}

const endedStatuses = ['success', 'error', 'crashed', 'canceled'];

export interface Execution extends ExecutionSummary {
	error: string | undefined;
	/** The items that each node output in its last run, by its name. */
	items: Record<string, Item[]>;
}

/** What a node's panel sends to its list search or option loader. */
export interface LoaderRequest {
	nodeType: string;
	typeVersion: number;
	/** The parameter's path, e.g. `parameters.job`. */
	path: string;
	methodName: string;
	currentNodeParameters: Record<string, unknown>;
	credentials: Record<string, { id: string; name: string }>;
	filter?: string;
	paginationToken?: string;
}

/**
 * n8n's internal REST API, as its editor uses it (undocumented; tried on 2.8.4 and 2.41.1). Every call
 * throws a CliError with n8n's message when n8n answers anything but 2xx.
 */
export class N8nApi {
	private readonly http: AxiosInstance;
	private cookie = '';

	constructor(url: string) {
		this.http = axios.create({
			baseURL: url,
			proxy: false,
			timeout: 60_000,
			validateStatus: () => true,
			// n8n binds a session to the browser that opened it.
			headers: { 'browser-id': 'n8n-nodes-okta-asa' },
		});
	}

	/** Creates the first user of a fresh n8n and signs in. */
	async createOwner(owner: Owner): Promise<void> {
		await this.send('POST', '/rest/owner/setup', owner);
	}

	async login({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.send('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** The descriptions of all node types that n8n knows, with those of community packages. */
	async nodeTypes(): Promise<{ name: string; version: number | number[] }[]> {
		return await this.sendRaw('GET', '/types/nodes.json');
	}

	async workflow(id: string): Promise<WorkflowImport & { versionId: string }> {
		return await this.send('GET', `/rest/workflows/${id}`);
	}

	/**
	 * Saves a new workflow, inactive.
	 *
	 * @returns the id that n8n gave it
	 */
	async create(workflow: Omit<WorkflowImport, 'id'>): Promise<string> {
		return (await this.send<{ id: string }>('POST', '/rest/workflows', workflow)).id;
	}

	/** Deletes an inactive workflow with its executions; n8n wants it archived first. */
	async delete(id: string): Promise<void> {
		await this.send('POST', `/rest/workflows/${id}/archive`, {});
		await this.send('DELETE', `/rest/workflows/${id}`);
	}

	/** Activates a workflow: a polling trigger polls at once, and then at its poll times. */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.workflow(id);
		const answer = await this.send<{ active?: boolean }>('POST', `/rest/workflows/${id}/activate`, {
			versionId,
		});
		if (answer.active === false) throw new CliError(`n8n left workflow ${id} inactive`);
	}

	async deactivate(id: string): Promise<void> {
		await this.send('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/**
	 * Runs a workflow manually from a trigger, as the editor's button does.
	 *
	 * @returns the id of the execution
	 */
	async run(id: string, triggerName: string): Promise<string> {
		const workflowData = await this.workflow(id);
		const { executionId } = await this.send<{ executionId: string }>(
			'POST',
			`/rest/workflows/${id}/run`,
			{ workflowData, triggerToStartFrom: { name: triggerName } },
		);
		return executionId;
	}

	/** Runs a workflow manually and waits until the execution has ended, well or badly. */
	async runToEnd(id: string, triggerName: string, signal?: AbortSignal): Promise<Execution> {
		return await this.untilEnded(await this.run(id, triggerName), signal);
	}

	/** The executions of a workflow, newest first. */
	async executions(workflowId: string, limit = 5): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.send<{ results: ExecutionSummary[] }>(
			'GET',
			`/rest/executions?filter=${filter}&limit=${limit}`,
		);
		return results;
	}

	/** Waits until an execution has ended, well or badly. */
	async untilEnded(id: string, signal?: AbortSignal): Promise<Execution> {
		const ended = async () => {
			const execution = await this.execution(id);
			return endedStatuses.includes(execution.status) ? execution : undefined;
		};
		return await pollUntil(ended, 250, signal);
	}

	/** Continues a failed execution where it stopped, as Retry in the list of executions does. */
	async retry(id: string): Promise<void> {
		await this.send('POST', `/rest/executions/${id}/retry`, { loadWorkflow: false });
	}

	/** Waits until n8n has stored an execution as waiting: before that it takes no answer for it. */
	async untilWaiting(id: string, signal?: AbortSignal): Promise<void> {
		const isWaiting = async () => (await this.execution(id)).status === 'waiting' || undefined;
		await pollUntil(isWaiting, 250, signal);
	}

	async execution(id: string): Promise<Execution> {
		const stored = await this.send<ExecutionSummary & { data: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		const data = parseExecutionData(stored.data);
		return { ...stored, error: data.resultData?.error?.message, items: lastItemsOf(data) };
	}

	/** The Test of a credential, as its dialog runs it. */
	async testCredential(
		credentials: CredentialImport,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.send('POST', '/rest/credentials/test', { credentials });
	}

	/** What a resource locator shows under "From List". */
	async listSearch(
		request: LoaderRequest,
	): Promise<{ results: { name: string; value: string }[]; paginationToken?: unknown }> {
		const path = '/rest/dynamic-node-parameters/resource-locator-results';
		return await this.send('POST', path, loaderBody(request));
	}

	/** What a dropdown with a loader shows. */
	async options(request: LoaderRequest): Promise<{ name: string; value: unknown }[]> {
		const path = '/rest/dynamic-node-parameters/options';
		return await this.send('POST', path, loaderBody(request));
	}

	/** Any other call: the `data` of the answer. */
	async send<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) {
		return (await this.sendRaw<{ data: T }>(method, path, body)).data;
	}

	private async sendRaw<T>(method: string, path: string, data?: unknown): Promise<T> {
		const headers = this.cookie ? { cookie: this.cookie } : {};
		const response = await this.http.request({ method, url: path, data, headers });
		this.keepCookie(response);
		if (response.status < 200 || response.status > 299) {
			const { message = 'no message' } = (response.data ?? {}) as { message?: string };
			throw new CliError(`n8n answered ${response.status} to ${method} ${path}: ${message}`);
		}
		return response.data as T;
	}

	private keepCookie({ headers }: AxiosResponse): void {
		const cookies = headers['set-cookie'] ?? [];
		const session = cookies.find((cookie) => cookie.startsWith('n8n-auth='));
		if (session) this.cookie = session.split(';')[0] ?? '';
	}
}

function loaderBody({ nodeType, typeVersion, ...rest }: LoaderRequest) {
	return { ...rest, nodeTypeAndVersion: { name: nodeType, version: typeVersion } };
}
