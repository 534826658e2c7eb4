import type { Finding } from '../finding.cts';
import type { ReduceResult } from '../programs/reduce.cts';
import type { TriggerRequestsResult } from '../programs/triggerRequests.cts';
import { runProgram } from '../runProgram.cts';
import { median } from '../statistics.cts';
import type { Setting } from './measure.cts';

const connections = 40;
const jobCounts = [10, 100, 1_000];

/** The requests of the trigger's observations. */
export async function measureTriggerRequests(setting: Setting): Promise<Finding[]> {
	const { packageFolder } = setting;
	const input = { packageFolder, connections, jobCounts };
	const result = await runProgram<TriggerRequestsResult>('triggerRequests', input, setting);
	const exactly = (measure: string, against: string, figure: number, limit: number): Finding => ({
		measure,
		against,
		figure,
		unit: 'requests',
		target: { of: 'figure', is: 'exactly', limit },
	});
	const largest = jobCounts[jobCounts.length - 1];
	const quiet = result.quiet.map(({ jobs, pageSize, furtherPages, requests }) => ({
		...exactly(
			`an observation with nothing new, ${connections} connections, ${jobs} jobs, pages of ${pageSize}`,
			`1 + 2 x ${connections} + ${furtherPages} further pages`,
			requests,
			1 + 2 * connections + furtherPages,
		),
		...(jobs === largest &&
			furtherPages === 0 && {
				headline: `a poll with nothing new, ${connections} connections, ${jobs} jobs`,
			}),
	}));
	const { ended, failed } = result;
	return [
		...quiet,
		exactly(`more, for ${ended.runs} runs that ended well`, 'one a run', ended.first, ended.runs),
		exactly('more, at the poll after it', 'none', ended.second, 0),
		exactly(
			`more, for ${failed.runs} runs that failed`,
			'two a run',
			failed.first,
			2 * failed.runs,
		),
		exactly('more, at the poll after that', 'none', failed.second, 0),
	];
}

/** What the trigger computes, and what it stores. */
export async function measureReduce(setting: Setting): Promise<Finding[]> {
	const { packageFolder } = setting;
	const input = { packageFolder, rounds: 20 };
	const { jobs, events, cpu, stateBytes } = await runProgram<ReduceResult>(
		'reduce',
		input,
		setting,
	);
	return [
		{
			measure: `CPU time of reduce and state, ${jobs} jobs, ${events} events`,
			against: 'median of 20 warm rounds',
			figure: median(cpu),
			rounds: cpu,
			unit: 'ms',
			target: { of: 'figure', is: 'below', limit: 20 },
			headline: 'CPU time of the rules of a poll, 1,000 jobs',
		},
		{
			measure: 'state a job',
			against: 'names of 60 characters',
			figure: Math.round(stateBytes / jobs),
			unit: 'bytes',
			target: { of: 'figure', is: 'at most', limit: 300 },
			headline: 'stored state a job',
		},
	];
}
