import { testRequestId, type TaskResult } from '../asa/model/result';

/** So many results must be seen before test request ids on all of them are taken as meaningless. */
const enoughResults = 3;

const nilUuid = '00000000-0000-0000-0000-000000000000';

/** Whether a result carries the id of a test request. Source: docs/api-contract.md, "Result" (probable). */
export function hasTestId(result: TaskResult): boolean {
	const id = testRequestId(result);
	return id !== null && id.trim() !== '' && id !== nilUuid;
}

/**
 * Whether test request ids say nothing about a job, because all of its results carry one; they then count as
 * scheduled runs. An active job has run at least once by its schedule, for activation runs it at once.
 *
 * @param haveIds of every result of the job that is at hand, whether it carries one
 * @param before what was found earlier, kept while the results at hand don't tell
 * @param isActive whether the job is active: an inactive one may well have been tested only
 */
export function testIdsEverywhere(
	haveIds: readonly boolean[],
	before: boolean,
	isActive = true,
): boolean {
	if (haveIds.includes(false)) return false;
	return before || (isActive && haveIds.length >= enoughResults);
}
