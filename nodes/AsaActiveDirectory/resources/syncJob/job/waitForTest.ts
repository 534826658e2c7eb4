import { asNodeError, catchNotFound, isNotFound, transientWaitMs } from '../../../asa/http/errors';
import { isTestRun, testRequestId, type TaskResult } from '../../../asa/model/result';
import type { JobRef } from '../../../asa/results';
import type { Item } from '../../../operation/item';
import { noWords, readOutcome } from '../../../monitor/rules/outcome';
import { isSameId } from '../../../util/text';
import type { KindOfJob } from '../kinds/kind';

/** Pauses between two reads: short at first, since a test of a small directory takes seconds. */
const pausesMs = [1_000, 2_000, 3_000, 5_000, 8_000];

const longestPauseMs = 15_000;

/** A test run as far as it was followed. */
export interface TestProgress {
	/** Its result as it was last read. */
	result: TaskResult;
	hasEnded: boolean;
}

/** The outcome of one read. */
interface TestRead {
	/** The result, if it was found. */
	seen?: TaskResult;
	/** How long ASA asks to wait before the next read, in milliseconds. */
	askedMs: number;
}

/**
 * Waits until a test run has ended or the time is up. It reads the job itself (endpoints 8 and 18), and the list of
 * its results only if another run hides the test.
 *
 * @param waitMs from now; 0 reads nothing
 * @throws NodeOperationError if the execution is cancelled meanwhile, or a read fails permanently
 */
export async function waitForTest(
	item: Item,
	kind: KindOfJob,
	ref: JobRef,
	started: TaskResult,
	waitMs: number,
): Promise<TestProgress> {
	const endAt = Date.now() + waitMs;
	let latest = started;
	let askedMs = 0;
	for (let reads = 0; !hasEnded(latest); reads++) {
		const leftMs = endAt - Date.now();
		if (leftMs <= 0 || askedMs > leftMs) return { result: latest, hasEnded: false };
		const pauseMs = Math.min(Math.max(pausesMs[reads] ?? longestPauseMs, askedMs), leftMs);
		await item.client.wait(pauseMs, 'Operations already started in ASA continue');
		const found = await readTest(item, kind, ref, started);
		const { seen } = found;
		askedMs = found.askedMs;
		const isStill = seen && reads > 0 && isUnchanged(seen, latest);
		if (isStill && readOutcome(seen, noWords) === 'unknown')
			return { result: seen, hasEnded: true };
		latest = seen ?? latest;
	}
	return { result: latest, hasEnded: true };
}

/** An unknown state may mean a run that goes on: it counts once it stays the same. */
function hasEnded(result: TaskResult): boolean {
	return ['success', 'failed'].includes(readOutcome(result, noWords));
}

function isUnchanged(seen: TaskResult, before: TaskResult): boolean {
	return seen.task_state === before.task_state && seen.updated_at === before.updated_at;
}

/** A transient error does not affect the test in ASA, so the next read may succeed. */
async function readTest(
	item: Item,
	kind: KindOfJob,
	ref: JobRef,
	started: TaskResult,
): Promise<TestRead> {
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
	// Without the list, the next read may find the result in the job.
	return (await catchNotFound(listing, isNotFound))?.[0];
}

/** Whether two results are of one run; the answer to a test request may carry the request's id as its own. */
function isSameRun(result: TaskResult, started: TaskResult): boolean {
	if (isSameId(result.id, started.id)) return true;
	const ids = [started.id, testRequestId(started) ?? ''];
	return isTestRun(result) && ids.some((id) => isSameId(id, testRequestId(result) ?? ''));
}
