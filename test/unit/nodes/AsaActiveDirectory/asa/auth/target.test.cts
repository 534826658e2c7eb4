import { readTarget } from '../../../../../../nodes/AsaActiveDirectory/asa/auth/target';
import { keyCredential } from '../support.cts';

function read(changes: object) {
	return readTarget({ ...keyCredential, ...changes });
}

const corrected = (...correction: unknown[]) => ({ pathCorrections: { correction } });

describe('readTarget', () => {
	it('reads host and team', () => {
		expect(read({})).toEqual({
			origin: 'https://app.scaleft.com',
			team: 'acme',
			pathCorrections: {},
		});
	});

	it.each([
		['space around it', ' https://app.scaleft.com\n', 'https://app.scaleft.com'],
		['a slash at its end', 'https://app.scaleft.com/', 'https://app.scaleft.com'],
		['upper case', 'HTTPS://APP.SCALEFT.COM', 'https://app.scaleft.com'],
		[
			'full-width letters, which mean the same host',
			'https://ａpp.scaleft.com',
			'https://app.scaleft.com',
		],
		['a port', 'https://app.scaleft.com:8443', 'https://app.scaleft.com:8443'],
		['the default port', 'https://app.scaleft.com:443', 'https://app.scaleft.com'],
		['the domain itself', 'https://okta.com', 'https://okta.com'],
		['an OPA host', 'https://acme.pam.okta.com', 'https://acme.pam.okta.com'],
		['loopback without TLS', 'http://localhost:4010', 'http://localhost:4010'],
		['loopback by number', 'http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
		['loopback by number, IPv6', 'http://[::1]:4010', 'http://[::1]:4010'],
	])('takes a Base URL with %s', (_, baseUrl, origin) => {
		expect(read({ baseUrl }).origin).toBe(origin);
	});

	it.each(['scaleft.com', 'scaleft.io', 'okta.com', 'oktapreview.com', 'okta-emea.com'])(
		"sends to hosts under %s, as Okta's own client does",
		(host) => {
			expect(read({ baseUrl: `https://team.${host}` }).origin).toBe(`https://team.${host}`);
			expect(() => read({ baseUrl: `https://team.${host}.example` })).toThrow(/not an Okta host/);
			expect(() => read({ baseUrl: `https://not-${host}` })).toThrow(/not an Okta host/);
		},
	);

	it('sends to another host if Allow Other Host is on, but never without TLS', () => {
		const other = { allowOtherHost: true };
		expect(read({ ...other, baseUrl: 'https://gateway.example' }).origin).toBe(
			'https://gateway.example',
		);
		expect(() => read({ ...other, baseUrl: 'http://gateway.example' })).toThrow(
			/must start with https/,
		);
		expect(() => read({ allowOtherHost: 'true', baseUrl: 'https://gateway.example' })).toThrow(
			/turn on Allow Other Host/,
		);
	});

	it.each([
		['', /^Base URL is not a URL/],
		['app.scaleft.com', /^Base URL is not a URL/],
		['https://', /^Base URL is not a URL/],
		['https://app.scaleft.com/v1', /without a path/],
		['https://app.scaleft.com?x', /without a path/],
		['https://app.scaleft.com#x', /without a path/],
		['ftp://app.scaleft.com', /must start with https/],
		['file:///etc/passwd', /more than scheme and host/],
		['javascript:alert(1)', /more than scheme and host/],
		[undefined, /^Base URL is not a URL/],
		[42, /^Base URL is not a URL/],
	])('refuses the Base URL %j', (baseUrl, message) => {
		expect(() => read({ baseUrl })).toThrow(message);
	});

	it.each(['', ' ', '.', '..', undefined, null])('refuses the team %j', (teamName) => {
		expect(() => read({ teamName })).toThrow(/^Team Name is empty or invalid/);
	});

	it('takes the team without the space around it', () => {
		expect(read({ teamName: ' acme\n' }).team).toBe('acme');
	});
});

describe('path corrections', () => {
	const path = '/v1/teams/{team}/integrations/ad_connections/{connection}/jobs/{job}/results';

	it('replace the path of an endpoint', () => {
		const rows = corrected({ endpoint: 'listServerSyncResults', path: ` ${path} ` });
		expect(read(rows).pathCorrections).toEqual({ listServerSyncResults: path });
	});

	it.each([undefined, null, '', {}, { correction: [] }, { correction: 'x' }])(
		'are none if the credential holds %j',
		(pathCorrections) => {
			expect(read({ pathCorrections }).pathCorrections).toEqual({});
		},
	);

	it.each([
		['unknown', { endpoint: 'listEverything', path }],
		['a property of every object', { endpoint: 'constructor', path }],
		['the prototype', { endpoint: '__proto__', path }],
		['absent', { path }],
		['no row at all', null],
	])('are refused for an endpoint that is %s', (_, row) => {
		expect(() => read(corrected(row))).toThrow(/^Path Corrections name an unknown endpoint/);
	});

	it.each([undefined, '', 'https://evil.example/{team}/{connection}/{job}', '/v1/{team}'])(
		'are refused with the path %j, by the name of the endpoint',
		(wrong) => {
			const rows = corrected({ endpoint: 'listServerSyncResults', path: wrong });
			expect(() => read(rows)).toThrow(
				/^Path Corrections for "List the results of a server sync job": /,
			);
		},
	);
});
