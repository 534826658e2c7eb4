import { z } from 'zod';
import { ENDPOINTS } from './endpoints.cts';
import { ControlError } from './errors.cts';

const words = z
	.object({ running: z.string(), succeeded: z.string(), failed: z.string() })
	.partial()
	.strict();

const endpointNumber = z
	.string()
	.refine((text) => ENDPOINTS.some(({ number }) => String(number) === text), 'no such endpoint');

/** Everything about the team that the contract leaves open or that a test wants to change. */
const switchesSchema = z
	.object({
		/** How the server answers: Okta's client or Okta's page. */
		dialect: z.enum(['client', 'page']),
		/** The team has moved to Okta Privileged Access. */
		opaTeam: z.boolean(),
		/** Roles of the service user; without access_admin it may do nothing. */
		roles: z.array(z.string()),
		/** What a team name other than this team's gets. otherName: minting answers with this team's name. */
		wrongTeam: z.enum(['404', '401', 'otherName']),
		/** Scheduled runs carry a test request id too. */
		testIdsOnEveryResult: z.boolean(),
		/** How the test request id of a scheduled run looks otherwise. */
		emptyTestId: z.enum(['null', 'empty', 'nilUuid']),
		/** Activating a second server job of a connection. */
		secondActiveServerJob: z.enum(['replace', 'refuse']),
		/** How many results of a job the API keeps. */
		keepResults: z.number().int().min(1),
		/** Most objects a page. */
		pageSize: z.number().int().min(1).max(100),
		/** next and prev in one Link header or in several. */
		linkHeaders: z.enum(['one', 'several']),
		/** Endpoint number to path relative to /v1/teams/{team}/; null takes the endpoint away. */
		movedPaths: z.record(endpointNumber, z.string().min(1).nullable()),
		/** Life of a token, in virtual seconds. */
		tokenLifetimeSeconds: z.number().int().min(1),
		/** Requests a virtual hour. */
		rateLimitPerHour: z.number().int().min(0),
		/** Requests at once; null is without limit. */
		maxConcurrentRequests: z.number().int().min(1).nullable(),
		/** Whether a 429 carries X-RateLimit-Retry-At. */
		retryAtHeader: z.boolean(),
		/** What GET of a deleted connection answers. */
		deletedAt: z.enum(['404', 'deleted_at']),
		/** What an update of a connection without a password does to the password. */
		passwordOnPut: z.enum(['keep', 'clear']),
		/** Whether certificate_id comes back (get; list with include_certificate_details=true). */
		certificateIdInAnswers: z.boolean(),
		/** The words of task_state (every word but `done` is assumed). */
		taskStateWords: words,
		/** The words of rules_summary_status (every word but `done` is assumed). */
		rulesSummaryWords: words,
		/** Shortest and longest run without a plan, in virtual seconds. */
		runDurationSeconds: z.tuple([z.number().int().min(1), z.number().int().max(86_400)]),
		/** Share of the runs without a plan that fail, 0 to 1. */
		failProbability: z.number().min(0).max(1),
		/** How many requests the request log keeps. */
		keepRequests: z.number().int().min(0),
	})
	.strict();

type ParsedSwitches = z.infer<typeof switchesSchema>;
type Words = Required<ParsedSwitches['taskStateWords']>;

export type Switches = Omit<ParsedSwitches, 'taskStateWords' | 'rulesSummaryWords'> & {
	taskStateWords: Words;
	rulesSummaryWords: Words;
};
export type SwitchChanges = Partial<ParsedSwitches>;

const ASSUMED_WORDS: Words = { running: 'running', succeeded: 'done', failed: 'failed' };

const DEFAULTS: Switches = {
	dialect: 'client',
	opaTeam: false,
	roles: ['access_admin'],
	wrongTeam: '404',
	testIdsOnEveryResult: false,
	emptyTestId: 'null',
	secondActiveServerJob: 'replace',
	keepResults: 10,
	pageSize: 100,
	linkHeaders: 'several',
	movedPaths: {},
	tokenLifetimeSeconds: 3600,
	rateLimitPerHour: 10_000,
	maxConcurrentRequests: null,
	retryAtHeader: true,
	deletedAt: '404',
	passwordOnPut: 'keep',
	certificateIdInAnswers: true,
	taskStateWords: ASSUMED_WORDS,
	rulesSummaryWords: ASSUMED_WORDS,
	runDurationSeconds: [30, 240],
	failProbability: 0,
	keepRequests: 100_000,
};

/** @returns a fresh copy of the switches as they stand at start */
export function defaultSwitches(): Switches {
	return structuredClone(DEFAULTS);
}

/**
 * @param switches are left as they are
 * @param changes some switches with their new values
 * @throws ControlError naming the switch that is unknown or whose value doesn't fit
 */
export function changedSwitches(switches: Switches, changes: unknown): Switches {
	const checked = switchesSchema.partial().safeParse(changes);
	if (!checked.success) {
		throw new ControlError(`Switches: ${describeIssues(checked.error)}`);
	}
	const [shortest, longest] = checked.data.runDurationSeconds ?? [1, 1];
	if (shortest > longest) {
		throw new ControlError('Switches: runDurationSeconds: the shortest must come first');
	}
	return {
		...switches,
		...checked.data,
		taskStateWords: { ...switches.taskStateWords, ...checked.data.taskStateWords },
		rulesSummaryWords: { ...switches.rulesSummaryWords, ...checked.data.rulesSummaryWords },
	};
}

/** One line that names each field that doesn't fit. */
export function describeIssues(error: z.ZodError): string {
	return error.issues
		.map(({ path, message }) => (path.length ? `${path.join('.')}: ${message}` : message))
		.join('; ');
}
