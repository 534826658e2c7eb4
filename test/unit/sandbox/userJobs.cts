import type { AxiosInstance } from 'axios';
import { userJobBody, type TeamConnection } from '../../helpers/sandboxRequests.cts';

/** Adds user sync jobs to a connection, and reads their results. */
export function userJobs(team: () => { api: AxiosInstance; connection: TeamConnection }) {
	async function addUserJob(changes: object = {}): Promise<string> {
		const { api, connection } = team();
		return (await api.post(connection.user, userJobBody({ frequency: 1, ...changes }))).data.id;
	}

	const jobPath = (id: string) => `${team().connection.user}/${id}`;

	async function resultsOf(id: string) {
		return (await team().api.get(`${jobPath(id)}/user_sync_task_results`)).data.list;
	}

	async function statesOf(id: string): Promise<string[]> {
		return (await resultsOf(id)).map((result: { task_state: string }) => result.task_state);
	}

	return { addUserJob, jobPath, resultsOf, statesOf };
}
