import { resultItem, resultWithDetails } from '../dialects.cts';
import { findResult } from '../jobs.cts';
import { keptResults, startRun } from '../syncRuns.cts';
import type { Job } from '../team.cts';
import { answerList, type Call } from './call.cts';

/** Endpoints 13 and 24. */
export function listResults(call: Call, job: Job) {
	const { switches } = call.world;
	return answerList(call, keptResults(job, switches.keepResults), (result) =>
		resultItem(switches, job, result),
	);
}

/** Endpoints 14 and 25. */
export function getResult({ world, params }: Call, job: Job) {
	const { switches } = world;
	const result = findResult(job, keptResults(job, switches.keepResults), params.result);
	return resultWithDetails(switches, job, result);
}

/** Endpoints 15 and 23: the answer's result is only beginning. */
export function createTestRequest({ world }: Call, job: Job) {
	return resultItem(world.switches, job, startRun(world, job, { isTest: true }));
}
