import type { Switches } from './switches.cts';
import type { Job, Json, TaskResult } from './team.cts';
import { toRfc3339 } from './time.cts';
import { formOf, nilUuid, yearOne } from './zeroValues.cts';

/** A result in a list or in a job: without its details, unless the switch detailsInLists adds them. */
export function resultItem(switches: Switches, job: Job, result: TaskResult): Json {
	const details = switches.detailsInLists ? result.detailedSummary : null;
	return resultAnswer(switches, job, result, details);
}

/** The results of a list, out of those that the team keeps. */
export function listedResults({ testResults }: Switches, kept: TaskResult[]): TaskResult[] {
	return testResults === 'detailsOnly' ? kept.filter(({ isTest }) => !isTest) : kept;
}

/** The field of a job that holds its latest result, or says that there is none. */
export function recentResultField(switches: Switches, job: Job, kept: TaskResult[]): Json {
	const includesTests = switches.testResults === 'everywhere';
	const recent = kept.findLast(({ isTest }) => includesTests || !isTest);
	if (recent) return { recent_task_result: resultItem(switches, job, recent) };
	switch (formOf(switches.noRecentResult, 'zeros', switches)) {
		case 'missing':
			return {};
		case 'empty':
			return { recent_task_result: {} };
		case 'zeros':
			return { recent_task_result: zeroResult(job) };
		default:
			return { recent_task_result: null };
	}
}

/**
 * What endpoints 14 and 25 answer, in the form that the switch `details` asks for; undefined for no body.
 * The form `html` is not JSON and so not built here.
 */
export function detailsAnswer(switches: Switches, job: Job, result: TaskResult): Json | undefined {
	const shown = switches.details === 'otherResult' ? otherResult(switches, result) : result;
	const whole = resultAnswer(switches, job, shown, shown.detailedSummary);
	const { id, status, ...rest } = whole;
	const partial = (fields: Json) => (switches.detailsId === true ? { id, ...fields } : fields);
	switch (switches.details) {
		case 'status':
			return partial({ status });
		case 'summary':
			return partial(status as Json);
		case 'empty':
			return partial({});
		case 'noBody':
			return undefined;
		default:
			return switches.detailsId === false ? { status, ...rest } : whole;
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
	const none = switches.zeroValues ? '' : null;
	const hasEnded = result.endedAt !== null || !switches.zeroValues;
	return {
		id: result.id,
		...ownerFields(job, job.id, job.settings.name),
		...testIdField(switches, job, result),
		...(job.kind === 'server' ? { rules_summary_status: result.rulesSummaryStatus } : {}),
		task_state: result.taskState,
		status: { summary: result.summary ?? none, detailed_summary: details ?? none },
		created_at: toRfc3339(result.createdAt),
		updated_at: hasEnded ? toRfc3339(result.updatedAt) : yearOne,
	};
}

function zeroResult(job: Job): Json {
	return {
		id: '',
		...ownerFields(job, '', ''),
		[testIdName(job)]: '',
		...(job.kind === 'server' ? { rules_summary_status: '' } : {}),
		task_state: '',
		status: { summary: '', detailed_summary: '' },
		created_at: yearOne,
		updated_at: yearOne,
	};
}

function ownerFields(job: Job, id: string, name: string): Json {
	return job.kind === 'server'
		? { ad_task_settings_id: id, ad_task_settings_name: name }
		: { ad_user_sync_task_settings_id: id, ad_user_sync_task_settings_name: name };
}

function testIdName(job: Job): string {
	return job.kind === 'server' ? 'ad_test_request_id' : 'ad_user_sync_test_request_id';
}

function testIdField(switches: Switches, job: Job, result: TaskResult): Json {
	const name = testIdName(job);
	if (result.isTest || switches.testIdsOnEveryResult) return { [name]: result.testRequestId };
	const form = formOf(switches.emptyTestId, 'empty', switches);
	if (form === 'missing') return {};
	return { [name]: { null: null, empty: '', nilUuid }[form] };
}
