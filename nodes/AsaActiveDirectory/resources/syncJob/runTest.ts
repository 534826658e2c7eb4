import type { JobKind } from '../../api/jobKinds';
import { connectionField } from '../fields/connection';
import { jobField } from '../fields/job';
import { simplifyField } from '../fields/simplify';
import type { Operation } from '../operation';
import type { Item } from '../item';
import { findJobId } from './jobLocator';
import { resultOutput } from './resultOutput';
import { watchTest } from './watchTest';

/** Endpoints 15 and 23: starts a test run, and waits for its end if the user wants that. */
export function runJobTest(kind: JobKind): Operation {
	const label = kind.label.toLowerCase();
	return {
		entry: {
			name: 'Run Test',
			value: 'runTest',
			action: `Run test of ${label}`,
			description: `Start a test run of a ${label} and wait for what comes of it`,
		},
		fields: [
			connectionField,
			jobField,
			{
				displayName: 'Wait for Completion',
				name: 'waitForCompletion',
				type: 'boolean',
				default: true,
				description: 'Whether to wait until the test run has ended and return its result',
			},
			{
				displayName: 'Wait at Most (Minutes)',
				name: 'waitMinutes',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 5,
				displayOptions: { show: { waitForCompletion: [true] } },
				description: 'The outcome is running where the test run has not ended by then',
			},
			simplifyField,
		],
		lane: jobLane,
		async execute(item) {
			const connection = item.locator('connection', 'Connection').value;
			const waitMs = item.flag('waitForCompletion', true)
				? item.number('waitMinutes', 'Wait at Most (Minutes)', 5) * 60_000
				: 0;
			const job = await findJobId(item, kind, connection);
			const place = { connection, job };
			const wire = await item.client.sendForObject(kind.endpoints.test, place);
			const started = kind.readResult(wire);
			const { result, hasEnded } = await watchTest(item, kind, place, started, waitMs);
			const isSimple = item.flag('simplify', true);
			const output = resultOutput(kind, place, result, isSimple, true);
			return hasEnded ? output : { ...output, outcome: 'running' };
		},
	};
}

/** Tests of one job don't overlap: which of them a result is of could not be told. */
function jobLane(item: Item): string {
	const connection = item.locator('connection', 'Connection').value;
	return JSON.stringify([connection, item.locator('job', 'Job').value]);
}
