import { mutant, type Mutant } from './mutant.cts';

/** Of the API client. */
export const ASA_MUTANTS: Mutant[] = [
	mutant(
		'asa/auth/mint.ts',
		'if (answer.failure) throw explainMint(answer.failure, target);',
		'',
		'a wrong key is told as another server',
	),
	mutant(
		'asa/auth/mint.ts',
		'answeredTeam.toLowerCase() !== target.team.toLowerCase()',
		'false',
		'a key of another team is taken',
	),
	mutant(
		'asa/auth/session.ts',
		'session.team === target.team &&',
		'',
		"a token goes to another team's address",
	),
	mutant(
		'asa/auth/target.ts',
		'if (url.username || url.password)',
		'if (url.username && url.password)',
		'an address with a user name is taken',
	),
	mutant(
		'asa/auth/target.ts',
		'!loopback && !allowOtherHost &&',
		'!loopback &&',
		'Allow Other Host does nothing',
	),
	mutant(
		'asa/auth/target.ts',
		'host.endsWith(`.${okta}`)',
		'host.endsWith(okta)',
		"a key goes to a host that only looks like Okta's",
	),
	mutant(
		'asa/auth/target.ts',
		"if (piece === '' || piece === '.' || piece === '..')",
		"if (piece === '')",
		'an ID climbs to another path',
	),
	mutant(
		'asa/auth/target.ts',
		'return encodePiece(piece);',
		'return piece;',
		'an ID adds to the path',
	),
	mutant(
		'asa/http/failure.ts',
		'if (status !== 401) return message;',
		'return message;',
		'a 401 that repeats the token is quoted',
	),
	mutant(
		'asa/http/pacing.ts',
		"if (endpoint.method !== 'GET') return failure.status === 429;",
		'',
		'a write is sent twice',
	),
	mutant('asa/http/pacing.ts', 'attempt >= maxRetries ||', '', 'a request is repeated without end'),
	mutant(
		'asa/http/pacing.ts',
		'if (nowAt < this.askedAt) this.nextStartAt = nowAt;',
		'',
		'a clock that was set back stops all requests',
	),
	mutant(
		'asa/http/requests.ts',
		'addressWithin(origin, next, origin)',
		'new URL(next, origin).href',
		'the token follows a link to another host',
	),
	mutant(
		'asa/http/requests.ts',
		'return isNew && !isStale &&',
		'return isNew &&',
		'a list that brings nothing new is read for minutes',
	),
	mutant(
		'asa/http/requests.ts',
		'!this.ids.has(id) && this.ids.add(id)',
		'true',
		'an entry that moved on comes twice',
	),
	mutant(
		'asa/model/json.ts',
		'if (depth === maxDepth)',
		'if (depth < 0)',
		'a deeply nested answer ends the poll',
	),
	mutant(
		'asa/model/result.ts',
		"id.trim() !== '' && id.trim() !== nilUuid",
		"id.trim() !== ''",
		'scheduled runs with the nil UUID count as tests',
	),
	mutant(
		'asa/model/result.ts',
		'isBlank(summary) ? result.status.summary : summary',
		'summary',
		'details without a summary erase it',
	),
	mutant(
		'asa/results.ts',
		'if (isFalling(times) && ',
		'if (',
		'results in rising order are cut off',
	),
];
