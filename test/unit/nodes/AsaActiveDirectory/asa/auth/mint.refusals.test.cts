import { openSession } from '../../../../../../nodes/AsaActiveDirectory/asa/auth/mint';
import { failureOf, keyCredential } from '../support.cts';
import { minted, listed, type Team, open } from './pretendedTeam.cts';

const unauthorized = {
	status: 401,
	body: {
		code: 401,
		message: 'Missing capability: ad_connection.list',
		nottype: 'authorization_error',
	},
};

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
			'a wrong team, if a proxy answers the other route with a page',
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

	it('and sends nothing if a field is empty or the host is refused', async () => {
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
