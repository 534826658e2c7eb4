import { pastedTokenSession } from '../../../../../../nodes/AsaActiveDirectory/asa/auth/session';
import { keyCredential } from '../support.cts';
import { token, minted, type Team, team, open } from './pretendedTeam.cts';

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
	])('is good if %s', async (_, answers) => {
		expect(JSON.parse(await open(answers).session)).toMatchObject({ token });
	});
});
