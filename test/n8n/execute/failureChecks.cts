import type { Check } from '../../../support/cli/checks.cts';
import type { ProxiedRequest } from '../../helpers/faultProxy.cts';
import { type FailingWorkflow, startName } from './failingWorkflows.cts';
import type { ExecuteEnvironment } from './executeEnvironment.cts';

export interface Failures {
	checks: Check[];
	/** How many executions in n8n's database failed. */
	failed: number;
}

/** Runs one workflow after the other in n8n, each with a request that goes wrong on the proxy. */
export async function runFailures(environment: ExecuteEnvironment): Promise<Failures> {
	const checks: Check[] = [];
	for (const failing of environment.failing) {
		const name = `failures: ${failing.name}`;
		console.log(`${name} ...`);
		checks.push({ name, problems: await problemsOf(environment, failing) });
	}
	return { checks, failed: await countFailed(environment) };
}

/** Why an execution didn't fail as expected. */
async function problemsOf(
	{ testBed: { api, signal }, proxy }: ExecuteEnvironment,
	{ workflow, request, handle, message }: FailingWorkflow,
): Promise<string[]> {
	let handled = 0;
	const act = async (proxied: ProxiedRequest) => {
		const { method, url } = proxied.request;
		if (!request.test(`${method} ${url}`)) return false;
		handled++;
		return await handle(proxied);
	};
	proxy.setFault({ at: 0, lasts: true, act });
	const { status, error = 'no error' } = await api.runToEnd(workflow.id, startName, signal);
	await proxy.clearFault();
	return [
		...(handled === 1 ? [] : [`${handled} requests went wrong`]),
		...(status === 'error' ? [] : [`it ended as ${status}`]),
		...(message.test(error) ? [] : [`it failed by "${error}"`]),
	];
}

async function countFailed({ testBed: { api }, failing }: ExecuteEnvironment): Promise<number> {
	const lists = await Promise.all(failing.map(({ workflow }) => api.executions(workflow.id)));
	return lists.flat().filter(({ status }) => status === 'error').length;
}
