import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from '../../../../../helpers/seededFastCheck.cts';
import {
	authenticate,
	pastedTokenSession,
	writeSession,
} from '../../../../../../nodes/AsaActiveDirectory/asa/auth/session';
import { anyText, keyCredential } from '../support.cts';

const url = 'https://app.scaleft.com/v1/teams/acme/integrations/ad_connections';

const minted = { ...keyCredential, sessionToken: writeSession(keyCredential, 'minted') };
const pasted = { ...keyCredential, authentication: 'teamToken', token: ' pasted\n' };

/** n8n has a token minted for an answer of 401. */
const tokenNeeded = expect.objectContaining({ response: { status: 401 } }) as Error;

function authorization(credential: typeof keyCredential, request: object = { url }): unknown {
	return authenticate(credential, request).headers?.Authorization;
}

describe('a minted token', () => {
	it('goes with requests to the origin it was minted for', () => {
		expect(authorization(minted)).toBe('Bearer minted');
	});

	it.each([
		['another host', { baseUrl: 'https://app.scaleft.io' }],
		['another port', { baseUrl: 'https://app.scaleft.com:8443' }],
		['another team', { teamName: 'other' }],
		['another key', { keyId: '8f1c7b0e-0000-4000-8000-000000000002' }],
		['no token', { sessionToken: '' }],
		['something that is no session', { sessionToken: 'minted' }],
		['a session that is no object', { sessionToken: '["minted"]' }],
		['a session without what it is for', { sessionToken: '{"token":"minted"}' }],
		['a pasted token before', { sessionToken: pastedTokenSession }],
		['a time that has passed', { sessionToken: writeSession(keyCredential, 'old', Date.now()) }],
	])('stays behind, and n8n has a new one minted: %s', (_, edit) => {
		const credential = { ...minted, ...edit };
		const request = { url: `${credential.baseUrl}/v1/teams/x` };
		expect(() => authorization(credential, request)).toThrow(tokenNeeded);
	});

	it('is used until its time', () => {
		const sessionToken = writeSession(keyCredential, 'young', Date.now() + 60_000);
		expect(authorization({ ...minted, sessionToken })).toBe('Bearer young');
	});

	it('is the same after edits that mean nothing', () => {
		const same = {
			baseUrl: ' https://APP.scaleft.com/ ',
			teamName: ' acme ',
			keyId: ` ${keyCredential.keyId}`,
		};
		expect(authorization({ ...minted, ...same })).toBe('Bearer minted');
	});

	it('never follows an edit of host, team or key', () => {
		fc.assert(
			fc.property(anyText, anyText, (teamName, keyId) => {
				fc.pre(!['', '.', '..'].includes(teamName.trim()));
				const isSame = teamName.trim() === 'acme' && keyId.trim() === keyCredential.keyId;
				const send = () => authorization({ ...minted, teamName, keyId });
				if (isSame) expect(send()).toBe('Bearer minted');
				else expect(send).toThrow(tokenNeeded);
			}),
		);
	});
});

describe('a pasted token', () => {
	it('is sent without the space around it', () => {
		expect(authorization(pasted)).toBe('Bearer pasted');
	});

	it('takes the place of a minted one, and the minted one its place', () => {
		expect(authorization({ ...minted, authentication: 'teamToken', token: 'pasted' })).toBe(
			'Bearer pasted',
		);
		expect(authorization({ ...minted, token: 'pasted' })).toBe('Bearer minted');
	});

	it.each(['Bearer pasted', '"pasted"', "'Bearer pasted'", 'BEARER "pasted" '])(
		'is sent without what was copied with it: %s',
		(token) => {
			expect(authorization({ ...pasted, token })).toBe('Bearer pasted');
		},
	);

	it('is left out if it is empty', () => {
		expect(authorization({ ...pasted, token: ' ' })).toBeUndefined();
	});
});

describe('authenticate', () => {
	it('keeps what else the request says, and follows no redirect', () => {
		const request = {
			url,
			method: 'GET',
			headers: { 'X-Trace': '1' },
			qs: { count: 1 },
			disableFollowRedirect: false,
		} as const;
		expect(authenticate(minted, request)).toEqual({
			...request,
			headers: { 'X-Trace': '1', Authorization: 'Bearer minted' },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
		expect(request.headers).toEqual({ 'X-Trace': '1' });
	});

	it.each([
		['a whole address', { url }],
		['a path and its base', { url: '/v1/teams/acme', baseURL: 'https://app.scaleft.com' }],
		['a base with a path', { url: 'teams', baseURL: 'https://app.scaleft.com/v1/' }],
		['a whole address beside a base', { url, baseURL: 'https://evil.example' }],
		['the default port', { url: 'https://app.scaleft.com:443/v1' }],
		['the address of the HTTP Request node', { uri: url }],
	])('takes %s', (_, request) => {
		expect(authorization(minted, request)).toBe('Bearer minted');
	});

	it.each([
		['another host', { url: 'https://evil.example/v1' }],
		['another scheme', { url: 'http://app.scaleft.com/v1' }],
		['another port', { url: 'https://app.scaleft.com:444/v1' }],
		['a host that goes on', { url: 'https://app.scaleft.com.evil.example/v1' }],
		['a host within user info', { url: 'https://app.scaleft.com@evil.example/v1' }],
		['user info', { url: 'https://user:password@app.scaleft.com/v1' }],
		['another host as base', { url: '/v1', baseURL: 'https://evil.example' }],
		['another host beside the base', { url: 'https://evil.example', baseURL: url }],
		['a host without scheme', { url: '//evil.example/v1', baseURL: 'https://app.scaleft.com' }],
		['the same by backslashes', { url: '\\\\evil.example', baseURL: 'https://app.scaleft.com' }],
		[
			'a base that swallows the path',
			{ url: '@evil.example', baseURL: 'https://app.scaleft.com@x' },
		],
		['a path without base', { url: '/v1/teams/acme' }],
		['nothing', { url: '' }],
		['no address at all', {}],
		['another host as the address of the HTTP Request node', { uri: 'https://evil.example' }],
		['another host beside a good address', { url, uri: 'https://evil.example' }],
		['another host before a good address', { url: 'https://evil.example', uri: url }],
		['a blob', { url: `blob:${url}` }],
		['a file', { url: 'file:///etc/passwd' }],
		['data', { url: 'data:text/plain,x' }],
	])('refuses %s', (_, request) => {
		const refused = /^A request to a host other than the Base URL .* was rejected/;
		expect(() => authorization(minted, request)).toThrow(refused);
		expect(() => authorization(pasted, request)).toThrow(refused);
	});

	const unchecked = [
		{ skipSslCertificateValidation: true },
		{ rejectUnauthorized: false },
		{ agentOptions: { rejectUnauthorized: false } },
	];
	const proxy = 'http://proxy.example:3128';
	const refused = /^A request that does not verify the server's certificate was rejected/;
	const local = { baseUrl: 'http://127.0.0.1:8920', authentication: 'teamToken', token: 'pasted' };
	const localUrl = 'http://127.0.0.1:8920/v1/teams/acme';

	it.each(unchecked)('refuses %j, with a proxy or without', (options) => {
		for (const credential of [minted, pasted]) {
			expect(() => authorization(credential, { url, ...options })).toThrow(refused);
			expect(() => authorization(credential, { url, proxy, ...options })).toThrow(refused);
		}
	});

	it.each(unchecked)('takes %j on this machine, unless a proxy takes it elsewhere', (options) => {
		const credential = { ...pasted, ...local };
		expect(authorization(credential, { url: localUrl, ...options })).toBe('Bearer pasted');
		expect(() => authorization(credential, { url: localUrl, proxy, ...options })).toThrow(refused);
	});

	it('takes a proxy with https alone', () => {
		expect(authorization(minted, { url, proxy, rejectUnauthorized: true })).toBe('Bearer minted');
		expect(() => authorization({ ...pasted, ...local }, { url: localUrl, proxy })).toThrow(refused);
	});

	it('gives a request its time, however long', async () => {
		const signalOf = (timeout: number) => authenticate(minted, { url, timeout }).abortSignal;
		for (const timeout of [2 ** 31, 1e12, Infinity]) {
			const signal = signalOf(timeout) as AbortSignal;
			await new Promise((done) => setTimeout(done, 20));
			expect(signal.aborted).toBe(false);
		}
		for (const timeout of [0, -5, NaN]) expect(signalOf(timeout)).toBeUndefined();
	});

	it('ends a request by its own signal as well', () => {
		const own = new AbortController();
		const { abortSignal } = authenticate(minted, { url, timeout: 1_000, abortSignal: own.signal });
		own.abort();
		expect((abortSignal as AbortSignal).aborted).toBe(true);
	});

	it('ends a request also if garbage is collected meanwhile', async () => {
		setFlagsFromString('--expose-gc');
		const collectGarbage = runInNewContext('gc') as () => void;
		const own = new AbortController();
		const { abortSignal } = authenticate(minted, { url, timeout: 100, abortSignal: own.signal });
		const ended = once(abortSignal as AbortSignal, 'abort').then(() => true);
		await wait(10);
		collectGarbage();
		const inTime = new AbortController();
		const late = wait(2_000, false, { signal: inTime.signal });
		expect(await Promise.race([ended, late])).toBe(true);
		inTime.abort();
	});
});
