import axios from 'axios';
import type { Sandbox } from '../../../sandbox/sandbox.cts';
import type { JobState } from '../../../sandbox/state.cts';
import { pathOf, requestOf } from '../../engine/jobRequest.cts';

/** How long somebody else waits for an answer, in milliseconds: other faults may strike them too. */
const limitMs = 20_000;

/** What somebody else does to the team meanwhile. */
export type Passerby = 'updatesJob' | 'deletesJob' | 'deletesConnection';

/**
 * Does it, with a token of its own; nothing where the object is gone already. An update gives the job a new id.
 *
 * @param victim the job as it was at first: it is told by its name
 */
export async function passBy(sandbox: Sandbox, what: Passerby, victim: JobState): Promise<void> {
	const connection = sandbox.getState().connections.find(({ id }) => id === victim.connectionId);
	if (!connection || connection.deletedAt !== null) return;
	const path = `/integrations/ad_connections/${connection.id}`;
	if (what === 'deletesConnection') {
		await askSandbox(sandbox, 'DELETE', path, undefined, limitMs);
		return;
	}
	const jobs = [...connection.serverSyncJobs, ...connection.userSyncJobs];
	const job = jobs.find(
		({ kind, settings }) => kind === victim.kind && settings.name === victim.settings.name,
	);
	if (!job) return;
	const jobPath = `${path}/${pathOf(job)}/${job.id}`;
	if (what === 'updatesJob') await askSandbox(sandbox, 'PUT', jobPath, requestOf(job), limitMs);
	else await askSandbox(sandbox, 'DELETE', jobPath, undefined, limitMs);
}

/**
 * A request of the campaign's own to the simulated API.
 *
 * @param path behind the team
 * @param timeout in milliseconds
 * @throws AxiosError where it is refused
 */
export async function askSandbox(
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
