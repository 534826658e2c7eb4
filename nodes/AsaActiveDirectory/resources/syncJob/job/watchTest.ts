import { asNodeError, catchNotFound, isNotFound, transientWaitMs } from '../../../asa/http/errors';
import { isTestRun, testRequestId, type TaskResult } from '../../../asa/model/result';
import type { JobRef } from '../../../asa/results';
import type { Item } from '../../../operation/item';
import { noWords, readOutcome } from '../../../monitor/rules/outcome';
import { isSameId } from '../../../util/text';
import type { KindOfJob } from '../kinds/kind';

/** Time between two looks: soon first, since a test of a small directory takes seconds, then slower. */
const pausesMs = [1_000, 2_000, 3_000, 5_000, 8_000];

const longestPauseMs = 15_000;

/** What was seen of a test run. */
export interface WatchedTest {
	/** Its result as it was seen last. */
	result: TaskResult;
	hasEnded: boolean;
}

/** What one look found. */
interface Look {
	/** The result, if it was found. */
	seen?: TaskResult;
	/** How long ASA asks to wait before the next look, in milliseconds. */
	askedMs: number;
}

/**
 * Watches a test run until it has ended or the time is up. The job itself tells (endpoints 8 and 18); the list of
 * its results is read only if another run hides the test.
 *
 * @param waitMs from now; 0 doesn't look at all
 * @throws NodeOperationError if the execution is cancelled meanwhile, or a look fails for good
 */
export async function watchTest(
	item: Item,
	kind: KindOfJob,
	ref: JobRef,
	started: TaskResult,
	waitMs: number,
): Promise<WatchedTest> {
	const endAt = Date.now() + waitMs;
	let latest = started;
	let askedMs = 0;
	for (let look = 0; !hasEnded(latest); look++) {
		const leftMs = endAt - Date.now();
		if (leftMs <= 0 || askedMs > leftMs) return { result: latest, hasEnded: false };
		const pauseMs = Math.min(Math.max(pausesMs[look] ?? longestPauseMs, askedMs), leftMs);
		await item.client.wait(pauseMs, 'Operations already started in ASA continue');
		const found = await lookAt(item, kind, ref, started);
		const { seen } = found;
		askedMs = found.askedMs;
		const isStill = seen && look > 0 && isUnchanged(seen, latest);
		if (isStill && readOutcome(seen, noWords) === 'unknown')
			return { result: seen, hasEnded: true };
		latest = seen ?? latest;
	}
	return { result: latest, hasEnded: true };
}

/** A word that nobody knows may stand for a run that goes on: it counts once it stays. */
function hasEnded(result: TaskResult): boolean {
	return ['success', 'failed'].includes(readOutcome(result, noWords));
}

function isUnchanged(seen: TaskResult, before: TaskResult): boolean {
	return seen.task_state === before.task_state && seen.updated_at === before.updated_at;
}

/** The test goes on in ASA whatever becomes of a look at it: the next look may succeed. */
async function lookAt(
	item: Item,
	kind: KindOfJob,
	ref: JobRef,
	started: TaskResult,
): Promise<Look> {
	try {
		return { seen: await findRun(item, kind, ref, started), askedMs: 0 };
	} catch (error) {
		const askedMs = transientWaitMs(error);
		if (askedMs !== undefined) return { askedMs };
		const { message, description } = asNodeError(error);
		throw item.partialWriteError(
			asNodeError(error),
			`The test run was started, but its result can't be read: ${message}`,
			description ?? 'It continues in ASA: find its result with Get Many Results',
		);
	}
}

async function findRun(
	item: Item,
	{ kind }: KindOfJob,
	ref: JobRef,
	started: TaskResult,
): Promise<TaskResult | undefined> {
	const { recent_task_result: recent } = await item.client.jobs(kind).get(ref);
	if (recent && isSameRun(recent, started)) return recent;
	const keep = (result: TaskResult) => isSameRun(result, started);
	const listing = item.client.results(kind).list(ref, { limit: 1, keep });
	// Without the list the job goes on being watched.
	return (await catchNotFound(listing, isNotFound))?.[0];
}

/** Whether two results are of one run; the answer to a test request may carry the request's id as its own. */
function isSameRun(result: TaskResult, started: TaskResult): boolean {
	if (isSameId(result.id, started.id)) return true;
	const ids = [started.id, testRequestId(started) ?? ''];
	return isTestRun(result) && ids.some((id) => isSameId(id, testRequestId(result) ?? ''));
}
