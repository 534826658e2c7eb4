import type { Switches } from './switches.cts';
import type { Job, TaskResult } from './team.cts';
import { toRfc3339 } from './time.cts';

type Json = Record<string, unknown>;

const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** A result in a list or in a job: without its details (assumed). */
export function resultItem(switches: Switches, job: Job, result: TaskResult): Json {
	return resultAnswer(switches, job, result, null);
}

/**
 * What endpoints 14 and 25 answer, in the form that the switch `details` asks for; undefined for no body.
 * The form `html` is not JSON and so not built here.
 */
export function detailsAnswer(switches: Switches, job: Job, result: TaskResult): Json | undefined {
	const shown = switches.details === 'otherResult' ? otherResult(switches, result) : result;
	const whole = resultAnswer(switches, job, shown, shown.detailedSummary);
	const { id, ...withoutId } = whole;
	const summaries = { summary: shown.summary, detailed_summary: shown.detailedSummary };
	const partial = (fields: Json) => (switches.detailsId === true ? { id, ...fields } : fields);
	switch (switches.details) {
		case 'status':
			return partial({ status: summaries });
		case 'summary':
			return partial(summaries);
		case 'empty':
			return partial({});
		case 'noBody':
			return undefined;
		default:
			return switches.detailsId === false ? withoutId : whole;
	}
}

/** Another result than the one that was asked for, with the opposite outcome. */
function otherResult({ taskStateWords, rulesSummaryWords }: Switches, result: TaskResult) {
	const word = result.taskState === taskStateWords.succeeded ? 'failed' : 'succeeded';
	return {
		...result,
		id: result.id.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
		taskState: taskStateWords[word],
		rulesSummaryStatus: rulesSummaryWords[word],
		detailedSummary: 'The details of another result',
	};
}

function resultAnswer(switches: Switches, job: Job, result: TaskResult, details: unknown): Json {
	const testId = testRequestId(switches, result);
	const owner =
		job.kind === 'server'
			? {
					ad_task_settings_id: job.id,
					ad_task_settings_name: job.settings.name,
					ad_test_request_id: testId,
					rules_summary_status: result.rulesSummaryStatus,
				}
			: {
					ad_user_sync_task_settings_id: job.id,
					ad_user_sync_task_settings_name: job.settings.name,
					ad_user_sync_test_request_id: testId,
				};
	return {
		id: result.id,
		...owner,
		task_state: result.taskState,
		status: { summary: result.summary, detailed_summary: details },
		created_at: toRfc3339(result.createdAt),
		updated_at: toRfc3339(result.updatedAt),
	};
}

function testRequestId(switches: Switches, result: TaskResult): string | null {
	if (result.isTest || switches.testIdsOnEveryResult) return result.testRequestId;
	return { null: null, empty: '', nilUuid: NIL_UUID }[switches.emptyTestId];
}
