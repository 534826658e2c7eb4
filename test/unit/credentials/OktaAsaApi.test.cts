import fc from '../../helpers/seededFastCheck.cts';
import type { INodeProperties } from 'n8n-workflow';
import { OktaAsaApi } from '../../../credentials/OktaAsaApi.credentials';
import { endpoints } from '../../../nodes/AsaActiveDirectory/asa/endpoints';
import { fillPath } from '../../../nodes/AsaActiveDirectory/asa/auth/target';
import { writeSession } from '../../../nodes/AsaActiveDirectory/asa/auth/session';
import { keyCredential } from '../nodes/AsaActiveDirectory/asa/support.cts';

const credential = new OktaAsaApi();

function property(name: string): INodeProperties {
	const found = credential.properties.find((candidate) => candidate.name === name);
	if (!found) throw new Error(`The credential has no property ${name}`);
	return found;
}

describe('the credential', () => {
	// n8n's list of credentials shows the names that contain what was typed.
	it.each(['asa', 'okta', 'okta asa', 'advanced server access'])('is found by "%s"', (typed) => {
		expect(credential.displayName.toLowerCase()).toContain(typed);
	});

	it('keeps the names that stored credentials hold', () => {
		expect(credential.name).toBe('oktaAsaApi');
		expect(credential.properties.map(({ name }) => name)).toEqual([
			'teamName',
			'authentication',
			'keyId',
			'keySecret',
			'token',
			'baseUrl',
			'allowOtherHost',
			'serviceAccountUsername',
			'serviceAccountPassword',
			'pathCorrections',
			'sessionToken',
		]);
		expect(property('authentication').options).toMatchObject([
			{ value: 'serviceUserKey' },
			{ value: 'teamToken' },
		]);
	});

	it.each(['keySecret', 'token', 'sessionToken'])('hides the %s', (name) => {
		expect(property(name)).toMatchObject({ typeOptions: { password: true }, default: '' });
	});

	it('has n8n keep and renew the session out of sight', () => {
		expect(property('sessionToken')).toMatchObject({
			type: 'hidden',
			typeOptions: { expirable: true },
		});
	});

	it("goes to Okta's own host unless set otherwise", () => {
		expect(property('baseUrl').default).toBe('https://app.scaleft.com');
		expect(property('allowOtherHost').default).toBe(false);
	});

	it('offers every endpoint for correction, with its path and how sure it is', () => {
		const [collection] = property('pathCorrections').options ?? [];
		const [endpoint] = 'values' in collection ? collection.values : [];
		expect(endpoint.options).toEqual(
			Object.entries(endpoints).map(([value, { what, certainty, path }]) => ({
				name: what,
				value,
				description: `${certainty}: ${path}`,
			})),
		);
	});
});

describe('what n8n calls', () => {
	it("mints a session by preAuthentication, with n8n's own helper", async () => {
		const answers = [{ bearer_token: 'minted' }, { list: [] }];
		const helpers = {
			httpRequest: async () => ({ statusCode: 200, body: answers.shift(), headers: {} }),
		};
		const result = await credential.preAuthentication.call({ helpers }, keyCredential);
		expect(result).toEqual({ sessionToken: writeSession(keyCredential, 'minted') });
	});

	it('adds the token by authenticate, to its own origin alone', async () => {
		const data = { ...keyCredential, sessionToken: writeSession(keyCredential, 'minted') };
		const { authenticate } = credential;
		if (typeof authenticate !== 'function') throw new Error('authenticate is no function');
		const url = 'https://app.scaleft.com/v1';
		expect(await authenticate(data, { url })).toEqual({
			url,
			headers: { Authorization: 'Bearer minted' },
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
		await expect(authenticate(data, { url: 'https://evil.example' })).rejects.toThrow(
			/was rejected/,
		);
	});
});

describe('the Test', () => {
	const { request } = credential.test;

	/** The value of an expression as n8n works it out. */
	function evaluate(expression: unknown, $credentials: object): string {
		const [, code] = /^=\{\{(.*)\}\}$/s.exec(String(expression)) ?? [];
		return new Function('$credentials', `return ${code}`)($credentials) as string;
	}

	it('asks for one connection and follows no redirect', () => {
		expect(request).toMatchObject({ qs: { count: 1 }, disableFollowRedirect: true });
		expect(evaluate(request.baseURL, { baseUrl: ' https://app.scaleft.com ' })).toBe(
			'https://app.scaleft.com',
		);
	});

	it.each([
		['no corrections', undefined, endpoints.listConnections.path],
		['empty corrections', {}, endpoints.listConnections.path],
		[
			'another correction',
			{ correction: [{ endpoint: 'listGateways', path: '/v2/{team}/gateways' }] },
			endpoints.listConnections.path,
		],
		[
			'its own correction',
			{ correction: [{ endpoint: 'listConnections', path: ' /v2/{team}/ad ' }] },
			'/v2/{team}/ad',
		],
	])('goes where the client goes with %s, whatever the team is called', (_, stored, template) => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (teamName) => {
				fc.pre(!['', '.', '..'].includes(teamName.trim()));
				const url = evaluate(request.url, { teamName, pathCorrections: stored });
				expect(url).toBe(fillPath(template, { team: teamName }));
			}),
		);
	});
});
