import { z } from 'zod';
import { declare } from './declareSwitch.cts';

const words = z
	.object({ running: z.string(), succeeded: z.string(), failed: z.string(), timedOut: z.string() })
	.strict();

/** What happens in the team: to its objects, in its runs. */
export const behaviourSwitches = {
	// Connections
	deletedAt: declare(
		z.enum(['404', 'deleted_at']),
		'404',
		'assumed',
		'GET of a deleted connection: 404, or 200 with `deleted_at`',
	),
	passwordOnPut: declare(
		z.enum(['keep', 'clear']),
		'keep',
		'assumed',
		'What an update without a password does to the password',
	),
	passwordlessOnPut: declare(
		z.enum(['clear', 'keep']),
		'clear',
		'probable',
		'What an update without `use_passwordless` does to it',
	),
	omittedOnPut: declare(
		z.enum(['clear', 'keep']),
		'clear',
		'assumed',
		'What an update of a connection or a job does to other optional fields that it leaves out',
	),
	certificateIdInAnswers: declare(
		z.boolean(),
		true,
		'assumed',
		'Whether `certificate_id` comes back: in GET, and in the list with `include_certificate_details=true`',
	),

	// Jobs
	secondActiveServerJob: declare(
		z.enum(['replace', 'refuse']),
		'replace',
		'assumed',
		'Activating a second server job of a connection deactivates the first, or gets 409',
	),

	jobOnPut: declare(
		z.enum(['recreated', 'recreatedWithResults', 'kept']),
		'recreated',
		'probable',
		'What an update does to a job. `recreated`: new id, no results. `recreatedWithResults`: new id, its results stay. `kept`: same id, and a job that stays active does not run at once',
	),
	putAnswer: declare(
		z.enum(['byDialect', 'job', 'noContent']),
		'byDialect',
		'probable',
		'The answer to an update of a job: 204 in the client dialect and 200 with the job on the page, or one of them in both',
	),
	scheduleActivates: declare(
		z.boolean(),
		true,
		'probable',
		'Whether endpoint 12 activates an inactive job. false: 204, and the job stays inactive with the new schedule',
	),
	stateActivates: declare(
		z.boolean(),
		true,
		'certain',
		'Whether endpoint 22 activates a job. false: 204, and the job stays inactive',
	),
	deactivates: declare(
		z.boolean(),
		true,
		'certain',
		'Whether endpoints 11 and 22 deactivate a job. false: 204, and the job stays active',
	),

	// Gateways and servers
	offlineGatewayStatus: declare(
		z.string(),
		'OFFLINE',
		'assumed',
		'The status of a gateway that is offline',
	),
	gatewayUpdatedAt: declare(
		z.boolean(),
		true,
		'probable',
		'Whether 27 answers `updated_at`, which only a sample shows',
	),
	visibleProjects: declare(
		z.array(z.string()).nullable(),
		null,
		'assumed',
		'Names of the projects whose servers the service user may see in 29. null: all',
	),

	// Runs and results
	runDurationSeconds: declare(
		z.tuple([z.number().int().min(1), z.number().int().max(86_400)]),
		[30, 240],
		'setting',
		'Shortest and longest run without a plan',
	),
	drawRuns: declare(
		z.enum(['team', 'job']),
		'team',
		'setting',
		'Where outcome, duration and minute of a run without a plan come from. `team`: one sequence of numbers, so that each run changes all that follow. `job`: a sequence of each job, by seed, domain, kind and name',
	),
	failProbability: declare(
		z.number().min(0).max(1),
		0,
		'setting',
		'Share of the runs without a plan that fail',
	),
	overlongRuns: declare(
		z.enum(['skipSlot', 'countFromEnd']),
		'skipSlot',
		'assumed',
		'A run that takes longer than its interval. `skipSlot`: slots are skipped until it ends. `countFromEnd`: every next run is planned when the run before it ends',
	),
	hungRuns: declare(
		z.enum(['block', 'orphan']),
		'block',
		'assumed',
		'A run that hangs. `block`: as any other run. `orphan`: it stays, and the runs of later slots start beside it',
	),
	resultsAppear: declare(
		z.enum(['atStart', 'atEnd']),
		'atStart',
		'assumed',
		"When a result appears in 13, 24 and `recent_task_result`: at the run's start, as running, or at its end",
	),
	resultDelaySeconds: declare(
		z.number().int().min(0),
		0,
		'assumed',
		'By how many virtual seconds later than that; `created_at` stays',
	),
	keepResults: declare(
		z.number().int().min(1),
		10,
		'probable',
		'How many results of a job the API keeps',
	),
	taskStateWords: declare(
		words,
		{ running: 'running', succeeded: 'done', failed: 'error', timedOut: 'timeout' },
		'probable',
		'The words of `task_state`. Only `done` was ever shown; `running` is assumed. Words that are not given stay',
	),
	rulesSummaryWords: declare(
		words,
		{ running: 'running', succeeded: 'done', failed: 'error', timedOut: 'timeout' },
		'certain',
		'The words of `rules_summary_status`; `running` is assumed. Words that are not given stay',
	),
	testIdsOnEveryResult: declare(
		z.boolean(),
		false,
		'probable',
		'Whether scheduled runs carry a test request id too',
	),
	emptyTestId: declare(
		z.enum(['null', 'empty', 'nilUuid', 'missing']),
		'null',
		'assumed',
		'The test request id of a scheduled run',
	),
	testResults: declare(
		z.enum(['everywhere', 'listsOnly', 'detailsOnly']),
		'everywhere',
		'assumed',
		'Where the results of test runs appear. `listsOnly`: not in `recent_task_result`. `detailsOnly`: not in lists 13 and 24 either',
	),
	detailsInLists: declare(
		z.boolean(),
		false,
		'assumed',
		'Whether lists, jobs and the answers of 15 and 23 carry `detailed_summary`',
	),
	details: declare(
		z.enum(['result', 'status', 'summary', 'empty', 'noBody', 'html', 'otherResult']),
		'result',
		'probable',
		'What 14 and 25 answer. `result`: a whole result. `status`: `status` alone. `summary`: `summary` and `detailed_summary` alone. `empty`: `{}`. `noBody`: 200 without a body. `html`: a page with 200. `otherResult`: a whole result with another id and the opposite outcome',
	),
	detailsId: declare(
		z.boolean().nullable(),
		null,
		'assumed',
		'Whether these answers carry the id of the result. null: whole results do, the others do not',
	),
};
