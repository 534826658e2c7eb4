import { detailsAnswer, listedResults, resultItem } from '../resultAnswers.cts';
import { findResult } from '../jobs.cts';
import { keptResults, startRun } from '../syncRuns.cts';
import type { Job } from '../team.cts';
import { answerList, type Call } from './call.cts';

/** Endpoints 13 and 24. */
export function listResults(call: Call, job: Job) {
	const { switches } = call.world;
	return answerList(
		call,
		listedResults(switches, keptResults(call.world, job)),
		(result) => resultItem(switches, job, result),
		switches.resultsOrder,
	);
}

/** Endpoints 14 and 25. */
export function getDetails({ world, params, reply }: Call, job: Job) {
	const { switches } = world;
	const result = findResult(world, job, params.result);
	if (switches.details === 'html') {
		reply.type('text/html; charset=utf-8');
		return '<html><body><h1>Sign in</h1></body></html>';
	}
	return detailsAnswer(switches, job, result);
}

/** Endpoints 15 and 23: the run of the answered result has only begun. */
export function createTestRequest({ world }: Call, job: Job) {
	return resultItem(world.switches, job, startRun(world, job, { isTest: true }).result);
}
