import { outcomeOfResult } from './oracle/outcomes.cts';
import type { TeamJob, TeamState } from './team/teamState.cts';

/** The IDs of jobs that are active and whose newest run has succeeded. */
export function healthyJobs({ connections }: TeamState): Set<string> {
	const isHealthy = ({ isActive, kind, results }: TeamJob) => {
		const newest = results.findLast(({ isTest, endedAt }) => !isTest && endedAt !== null);
		if (!isActive || !newest) return false;
		const { taskState, rulesSummaryStatus } = newest;
		const rules = kind === 'serverSyncJob' ? rulesSummaryStatus : null;
		return outcomeOfResult({ taskState, rulesSummaryStatus: rules }) === 'success';
	};
	const jobs = connections.flatMap((connection) => connection.jobs);
	return new Set(jobs.filter(isHealthy).map(({ id }) => id));
}
