import { findLeaks, formsOf, networkPlaces, textOf, withoutEnteredPassword } from './canaries.cts';
import { LogLines } from '../rig/logLines.cts';
import type { SentRequest } from '../rig/networkLog.cts';
import { created, failed, list, request } from '../assertions/sampleEvidence.cts';
import { Search } from './search.cts';

describe('the search for secrets', () => {
	const secrets = {
		keySecret: 'Qk7 key+/ü Zt4 secret Wm9 canary',
		password: 'Hd2 "word" Lp8 pass Rx5 account',
		tokens: new Set(['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLW9mLWl0']),
	};
	const values = [secrets.keySecret, secrets.password, ...secrets.tokens];

	it.each(values.flatMap((value) => formsOf(value)))('finds %s', (form) => {
		const places = [{ name: 'a text', text: `before ${form} behind` }];
		expect(findLeaks(places, secrets)).toMatchObject([{ place: 'a text' }]);
	});

	it('finds base64 wherever the secret stands in it, and a piece of a secret', () => {
		for (const before of ['', 'x', 'xy', 'xyz']) {
			const text = Buffer.from(`${before}${secrets.keySecret}behind`).toString('base64');
			expect(findLeaks([{ name: 'base64', text }], secrets)).toHaveLength(1);
		}
		const piece = secrets.keySecret.slice(3, 27);
		expect(findLeaks([{ name: 'a piece', text: piece }], secrets)).toHaveLength(1);
		expect(findLeaks([{ name: 'nothing', text: 'the key of the house' }], secrets)).toEqual([]);
	});

	it('knows tokens that were minted and never sent', () => {
		const [token] = secrets.tokens;
		const search = new Search(secrets.keySecret, secrets.password, new LogLines());
		const outcomes = failed(`The answer is cut off: ${token}`);
		const evidence = created({ outcomes, minted: [token], sent: [] });
		expect(search.ofOperation(evidence, 'http://own')).toMatchObject([{ secret: 'token' }]);
	});

	it('looks below errors, into what they hide, and where they refer to themselves', () => {
		const cause = Object.assign(new Error('below'), { config: { auth: secrets.keySecret } });
		const error = new Error('above', { cause });
		Object.assign(cause, { error });
		Object.defineProperty(error, 'hidden', { value: secrets.password, enumerable: false });
		const leaks = findLeaks([{ name: 'error', text: textOf({ error }) }], secrets);
		expect(leaks.map(({ secret }) => secret)).toEqual(['key secret', 'password']);
	});

	const leaksIn = (sent: Partial<SentRequest>) =>
		findLeaks(networkPlaces([request(sent)], 'http://own'), secrets).map(({ secret }) => secret);
	const [token] = secrets.tokens;
	const mint = '/v1/teams/team/service_token';
	const account = JSON.stringify({ name: 'New', service_account_password: secrets.password });

	it.each<[string, Partial<SentRequest>]>([
		['the token in the Authorization header', { headers: { Authorization: `Bearer ${token}` } }],
		[
			'the key secret in the mint',
			{ path: mint, body: JSON.stringify({ key_secret: secrets.keySecret }) },
		],
		['the password when a connection is created', { body: account }],
		[
			'the password when a connection is updated',
			{ method: 'PUT', path: `${list}/c1`, body: account },
		],
	])('leaves out %s', (_, sent) => {
		expect(leaksIn(sent)).toEqual([]);
	});

	it.each<[string, Partial<SentRequest>, string]>([
		[
			'the token at another origin',
			{ origin: 'http://other', headers: { authorization: token } },
			'token',
		],
		['the token in the address', { path: `${list}?token=${token}` }, 'token'],
		['the token in another header', { headers: { cookie: token } }, 'token'],
		[
			'the key secret at another address',
			{ path: list, body: JSON.stringify({ key_secret: secrets.keySecret }) },
			'key secret',
		],
		[
			'the password in another field',
			{ body: JSON.stringify({ name: secrets.password }) },
			'password',
		],
		['the password with a job', { path: `${list}/c1/task_settings`, body: account }, 'password'],
	])('finds %s', (_, sent, secret) => {
		expect(leaksIn(sent)).toEqual([secret]);
	});

	it('leaves out the password in the parameter that it was entered in, and there alone', () => {
		const parameters = { serviceAccountPassword: secrets.password };
		const entered = textOf({ node: { parameters } });
		const plain = withoutEnteredPassword(entered, secrets.password);
		expect(findLeaks([{ name: 'node', text: plain }], secrets)).toEqual([]);
		const said = textOf({ node: { parameters }, message: secrets.password });
		const rest = withoutEnteredPassword(said, secrets.password);
		expect(findLeaks([{ name: 'node', text: rest }], secrets)).toHaveLength(1);
	});
});
