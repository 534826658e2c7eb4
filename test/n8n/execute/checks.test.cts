import type { LoggedRequest } from '../../../sandbox/requestLog.cts';
import { endpointRuns, otherRefusals } from './coverage.cts';
import { checksOf, type DialectRun, tables } from './report.cts';
import { parseOutput, problemsOf } from './executeWorkflow.cts';

const outputText = JSON.stringify({ data: { resultData: { runData: {} } } }, null, 2);

function request(endpoint: LoggedRequest['endpoint'], status: number | null): LoggedRequest {
	return {
		index: 0,
		at: '2026-01-05T00:00:00Z',
		method: 'GET',
		path: '/v1/teams/t',
		query: {},
		endpoint,
		token: 1,
		authorization: 'bearer',
		body: null,
		status,
		faults: [],
	};
}

describe('the output of n8n execute', () => {
	it('is found between lines of the log', () => {
		const output = `Task Broker ready\n${outputText}\nRegistered runner "{}"\n`;
		expect(parseOutput(output).data.resultData?.runData).toEqual({});
	});

	it('is missed if there is none', () => {
		expect(() => parseOutput('Execution was NOT successful')).toThrow('wrote no execution');
	});

	it('reports nodes that did not run, failed or output nothing', () => {
		const nodes = ['Good', 'Skipped', 'Failed', 'Empty', 'Note'].map((name) => ({
			id: name,
			name,
			type: name === 'Note' ? 'n8n-nodes-base.stickyNote' : 'n8n-nodes-base.set',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: {},
		}));
		const success = (main: { json: Record<string, unknown> }[][]) => [
			{ executionStatus: 'success', data: { main } },
		];
		const runData = {
			Good: success([[{ json: {} }]]),
			Failed: [{ executionStatus: 'error' }],
			Empty: success([[]]),
		};
		expect(problemsOf({ nodes }, { data: { resultData: { runData } } })).toEqual([
			'"Skipped" did not run',
			'"Failed" ended as error',
			'"Empty" output no item',
		]);
	});
});

describe('the coverage', () => {
	const isGood = (requests: LoggedRequest[], dialect: 'client' | 'page', number: number) =>
		endpointRuns(requests, dialect)[number - 1].isGood;

	it('has a row for each endpoint, and none is good without a request', () => {
		const runs = endpointRuns([], 'client');
		expect(runs.map(({ number }) => number)).toEqual([
			...Array.from({ length: 27 }, (_, i) => i + 1),
			29,
		]);
		expect(runs.filter((run) => run.isGood)).toEqual([]);
	});

	it('takes the status of success alone, which for two endpoints depends on the dialect', () => {
		expect(isGood([request(1, 200), request(1, 200)], 'client', 1)).toBe(true);
		expect(isGood([request(1, 200), request(1, 503)], 'client', 1)).toBe(false);
		expect(isGood([request(9, 204)], 'client', 9)).toBe(true);
		expect(isGood([request(9, 204)], 'page', 9)).toBe(false);
	});

	it('reports refusals beside the endpoints', () => {
		const requests = [request('token', 200), request(null, 404), request(1, 404)];
		expect(otherRefusals(requests)).toEqual(['GET /v1/teams/t was answered 404']);
	});
});

describe('the report', () => {
	const run = (problems: string[]): DialectRun => ({
		workflows: [{ name: 'Digest', milliseconds: 1_240, problems, output: '' }],
		endpoints: endpointRuns([request(1, 200)], 'client').slice(0, 2),
		leftovers: [],
	});
	const runs = { client: run([]), page: run(['"A" did not run']) };

	it('counts each workflow, each endpoint and what was left', () => {
		const all = checksOf(runs);
		expect(all).toHaveLength(8);
		const failed = all.filter(({ problems }) => problems.length > 0);
		expect(failed.map(({ name }) => name)).toEqual([
			'client: endpoint 2, create connection',
			'page: Digest',
			'page: endpoint 2, create connection',
		]);
	});

	it('shows seconds and statuses, a column a dialect', () => {
		const lines = tables(runs).split('\n');
		expect(lines[1]).toMatch(/^Digest +1\.2 s +1\.2 s FAILED$/);
		expect(lines[4]).toMatch(/^ 1 list connections +200 x 1 +200 x 1$/);
		expect(lines[5]).toMatch(/^ 2 create connection +not called FAILED +not called FAILED$/);
	});
});
