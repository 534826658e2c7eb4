import type { N8nApi } from '../../../support/n8n/n8nApi.cts';
import type { Passing } from '../../faults/gate.cts';
import { type Failing, START } from './failingWorkflows.cts';
import type { House } from './house.cts';
import type { Check } from './report.cts';

/** What came of the executions that had to fail. */
export interface Failures {
	checks: Check[];
	/** How many executions in n8n's database failed. */
	failed: number;
}

/** Runs one workflow after the other in n8n, each with a request that goes wrong at the gate. */
export async function playFailures(house: House, signal: AbortSignal): Promise<Failures> {
	const checks: Check[] = [];
	for (const failing of house.failing) {
		console.log(`failures: ${failing.name} ...`);
		checks.push({
			name: `failures: ${failing.name}`,
			problems: await problemsOf(house, failing, signal),
		});
	}
	return { checks, failed: await countFailed(house) };
}

/** Why an execution didn't fail as it had to. */
async function problemsOf(
	{ api, gate }: House,
	{ workflow, request, act, says }: Failing,
	signal: AbortSignal,
): Promise<string[]> {
	let struck = 0;
	const strike = async (passing: Passing) => {
		const { method, url } = passing.request;
		if (!request.test(`${method} ${url}`)) return false;
		struck++;
		return await act(passing);
	};
	gate.arm({ at: 0, lasts: true, act: strike });
	const { status, error = 'no error' } = await runOnce(api, workflow.id, signal);
	await gate.disarm();
	return [
		...(struck === 1 ? [] : [`${struck} requests went wrong`]),
		...(status === 'error' ? [] : [`it ended as ${status}`]),
		...(says.test(error) ? [] : [`it failed by "${error}"`]),
	];
}

async function runOnce(api: N8nApi, workflowId: string, signal: AbortSignal) {
	return await api.endOf(await api.run(workflowId, START), signal);
}

async function countFailed({ api, failing }: House): Promise<number> {
	const lists = await Promise.all(failing.map(({ workflow }) => api.executions(workflow.id)));
	return lists.flat().filter(({ status }) => status === 'error').length;
}
