import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	unchanged,
	failureOf,
	fakeRequests,
	keyCredential,
	openFake,
	type Api,
} from './support.cts';

/**
 * Attempts to lead the team token to another origin, or a request to another endpoint. Each is either refused
 * or encoded harmlessly: what is sent keeps the origin and the number of pieces of the path.
 */
const origin = 'https://app.scaleft.com';
const list = `${origin}/v1/teams/acme/integrations/ad_connections`;

const baseUrls = [
	'https://app.scaleft.com@evil.example',
	'https://app.scaleft.com:443@evil.example',
	'https://app.scaleft.com%40evil.example',
	'https://user@app.scaleft.com',
	'https://user:password@app.scaleft.com',
	'https://:password@app.scaleft.com',
	'https://evil.example@app.scaleft.com',
	'https://evil.example\\@app.scaleft.com',
	'https://evil.example/@app.scaleft.com',
	'https://evil.example#@app.scaleft.com',
	'https://evil.example?@app.scaleft.com',
	'http://app.scaleft.com',
	'ws://app.scaleft.com',
	'blob:https://app.scaleft.com/x',
];

const lookAlikeHosts = [
	'https://app.sсaleft.com', // Cyrillic es
	'https://app.scаleft.com', // Cyrillic a
	'https://app.scaleft.соm', // Cyrillic es and o
	'https://app.okta．com．evil.example', // full-width dots
	'https://app.scaleft.com。evil.example', // ideographic full stop
	'https://app.scaleft.com\u2044.evil.example', // fraction slash
	'https://app.scaleft.com\uff0f.evil.example', // full-width slash
	'https://app.scaleft.com\u2024evil.example', // one dot leader
	'https://app.scaIeft.com', // capital i
	'https://app-scaleft.com',
	'https://app.scaleft.com.',
	'https://scaleft.com.evil.example',
	'https://notscaleft.com',
	'https://xn--app-okta.com-evil.example',
	'http://127.0.0.1.evil.example',
	'http://localhost.evil.example',
	'http://2130706433.evil.example',
	'http://[::ffff:127.0.0.1]',
];

const pieces = [
	'../../users',
	'a?b#c',
	'a/b',
	'a\\b',
	'..\\..\\users',
	'%2e%2e%2fusers',
	'..;/users',
	'//evil.example',
	'@evil.example',
	'https://evil.example/x',
	'acme\r\nHost: evil.example',
	'acme\0',
	'acme\ud800/..',
	'acme\u202e/..',
	'acme?offset=1&count=1',
	'{connection}',
	'＿／．．',
];

const climbing = ['..', '.', ' .. ', '', ' ', '\t.\n'];

const corrections = [
	'https://evil.example/{team}',
	'//evil.example/{team}',
	'/\\evil.example/{team}',
	'\\\\evil.example/{team}',
	'@evil.example/{team}',
	'.evil.example/{team}',
	':443@evil.example/{team}',
	'/v1/teams/{team}/../../admin',
	'/v1/teams/{team}/./users/..',
	'/v1/teams/{team}?x=',
	'/v1/teams/{team}#',
	'/v1/teams/{team}/%2e%2e/users',
	'/v1/teams/users',
	'/v1/teams/{team}/{team}',
	'/v1/teams/{team}/{__proto__}',
	'/v1/teams/{team}\r\nX-Evil: 1',
];

const nextLinks = [
	'https://evil.example/v1',
	'//evil.example/v1',
	'\\\\evil.example\\v1',
	'http://app.scaleft.com/v1',
	'https://app.scaleft.com:8443/v1',
	'https://app.scaleft.com.evil.example/v1',
	'https://app.scaleft.com@evil.example/v1',
	'https://user:password@app.scaleft.com/v1',
	'https://app.sсaleft.com/v1', // Cyrillic es
	'blob:https://app.scaleft.com/v1',
	'file:///etc/passwd',
	'data:application/json,{"list":[]}',
	'javascript:alert(1)',
	'https://',
];

const redirects: Array<[number, string]> = [
	[301, 'https://evil.example/v1'],
	[302, 'https://app.scaleft.com/v1/other'],
	[303, 'http://app.scaleft.com/v1'],
	[307, '//evil.example'],
	[308, 'https://app.scaleft.com.evil.example'],
	[302, 'https://app.scaleft.com@evil.example'],
	[300, list],
];

/** The path's pieces as a server sees them, on the credential's own origin. */
function piecesOf({ url }: IHttpRequestOptions): string[] {
	const { origin: goesTo, pathname, search, hash, username } = new URL(url);
	expect([goesTo, search, hash, username]).toEqual([origin, '', '', '']);
	return pathname.split('/');
}

const empty: Api = () => ({ body: { list: [] } });

describe('refused when the client is opened', () => {
	it.each([...baseUrls, ...lookAlikeHosts])('Base URL %j', async (baseUrl) => {
		const error = await failureOf(openFake(empty, { credential: { ...keyCredential, baseUrl } }));
		expect(error.message).toMatch(/^Base URL /);
		expect(error.message).not.toContain('password@');
	});

	it.each(corrections)('path correction %j', async (path) => {
		const pathCorrections = { correction: [{ endpoint: 'listConnections', path }] };
		const error = await failureOf(
			openFake(empty, { credential: { ...keyCredential, pathCorrections } }),
		);
		expect(error.message).toMatch(/^Path Corrections for "List AD connections": /);
	});

	it.each(climbing)('team %j', async (teamName) => {
		const error = await failureOf(openFake(empty, { credential: { ...keyCredential, teamName } }));
		expect(error.message).toMatch(/^Team Name is empty or invalid/);
	});
});

describe('encoded as one piece of the path', () => {
	it.each(pieces)('team %j', async (teamName) => {
		const credential = { ...keyCredential, teamName };
		const { requests, sent } = fakeRequests(empty, { credential });
		await requests.list(unchanged, 'listConnections');
		const [, v1, teams, team, ...rest] = piecesOf(sent[0]);
		expect([v1, teams, ...rest]).toEqual(['v1', 'teams', 'integrations', 'ad_connections']);
		expect(decodeURIComponent(team)).toBe(teamName.toWellFormed());
	});

	it.each(pieces)('id %j', async (connection) => {
		const { requests, sent } = fakeRequests(empty);
		await requests.list(unchanged, 'listServerSyncJobs', { connection });
		const [id, ...rest] = piecesOf(sent[0]).slice(6);
		expect(rest).toEqual(['task_settings']);
		expect(decodeURIComponent(id)).toBe(connection.toWellFormed());
	});
});

describe('refused before anything is sent', () => {
	it.each(climbing)('id %j', async (connection) => {
		const { requests, sent } = fakeRequests(empty);
		const error = await failureOf(requests.send('deleteConnection', { connection }));
		expect(error.message).toMatch(/an ID is empty, \. or \.\.$/);
		expect(sent).toEqual([]);
	});

	it.each(nextLinks)('next link %j', async (link) => {
		const { requests, sent } = fakeRequests(() => ({
			body: { list: [] },
			headers: { link: `<${link}>; rel="next"` },
		}));
		const error = await failureOf(requests.list(unchanged, 'listConnections'));
		expect(error.message).toMatch(/the next page is on another host/);
		expect(sent.map(({ url }) => url)).toEqual([list]);
	});

	it.each(redirects)('redirect %i to %s', async (status, location) => {
		const { requests, sent } = fakeRequests(() => ({ status, headers: { location } }));
		const error = await failureOf(requests.list(unchanged, 'listConnections'));
		expect(error.message).toMatch(/returned a redirect \(\d+\), which is not followed$/);
		expect(sent.map(({ url, disableFollowRedirect }) => [url, disableFollowRedirect])).toEqual([
			[list, true],
		]);
	});
});

it('holds at least 60 hostile inputs, at least 6 of each class', () => {
	const classes = [baseUrls, lookAlikeHosts, pieces, climbing, corrections, nextLinks, redirects];
	for (const inputs of classes) expect(inputs.length).toBeGreaterThanOrEqual(6);
	expect(new Set<unknown>(classes.flat()).size).toBeGreaterThanOrEqual(60);
});
