import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { openSession } from '../../../../../../nodes/AsaActiveDirectory/asa/auth/mint';
import { pastedTokenSession } from '../../../../../../nodes/AsaActiveDirectory/asa/auth/session';
import { failureOf, keyCredential, type FakeResponse } from '../support.cts';

const token = 'canary-minted';
const minted = {
	body: { bearer_token: token, expires_at: '2026-11-23T17:00:00Z', team_name: 'acme' },
};
const listed = { body: { list: [] } };
const unauthorized = {
	status: 401,
	body: {
		code: 401,
		message: 'Missing capability: ad_connection.list',
		nottype: 'authorization_error',
	},
};

/** What the API answers to the three requests that a credential may send. */
interface Team {
	mint?: FakeResponse;
	probe?: FakeResponse;
	opa?: FakeResponse;
}

const team = 'https://app.scaleft.com/v1/teams/acme';
const kinds: Record<string, keyof Team> = {
	[`${team}/service_token`]: 'mint',
	[`${team}/integrations/ad_connections`]: 'probe',
	[`${team}/connections/active_directory`]: 'opa',
};

/** Opens a session on a pretended team; answers what became of it and what was sent. */
function open(answers: Team, changes: object = {}) {
	const sent: IHttpRequestOptions[] = [];
	const all: Team = { mint: minted, probe: listed, opa: { status: 404 }, ...answers };
	const send = async (request: IHttpRequestOptions) => {
		sent.push(request);
		const {
			status = 200,
			body,
			headers = {},
			networkCode,
		} = all[kinds[request.url] ?? 'probe'] ?? {};
		if (networkCode) throw Object.assign(new Error('no answer'), { code: networkCode });
		return { statusCode: status, body, headers } as IN8nHttpFullResponse;
	};
	const session = openSession(send, { ...keyCredential, ...changes });
	return { session, sent, kindsSent: () => sent.map(({ url }) => kinds[url]) };
}

describe('a session', () => {
	it('is minted from the key without authorization, tried, and bound to host, team and key', async () => {
		const { session, sent } = open({});
		expect(JSON.parse(await session)).toEqual({
			token,
			origin: 'https://app.scaleft.com',
			team: 'acme',
			keyId: keyCredential.keyId,
		});
		const always = {
			json: true,
			returnFullResponse: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			timeout: 10_000,
		};
		const signals = sent.map(({ abortSignal }) => abortSignal);
		expect(signals).toEqual([expect.any(AbortSignal), expect.any(AbortSignal)]);
		expect(sent.map((request) => ({ ...request, abortSignal: undefined }))).toEqual([
			{
				...always,
				method: 'POST',
				url: `${team}/service_token`,
				body: { key_id: keyCredential.keyId, key_secret: 'canary-key-secret' },
			},
			{
				...always,
				method: 'GET',
				url: `${team}/integrations/ad_connections`,
				qs: { count: 1 },
				headers: { Authorization: `Bearer ${token}` },
				followRedirect: false,
				followAllRedirects: false,
			},
		]);
	});

	it.each<[string, string, number, number | null]>([
		['an hour', '2026-11-23T17:00:00Z', 0, 3_590],
		['a minute', '2026-11-23T16:01:00Z', 0, 54],
		["an hour, and n8n's clock is two hours ahead", '2026-11-23T17:00:00Z', 7_200, 3_590],
		["an hour, and n8n's clock is two hours late", '2026-11-23T17:00:00Z', -7_200, 3_590],
		['no time', '2026-11-23T16:00:00Z', 0, null],
	])(
		'is used not quite to the end of a token that lasts %s',
		async (_, expiresAt, aheadSec, useSec) => {
			const sentAt = '2026-11-23T16:00:00Z';
			const nowMs = Date.parse(sentAt) + aheadSec * 1_000;
			const clock = jest.spyOn(Date, 'now').mockReturnValue(nowMs);
			const headers = { date: new Date(sentAt).toUTCString() };
			const mint = { body: { bearer_token: token, expires_at: expiresAt }, headers };
			const session = JSON.parse(await open({ mint }).session) as { expiresAt?: number };
			clock.mockRestore();
			const endsMs = useSec === null ? undefined : nowMs + useSec * 1_000;
			expect(session.expiresAt).toBe(endsMs);
		},
	);

	it('sends key and secret without the space around them', async () => {
		const { session, sent } = open(
			{},
			{ keyId: ' id ', keySecret: ' secret\n', teamName: ' acme ' },
		);
		await session;
		expect(sent[0].body).toEqual({ key_id: 'id', key_secret: 'secret' });
	});

	it('of a pasted token is tried, and holds nothing secret', async () => {
		const { session, sent, kindsSent } = open(
			{},
			{ authentication: 'teamToken', token: ' pasted ' },
		);
		expect(await session).toBe(pastedTokenSession);
		expect(kindsSent()).toEqual(['probe']);
		expect(sent[0].headers).toEqual({ Authorization: 'Bearer pasted' });
	});

	it('is tried by the corrected path of the list of connections', async () => {
		const correction = [{ endpoint: 'listConnections', path: '/v2/{team}/ad' }];
		const { session, sent } = open({}, { pathCorrections: { correction } });
		await session;
		expect(sent[1].url).toBe('https://app.scaleft.com/v2/acme/ad');
	});

	it.each<[string, Team]>([
		[
			"Okta's answer names the team in other letters",
			{ mint: { body: { ...minted.body, team_name: 'ACME' } } },
		],
		["Okta's answer names no team", { mint: { body: { bearer_token: token } } }],
		['the try gets 429', { probe: { status: 429 } }],
		['the try gets 503', { probe: { status: 503 } }],
		['the try finds one connection as an object', { probe: { body: { list: { id: 'c1' } } } }],
		['the try finds null', { probe: { body: { list: null } } }],
	])('is good where %s', async (_, answers) => {
		expect(JSON.parse(await open(answers).session)).toMatchObject({ token });
	});
});

describe('a credential that can not be used says why', () => {
	const pasted = { authentication: 'teamToken', token: 'pasted' };
	type Case = [what: string, answers: Team, changes: object, message: RegExp, cause: string];
	const cases: Case[] = [
		[
			'a wrong key',
			{ mint: { status: 401 } },
			{},
			/^Key ID or Key Secret is wrong, or .*"acme" \(401\)/,
			'credential-invalid',
		],
		['no key ID', {}, { keyId: ' ' }, /^Key ID is empty/, 'credential-invalid'],
		['no key secret', {}, { keySecret: '' }, /^Key Secret is empty/, 'credential-invalid'],
		['no token', {}, { ...pasted, token: '' }, /^Token is empty/, 'credential-invalid'],
		[
			'a wrong token',
			{ probe: { status: 401 } },
			pasted,
			/^Token has expired, is wrong, or .*"acme"/,
			'credential-invalid',
		],
		[
			'a refused new token',
			{ probe: { status: 401, body: { message: 'Inactive', nottype: 'authentication_error' } } },
			{},
			/^Okta rejected the token that it has just issued \(401, authentication_error\)/,
			'credential-invalid',
		],
		[
			'a wrong team, 404 at the mint',
			{ mint: { status: 404 } },
			{},
			/^Team Name "acme" was not found/,
			'credential-invalid',
		],
		[
			'a wrong team, 404 at the try',
			{ probe: { status: 404 } },
			{},
			/^Team Name "acme" was not found/,
			'credential-invalid',
		],
		[
			'a wrong team, another in the answer',
			{ mint: { body: { ...minted.body, team_name: 'other' } } },
			{},
			/^Team Name is "acme", but the key belongs to another team/,
			'credential-invalid',
		],
		[
			'a missing role',
			{ probe: unauthorized },
			{},
			/^The service user lacks a role \(401, Missing capability: ad_connection\.list\)/,
			'credential-invalid',
		],
		[
			'a missing role, pasted token',
			{ probe: unauthorized },
			pasted,
			/^The service user lacks a role/,
			'credential-invalid',
		],
		[
			'an OPA team, by its other route',
			{ probe: unauthorized, opa: listed },
			{},
			/is on Okta Privileged Access/,
			'configuration-invalid',
		],
		[
			'a missing role or an OPA team, by 401 on every route',
			{ probe: unauthorized, opa: unauthorized },
			{},
			/^The service user lacks a role \(401, Missing capability: ad_connection\.list\)\. In ASA's dashboard, add it to a group that has the team role Admin \(access_admin\)\. If it has that role, team "acme" may be on Okta Privileged Access/,
			'credential-invalid',
		],
		[
			'a wrong team, whatever the other route answers but 200',
			{ probe: { status: 404 }, opa: { status: 401 } },
			{},
			/^Team Name "acme" was not found/,
			'credential-invalid',
		],
		[
			'a wrong team, where a proxy answers the other route with a page',
			{ probe: { status: 404 }, opa: { body: '<html>' } },
			{},
			/^Team Name "acme" was not found/,
			'credential-invalid',
		],
		[
			'a team that is shut off',
			{ mint: { status: 403, body: { nottype: 'disabled_team' } } },
			{},
			/^Okta denied access to team "acme" \(403\)/,
			'credential-invalid',
		],
		[
			'too many requests',
			{ mint: { status: 429 } },
			{},
			/^Rate limit reached \(429\)\. Try again later$/,
			'rate-limited',
		],
		[
			'a server that fails',
			{ mint: { status: 500 } },
			{},
			/^https:\/\/app\.scaleft\.com returned a server error \(500\)/,
			'temporarily-unavailable',
		],
		[
			'no server',
			{ mint: { networkCode: 'ECONNREFUSED' } },
			{},
			/^No response from https:\/\/app\.scaleft\.com: the connection was refused/,
			'temporarily-unavailable',
		],
		[
			'a cut connection at the try',
			{ probe: { networkCode: 'ECONNRESET' } },
			{},
			/^No response from .*: the connection was cut/,
			'temporarily-unavailable',
		],
		[
			'a redirect at the mint',
			{ mint: { status: 302 } },
			{},
			/returned a redirect \(302\), which is not followed/,
			'credential-invalid',
		],
		[
			'a redirect at the try',
			{ probe: { status: 307 } },
			{},
			/returned a redirect \(307\), which is not followed/,
			'credential-invalid',
		],
		[
			'HTML at the mint',
			{ mint: { body: '<html>' } },
			{},
			/isn't from Advanced Server Access/,
			'configuration-invalid',
		],
		[
			'no token in the answer',
			{ mint: { body: { bearer_token: '' } } },
			{},
			/isn't from Advanced Server Access/,
			'configuration-invalid',
		],
		[
			'a token that is no text',
			{ mint: { body: { bearer_token: ['x'] } } },
			{},
			/isn't from Advanced Server Access/,
			'configuration-invalid',
		],
		[
			'HTML at the try',
			{ probe: { body: '<html>' } },
			{},
			/isn't from Advanced Server Access/,
			'configuration-invalid',
		],
		[
			'an object without list at the try',
			{ probe: { body: {} } },
			{},
			/isn't from Advanced Server Access/,
			'configuration-invalid',
		],
		[
			'a status of no known meaning',
			{ probe: { status: 418 } },
			{},
			/isn't from Advanced Server Access/,
			'configuration-invalid',
		],
	];

	it.each(cases)('%s', async (_, answers, changes, message, cause) => {
		const error = await failureOf(open(answers, changes).session);
		expect(error.message).toMatch(message);
		expect(error).not.toHaveProperty('response');
		expect(error).not.toHaveProperty('code');
		expect(error).toMatchObject({ failure: { cause } });
	});

	it.each([
		['no team', { teamName: '' }, /^Team Name is empty/],
		['a foreign host', { baseUrl: 'https://evil.example' }, /^Base URL points to evil\.example/],
	])('%s, before anything is sent', async (_, changes, message) => {
		const { session, sent } = open({}, changes);
		expect((await failureOf(session)).message).toMatch(message);
		expect(sent).toEqual([]);
	});

	it('an OPA team by its host, without asking further', async () => {
		const error = await failureOf(
			openSession(
				async ({ method }) =>
					method === 'POST'
						? { statusCode: 200, body: minted.body, headers: {} }
						: { statusCode: 404, body: {}, headers: {} },
				{ ...keyCredential, baseUrl: 'https://acme.pam.okta.com' },
			),
		);
		expect(error.message).toMatch(/is on Okta Privileged Access/);
	});

	it.each([
		[429, { 'x-ratelimit-retry-at': String(Date.parse('2026-11-23T16:01:30Z') / 1_000) }],
		[503, { 'retry-after': '90' }],
		[503, { 'retry-after': 'Mon, 23 Nov 2026 16:01:30 GMT' }],
	])('with how long to wait after %d', async (status, more) => {
		const headers = { date: 'Mon, 23 Nov 2026 16:00:00 GMT', ...more };
		const error = await failureOf(open({ mint: { status, headers } }).session);
		expect(error.message).toMatch(/Try again in 90 s/);
		expect(error).toMatchObject({ failure: { retryAfterMs: 90_000 } });
	});

	it('and sends nothing where a field is empty or the host is refused', async () => {
		for (const changes of [
			{ keyId: '' },
			{ keySecret: '' },
			{ baseUrl: 'http://app.scaleft.com' },
		]) {
			const { session, sent } = open({}, changes);
			await failureOf(session);
			expect(sent).toEqual([]);
		}
		const { session, sent } = open({}, { ...pasted, token: ' ' });
		await failureOf(session);
		expect(sent).toEqual([]);
	});

	it.each<[string, Team, object, string]>([
		['mint', { mint: { status: 403, body: { message: 'canary-key-secret is off' } } }, {}, '(403)'],
		[
			'try of a new token',
			{ probe: { status: 401, body: { message: 'Bearer canary-minted' } } },
			{},
			'(401)',
		],
		[
			'try of a pasted token',
			{ probe: { status: 403, body: { message: 'Bearer canary-pasted' } } },
			{ authentication: 'teamToken', token: ' canary-pasted\n' },
			'(hidden)',
		],
	])('without a secret that the server repeats: %s', async (_, answers, changes, said) => {
		const { message } = await failureOf(open(answers, changes).session);
		expect(message).toContain(said);
		expect(message).not.toContain('canary');
	});
});
