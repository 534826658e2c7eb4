import axios from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { JobState } from '../../../sandbox/state.cts';
import { pathOf, requestOf } from '../../engine/jobRequest.cts';

/** Other faults may affect these requests too. */
const timeoutMs = 20_000;

/** What another client changes in the team during a run. */
export type ConcurrentChange = 'updatesJob' | 'deletesJob' | 'deletesConnection';

/**
 * Changes the team as another client, with its own token. Does nothing if the object no longer exists. An update gives
 * the job a new id.
 *
 * @param targetJob the job as it was at first; it is found by its name
 */
export async function applyConcurrentChange(
	sandbox: Sandbox,
	what: ConcurrentChange,
	targetJob: JobState,
): Promise<void> {
	const connection = sandbox.getState().connections.find(({ id }) => id === targetJob.connectionId);
	if (!connection || connection.deletedAt !== null) return;
	const path = `/integrations/ad_connections/${connection.id}`;
	if (what === 'deletesConnection') {
		await sendToSandbox(sandbox, 'DELETE', path, undefined, timeoutMs);
		return;
	}
	const jobs = [...connection.serverSyncJobs, ...connection.userSyncJobs];
	const job = jobs.find(
		({ kind, settings }) => kind === targetJob.kind && settings.name === targetJob.settings.name,
	);
	if (!job) return;
	const jobPath = `${path}/${pathOf(job)}/${job.id}`;
	if (what === 'updatesJob')
		await sendToSandbox(sandbox, 'PUT', jobPath, requestOf(job), timeoutMs);
	else await sendToSandbox(sandbox, 'DELETE', jobPath, undefined, timeoutMs);
}

/**
 * Sends one of the suite's own requests to the simulated API.
 *
 * @param path behind the team
 * @param timeout in milliseconds
 * @throws AxiosError if the request is refused
 */
export async function sendToSandbox(
	sandbox: Sandbox,
	method: string,
	path: string,
	data?: unknown,
	timeout?: number,
): Promise<unknown> {
	const { bearer_token } = sandbox.mintToken();
	const response = await axios.request<unknown>({
		method,
		url: `${sandbox.url}/v1/teams/${sandbox.team}${path}`,
		data,
		headers: { authorization: `Bearer ${bearer_token}` },
		timeout,
	});
	return response.data;
}
