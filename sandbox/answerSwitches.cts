import { z } from 'zod';
import { declare } from './declareSwitch.cts';
import { asaEndpoints } from './endpoints.cts';

const endpointNumber = z
	.string()
	.refine((text) => asaEndpoints.some(({ number }) => String(number) === text), 'no such endpoint');

/** How the team takes requests and what its answers look like. */
export const answerSwitches = {
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
	expiredToken: declare(
		z.enum(['401', '403', '400']),
		'401',
		'certain',
		'The status that answers a request with an expired token',
	),
	missingToken: declare(
		z.enum(['401', '403', '400']),
		'401',
		'probable',
		'The status that answers a request without a token',
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
	unknownFields: declare(
		z.enum(['refuse', 'ignore']),
		'refuse',
		'assumed',
		'What happens to fields of a body that the team does not know: 400 naming them, or nothing',
	),
	extraFields: declare(
		z.enum(['none', 'known', 'answersOnly']),
		'none',
		'assumed',
		'Whether the team has fields that are in no documentation: `ldap_port` of connections, `ip_address_attribute` of server jobs, `email_field` of user jobs, `bastion_id` of rules. `known`: answers carry them, requests may send them, an update without them sets them to null. `answersOnly`: answers carry them, in requests they are unknown fields',
	),
	idForm: declare(
		z.enum(['uuid', 'upper', 'mixed', 'number']),
		'uuid',
		'probable',
		'How ids look in answers. `upper`: in capital letters. `mixed`: in capital letters in lists, in small letters elsewhere. `number`: JSON numbers. Except with `uuid`, requests may use any of these',
	),
	zeroValues: declare(
		z.boolean(),
		false,
		'assumed',
		'Whether answers say "none" by Go\'s zero values: `0001-01-01T00:00:00Z`, `""`, 0, the nil UUID, null for an empty list, a whole object of zeros for `recent_task_result`; a start hour of 0 or none is left out. The next four and `emptyTestId` do so one at a time, and win if they are changed',
	),
	noFrequency: declare(
		z.enum(['null', 'zero', 'missing']),
		'null',
		'assumed',
		'The frequency of an inactive user job that has none',
	),
	noStartHour: declare(
		z.enum(['null', 'zero', 'missing']),
		'null',
		'assumed',
		'The start hour of a job that has none (`zero` on the page: `0001-01-01T00:00:00Z`)',
	),
	startHourZero: declare(
		z.enum(['number', 'missing']),
		'number',
		'assumed',
		'The start hour of a job that starts at 0, in the client dialect',
	),
	noRecentResult: declare(
		z.enum(['null', 'zeros', 'empty', 'missing']),
		'null',
		'assumed',
		'`recent_task_result` of a job without a result. `zeros`: an object of zero values. `empty`: `{}`',
	),
	movedPaths: declare(
		z.record(endpointNumber, z.string().min(1).nullable()),
		{},
		'setting',
		'Endpoint number to its path below `/v1/teams/{team}/`, for example `{"13": "integrations/ad_connections/{connection}/task_settings/{job}/results"}`. The original path then answers 404; null removes the endpoint',
	),

	// Limits and clock
	dateOffsetSeconds: declare(
		z.number().int(),
		0,
		'setting',
		'By how much the `Date` header is ahead',
	),
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
	statusFilter: declare(
		z.enum(['honoured', 'ignored']),
		'honoured',
		'probable',
		'What `status` does on list 16. `ignored`: nothing, as any unknown parameter',
	),
	resultsOrder: declare(
		z.enum(['oldestFirst', 'newestFirst', 'shuffled']),
		'oldestFirst',
		'assumed',
		'The order of lists 13 and 24 when the request does not ask for one',
	),

	// The sandbox itself
	keepRequests: declare(z.number().int().min(0), 100_000, 'setting', 'Length of the request log'),
};
