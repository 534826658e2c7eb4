import type { PollEngine } from '../../engine/harness/poller.cts';
import type { Finding } from '../finding.cts';
import type { CheckResult } from '../programs/check.cts';
import type { TriggerRequestsResult } from '../programs/triggerRequests.cts';
import { runProgram } from '../runProgram.cts';
import { median } from '../statistics.cts';
import type { Setting } from './measure.cts';

const connections = 40;
const jobCounts = [10, 100, 1_000];

/** n8n's ways to poll, and how tables call them. */
const ways: Record<PollEngine, string> = {
	classic: 'classic',
	scheduler: 'durable scheduler',
	cursors: 'durable scheduler and cursors',
};

/** The requests of the trigger's polls, in each of n8n's ways to poll. */
export async function measureTriggerRequests(setting: Setting): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const engine of Object.keys(ways) as PollEngine[]) {
		findings.push(...(await measureWay(setting, engine, { jobCounts, events: resultEvents })));
		findings.push(...(await measureWay(setting, engine, { jobCounts: [100] })));
	}
	return findings;
}

/** Events of which each run that ends starts an execution; with the default ones a success does not. */
const resultEvents = ['newResult', 'syncFailed'];

async function measureWay(
	setting: Setting,
	engine: PollEngine,
	{ jobCounts, events }: { jobCounts: number[]; events?: string[] },
): Promise<Finding[]> {
	const { packageFolder } = setting;
	const input = { packageFolder, engine, events, connections, jobCounts };
	const result = await runProgram<TriggerRequestsResult>('triggerRequests', input, setting);
	const exactly = (measure: string, against: string, figure: number, limit: number): Finding => ({
		measure: `${ways[engine]}${events ? '' : ', default events'}: ${measure}`,
		against,
		figure,
		unit: 'requests',
		target: { of: 'figure', is: 'exactly', limit },
	});
	const largest = jobCounts[jobCounts.length - 1];
	const idle = result.idle.map(({ jobs, pageSize, furtherPages, requests }) => ({
		...exactly(
			`a poll with nothing new, ${connections} connections, ${jobs} jobs, pages of ${pageSize}`,
			`1 + 2 x ${connections} + ${furtherPages} further pages`,
			requests,
			1 + 2 * connections + furtherPages,
		),
		...(jobs === largest &&
			furtherPages === 0 &&
			events &&
			engine === 'classic' && {
				headline: `a poll with nothing new, ${connections} connections, ${jobs} jobs`,
			}),
	}));
	const { ended, failed } = result;
	return [
		...idle,
		exactly(`more, for ${ended.runs} runs that succeeded`, 'one a run', ended.first, ended.runs),
		exactly('more, at the next poll', 'none', ended.second, 0),
		exactly(
			`more, for ${failed.runs} runs that failed`,
			'two a run, the list of gateways, and one a gateway',
			failed.first,
			2 * failed.runs + 1 + failed.gateways,
		),
		exactly('more, at the poll after that', 'none', failed.second, 0),
	];
}

/** What the trigger computes, and what it stores. */
export async function measureCheck(setting: Setting): Promise<Finding[]> {
	const { packageFolder } = setting;
	const input = { packageFolder, rounds: 20 };
	const { jobs, events, cpu, stateBytes } = await runProgram<CheckResult>('check', input, setting);
	return [
		{
			measure: `CPU time of rules and state, ${jobs} jobs, nothing new`,
			against: 'median of 20 warm rounds',
			figure: median(cpu.idle),
			rounds: cpu.idle,
			unit: 'ms',
			target: { of: 'figure', is: 'below', limit: 20 },
			headline: 'CPU time of the rules of a poll, 1,000 jobs',
		},
		{
			measure: `CPU time of rules and state, ${jobs} jobs, six hours later, ${events} events`,
			against: 'median of 20 warm rounds',
			figure: median(cpu.changed),
			rounds: cpu.changed,
			unit: 'ms',
			target: { of: 'figure', is: 'below', limit: 20 },
		},
		{
			measure: 'state a job',
			against: 'names of 60 characters',
			figure: Math.round(stateBytes / jobs),
			unit: 'bytes',
			target: { of: 'figure', is: 'at most', limit: 400 },
			headline: 'stored state a job',
		},
	];
}
