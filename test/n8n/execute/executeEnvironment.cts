import { randomBytes } from 'node:crypto';
import { N8nTestBed, type TestBedImports } from '../../../support/n8n/testBed.cts';
import type { WorkflowImport } from '../../../support/n8n/workflow.cts';
import { credentialFor } from '../../../support/sandbox/credential.cts';
import { FaultProxy } from '../../helpers/faultProxy.cts';
import { type FailingWorkflow, failingWorkflows } from './failingWorkflows.cts';
import { readyWorkflows } from './workflows.cts';

export interface ExecuteEnvironmentSettings {
	n8nVersion: string;
	/** Absent: any free port. */
	sandboxPort?: number;
	signal: AbortSignal;
}

/** n8n with the example workflows and some that fail, and a proxy on which requests go wrong. */
export interface ExecuteEnvironment {
	testBed: N8nTestBed;
	/** A proxy of the sandbox. */
	proxy: FaultProxy;
	/** The examples. */
	workflows: WorkflowImport[];
	/** Workflows that fail when they are run. */
	failing: FailingWorkflow[];
	/**
	 * Password of the service account that the workflows send. Its first half looks different in JSON
	 * and in addresses; its second half doesn't, so that a search finds it everywhere.
	 */
	servicePassword: string;
}

/** Nothing is started yet; `testBed.close` stops everything. */
export async function createExecuteEnvironment(
	settings: ExecuteEnvironmentSettings,
): Promise<ExecuteEnvironment> {
	const testBed = await N8nTestBed.create({
		...{ name: 'execute', ...settings },
		prepareSandbox: async (sandbox) => {
			// Runs last some seconds of the virtual clock, a second or less of ours. Tokens outlive the
			// day, so that every refused request is unexpected.
			await sandbox.setSwitches({ runDurationSeconds: [30, 50], tokenLifetimeSeconds: 86_400 });
		},
		imports: () => importsOf(environment),
	});
	const proxy = testBed.use(new FaultProxy(testBed.sandbox.url));
	const servicePassword = `"&%${randomBytes(12).toString('hex')}`;
	const environment = { testBed, proxy, workflows: [], failing: [], servicePassword };
	return environment;
}

/** Makes the workflows, now that the team is known. */
async function importsOf(environment: ExecuteEnvironment): Promise<TestBedImports> {
	const { testBed, proxy, servicePassword } = environment;
	const { sandbox } = testBed;
	const ofTeam = credentialFor(sandbox);
	const account = { serviceAccountUsername: 'svc', serviceAccountPassword: servicePassword };
	const credential = { ...ofTeam, data: { ...ofTeam.data, ...account } };
	const team = await sandbox.state();
	environment.workflows = readyWorkflows(credential, team);
	environment.failing = failingWorkflows(proxy.url, credential, team);
	const ofFailing = environment.failing.map((failing) => failing.credential);
	const toFail = environment.failing.map(({ workflow }) => workflow);
	return {
		credentials: [credential, ...ofFailing],
		workflows: [...environment.workflows, ...toFail],
	};
}
