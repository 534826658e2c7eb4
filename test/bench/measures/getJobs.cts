import type { Finding, Target } from '../finding.cts';
import type { GetJobsResult } from '../programs/getJobs.cts';
import { runProgram } from '../runProgram.cts';
import { median, ratios } from '../statistics.cts';
import type { Setting } from './measure.cts';

const requests = 500;
const latencyMs = 30;
const work = `${requests} x Get (job) at ${latencyMs} ms, Concurrent Requests`;

const many = `${requests} jobs read at ${latencyMs} ms`;
const startsAll = `n8n's HTTP Request node, which starts all ${requests} at once`;

const peers = {
	axios8: 'bare axios, 8 in flight',
	helper100: "n8n's helper alone, 100 in flight",
	oneByOne: 'one by one',
	httpRequest: "n8n's HTTP Request node, all at once",
	declarative: 'a declarative node, all at once',
};

/** Two ways side by side, in milliseconds; by default the rounds say how many times the other's time it takes. */
function beside(own: number[], other: number[], rounds = ratios(own, other)) {
	const figures = { figure: median(own), peer: median(other), unit: 'ms' };
	return { ...figures, ratio: median(rounds), rounds };
}

/** The time to get many jobs, and how many requests are under way meanwhile. */
export async function measureGetJobs(setting: Setting): Promise<Finding[]> {
	const { packageFolder, nodesBaseFolder, rounds } = setting;
	const input = { packageFolder, nodesBaseFolder, rounds, requests, latencyMs };
	const { milliseconds, cpu, network } = await runProgram<GetJobsResult>('getJobs', input, setting);
	const compare = (
		concurrency: number,
		peer: keyof typeof peers,
		target?: Target,
		headline?: string,
	): Finding => {
		const own = milliseconds[`node${concurrency}`];
		const other = milliseconds[peer];
		const rounds = target?.is === 'at least' ? ratios(other, own) : ratios(own, other);
		return {
			measure: `${work} ${concurrency}`,
			against: peers[peer],
			...beside(own, other, rounds),
			target,
			headline,
		};
	};
	const most = (limit: number): Target => ({ of: 'ratio', is: 'at most', limit });
	const least = (limit: number): Target => ({ of: 'ratio', is: 'at least', limit });
	return [
		compare(8, 'axios8', most(1.25), `${many}, 8 at a time: time against bare axios`),
		compare(8, 'oneByOne', least(6), `${many}, 8 at a time: faster than one by one`),
		compare(100, 'httpRequest', most(1.2), `${many}, 100 at a time: time against ${startsAll}`),
		compare(
			100,
			'declarative',
			most(1.2),
			`${many}, 100 at a time: time against a declarative node, which starts all too`,
		),
		compare(100, 'helper100'),
		{
			measure: `${requests} x Get (job) at ${latencyMs} ms, ${peers.helper100}`,
			against: peers.httpRequest,
			...beside(milliseconds.helper100, milliseconds.httpRequest),
		},
		{
			measure: `CPU time of ${work} 100`,
			against: peers.httpRequest,
			...beside(cpu.node100, cpu.httpRequest),
		},
		{
			measure: 'requests in flight at 100, the most',
			against: peers.httpRequest,
			figure: network.node100.inFlight,
			peer: network.httpRequest.inFlight,
			unit: '',
			target: { of: 'figure', is: 'at most', limit: 100 },
			headline: `${many}, 100 at a time: requests under way, the most (HTTP Request: ${network.httpRequest.inFlight})`,
		},
		compare(50, 'httpRequest'),
		compare(50, 'declarative'),
		{
			measure: `connections opened for ${requests} x Get (job), Concurrent Requests 8`,
			against: peers.axios8,
			figure: network.node8.connections,
			peer: network.axios8.connections,
			unit: '',
		},
	];
}
