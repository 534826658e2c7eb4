import type { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { JobKind } from '../../api/jobKinds';
import { listResults } from '../../api/results';
import { testRequestId, type TaskResult } from '../../api/taskResult';
import { outcome } from '../../sync/outcome';
import { hasTestId } from '../../sync/testRuns';
import { found } from '../../watch/found';
import { afterwards } from '../afterwards';
import type { Item } from '../item';
import { unlessPassing } from '../unlessPassing';
import type { ResultPlace } from './resultOutput';

/** Milliseconds between two looks: soon first, since a test of a small directory takes seconds, then slower. */
const pauses = [1_000, 2_000, 3_000, 5_000, 8_000];

const longestPause = 15_000;

/** What was seen of a test run. */
export interface WatchedTest {
	/** Its result as it was seen last. */
	result: TaskResult;
	/** Whether it has ended. */
	hasEnded: boolean;
}

/**
 * Watches a test run until it has ended or the time is up. The job itself tells (endpoints 8 and 18); the list of
 * its results is read only where another run hides the test.
 *
 * @param waitMs milliseconds from now; 0 doesn't look at all
 * @throws NodeOperationError where the execution is cancelled meanwhile, or a look fails for good
 */
export async function watchTest(
	item: Item,
	kind: JobKind,
	place: ResultPlace,
	started: TaskResult,
	waitMs: number,
): Promise<WatchedTest> {
	const end = Date.now() + waitMs;
	let latest = started;
	for (let look = 0; !hasEnded(latest); look++) {
		const left = end - Date.now();
		if (left <= 0) return { result: latest, hasEnded: false };
		await item.pause(Math.min(pauses[look] ?? longestPause, left));
		// The test goes on in ASA whatever becomes of a look at it: the next look may succeed.
		const seen = await unlessPassing(lookAt(item, kind, place, started)).catch(
			(error: NodeApiError | NodeOperationError) => {
				throw afterwards(
					item,
					error,
					`The test run was started, but can't be watched: ${error.message}`,
					error.description ?? 'It goes on in ASA: look for it with Get Many Results',
				);
			},
		);
		const isStill = seen && look > 0 && isUnchanged(seen, latest);
		if (isStill && outcome(seen) === 'unknown') return { result: seen, hasEnded: true };
		latest = seen ?? latest;
	}
	return { result: latest, hasEnded: true };
}

/** A word that nobody knows may stand for a run that goes on: it counts once it stays. */
function hasEnded(result: TaskResult): boolean {
	const is = outcome(result);
	return is === 'success' || is === 'failed';
}

function isUnchanged(seen: TaskResult, before: TaskResult): boolean {
	return seen.task_state === before.task_state && seen.updated_at === before.updated_at;
}

async function lookAt(
	item: Item,
	kind: JobKind,
	{ connection, job }: ResultPlace,
	started: TaskResult,
): Promise<TaskResult | undefined> {
	const wire = await item.client.sendForObject(kind.endpoints.get, { connection, job });
	const recent = kind.readJob(wire).recent_task_result;
	if (recent && isSameRun(recent, started)) return recent;
	return await readHidden(item, kind, { connection, job }, started);
}

/** Whether two results are of one run; the answer to a test request may carry the request's id as its own. */
function isSameRun(recent: TaskResult, started: TaskResult): boolean {
	if (recent.id === started.id) return true;
	const ids = [started.id, testRequestId(started)];
	return hasTestId(recent) && ids.includes(testRequestId(recent));
}

/** The result in the list; where the list or the result isn't there, the job goes on being watched. */
async function readHidden(
	item: Item,
	kind: JobKind,
	place: ResultPlace,
	started: TaskResult,
): Promise<TaskResult | undefined> {
	const keep = (result: TaskResult) => isSameRun(result, started);
	const listed = await found(listResults(item.client, kind, { ...place }, { limit: 1, keep }));
	return listed?.[0];
}
