import { z } from 'zod';
import { ENDPOINTS, type Certainty } from './endpoints.cts';

/** How sure a default is; a `setting` of the simulation says nothing about ASA. */
export type SwitchCertainty = Certainty | 'setting';

/** One switch: everything there is to know about it. */
export interface Switch<Schema extends z.ZodTypeAny = z.ZodTypeAny> {
	schema: Schema;
	/** Its value at the start. */
	initial: z.output<Schema>;
	certainty: SwitchCertainty;
	/** In Markdown, as it stands in README.md. */
	description: string;
}

function declare<Schema extends z.ZodTypeAny>(
	schema: Schema,
	initial: z.output<Schema>,
	certainty: SwitchCertainty,
	description: string,
): Switch<Schema> {
	return { schema, initial, certainty, description };
}

const words = z
	.object({ running: z.string(), succeeded: z.string(), failed: z.string(), timedOut: z.string() })
	.strict();

const endpointNumber = z
	.string()
	.refine((text) => ENDPOINTS.some(({ number }) => String(number) === text), 'no such endpoint');

/**
 * Everything that the contract leaves open or that a test wants to change. README.md shows this table;
 * a test compares the two.
 */
export const SWITCHES = {
	dialect: declare(
		z.enum(['client', 'page']),
		'client',
		'probable',
		'How answers look. `client`: lower-case names, lists, numbers. `page`: `host_name_attribute`, `LDAP_query_filter`, `SID_Field`, `UPN_Field`, the hour as a timestamp, the priority as text, one object instead of a list of one (with `is_guid` at the top). Requests have the form of the client in both',
	),

	// Access
	opaTeam: declare(
		z.boolean(),
		false,
		'setting',
		'Whether the team moved to Okta Privileged Access: 401 "Missing capability: ad_connection.list" on endpoints 1 to 25, 200 on `connections/active_directory`',
	),
	opaRoute: declare(
		z.enum(['404', '401']),
		'404',
		'assumed',
		'What `connections/active_directory` answers on an ASA team. `401`: authorization_error "Missing capability: ad_connection.list"',
	),
	roles: declare(
		z.array(z.string()),
		['access_admin'],
		'certain',
		'Roles of the service user. Without one that a route needs: 401 authorization_error "Missing capability: ..."',
	),
	missingRole: declare(
		z.enum(['everyRoute', 'asaRoutes']),
		'everyRoute',
		'probable',
		'Where a missing role matters. `asaRoutes`: the list of OPA answers on an ASA team as if the role were there',
	),
	wrongTeam: declare(
		z.enum(['404', '401', 'otherName']),
		'404',
		'assumed',
		"What another team name gets. `otherName`: minting answers with this team's name",
	),
	tokenLifetimeSeconds: declare(
		z.number().int().min(1),
		3600,
		'assumed',
		'Lifetime of a token, in virtual seconds',
	),

	// Requests
	strictQueries: declare(
		z.boolean(),
		false,
		'certain',
		"Whether an unknown query parameter is refused with 400. It isn't: Okta's client sends some",
	),
	movedPaths: declare(
		z.record(endpointNumber, z.string().min(1).nullable()),
		{},
		'setting',
		'Endpoint number to its path below `/v1/teams/{team}/`, for example `{"13": "integrations/ad_connections/{connection}/task_settings/{job}/results"}`. The original path then answers 404; null removes the endpoint',
	),

	// Limits
	rateLimitPerHour: declare(
		z.number().int().min(0),
		10_000,
		'certain',
		'Requests per virtual hour: at speed 0 the hour ends only when the clock is moved',
	),
	maxConcurrentRequests: declare(
		z.number().int().min(1).nullable(),
		null,
		'assumed',
		'Requests at once; more get 429. null: no limit',
	),
	retryAtHeader: declare(
		z.boolean(),
		true,
		'probable',
		'Whether a 429 of the limit carries `X-RateLimit-Retry-At`',
	),

	// Lists
	pageSize: declare(z.number().int().min(1).max(100), 100, 'certain', 'Most objects on a page'),
	linkHeaders: declare(
		z.enum(['one', 'several']),
		'several',
		'assumed',
		'next and prev in one Link header or in several',
	),
	lastPageLink: declare(
		z.enum(['none', 'prevOnly', 'withoutNext']),
		'none',
		'probable',
		'The Link header of the last page. `prevOnly`: `rel="prev"`, if there is a page before it. `withoutNext`: `rel="self"`, on a list that fits on one page too',
	),
	descending: declare(
		z.enum(['honoured', 'ignored']),
		'honoured',
		'probable',
		'What `descending` does. `ignored`: nothing, except on lists 1 and 29, whose reference documents it',
	),
	count: declare(
		z.enum(['honoured', 'ignored']),
		'honoured',
		'probable',
		'What `count` does. `ignored`: as for `descending`',
	),
	resultsOrder: declare(
		z.enum(['oldestFirst', 'newestFirst', 'shuffled']),
		'oldestFirst',
		'assumed',
		'The order of lists 13 and 24 when the request does not ask for one',
	),

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

	// Runs and results
	runDurationSeconds: declare(
		z.tuple([z.number().int().min(1), z.number().int().max(86_400)]),
		[30, 240],
		'setting',
		'Shortest and longest run without a plan',
	),
	failProbability: declare(
		z.number().min(0).max(1),
		0,
		'setting',
		'Share of the runs without a plan that fail',
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
		z.enum(['null', 'empty', 'nilUuid']),
		'null',
		'assumed',
		'The test request id of a scheduled run',
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

	// The sandbox itself
	keepRequests: declare(z.number().int().min(0), 100_000, 'setting', 'Length of the request log'),
};
