import type { INodeProperties } from 'n8n-workflow';
import { readSimplify, simplifyField } from '../../operation/listing';
import { connectionField, jobField } from '../../operation/locators';
import type { Operation } from '../../operation/operation';
import { retryNotice } from '../../operation/sharedOptions';
import { findJob, readJobLocator } from './job/lookup';
import { runOutput, simpleRun } from './job/output';
import { waitForTest } from './job/waitForTest';
import type { KindOfJob } from './kinds/kind';

const waitField: INodeProperties = {
	displayName: 'Wait for Completion',
	name: 'waitForCompletion',
	type: 'boolean',
	default: true,
	description: 'Whether to wait until the test run has finished and return its result',
};

/** Endpoints 15 and 23: starts a test run, and waits for its end if the user wants that. */
export function runTest(kind: KindOfJob): Operation {
	return {
		entry: {
			name: 'Run Test',
			value: 'runTest',
			action: `Run test of ${kind.label}`,
			description: `Start a test run of a ${kind.label} and optionally wait for its result`,
		},
		fields: [
			retryNotice('starts the other tests twice'),
			connectionField,
			jobField,
			waitField,
			{
				displayName: 'Wait at Most (Minutes)',
				name: 'waitMinutes',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 5,
				displayOptions: { show: { waitForCompletion: [true] } },
				description: 'If the run has not finished by then, the outcome is "running"',
			},
			simplifyField,
		],
		read(item) {
			const simplify = readSimplify(item, simpleRun);
			const locator = readJobLocator(item);
			const waitMs = item.flag(waitField)
				? item.number('waitMinutes', 'Wait at Most (Minutes)', 5) * 60_000
				: 0;
			return {
				// Tests of one job don't overlap: which of them a result is of could not be told.
				serializeBy: JSON.stringify([locator.connection.value, locator.job.value]),
				async run() {
					const ref = await findJob(item, kind, locator);
					const started = await item.client.jobs(kind.kind).runTest(ref);
					const { result, hasEnded } = await waitForTest(item, kind, ref, started, waitMs);
					const known = { isTest: true, ...(!hasEnded && { outcome: 'running' as const }) };
					return simplify(runOutput(kind.kind, ref, result, known));
				},
			};
		},
	};
}
