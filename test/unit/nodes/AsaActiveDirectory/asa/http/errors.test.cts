import {
	endpointOf,
	type EndpointName,
} from '../../../../../../nodes/AsaActiveDirectory/asa/endpoints';
import {
	apiError,
	isCredentialError,
	isObjectMissing,
	isNotFound,
	unexpectedAnswer,
} from '../../../../../../nodes/AsaActiveDirectory/asa/http/errors';
import type { RequestFailure } from '../../../../../../nodes/AsaActiveDirectory/asa/http/failure';
import { node } from '../support.cts';

const origin = 'https://app.scaleft.com';

function errorOf(name: EndpointName, failure: RequestFailure, pathCorrected = false) {
	return apiError(node, { endpoint: endpointOf(name), origin, pathCorrected }, failure);
}

type Case = [EndpointName, RequestFailure, message: string, wayOut: RegExp, cause: string];

const cases: Case[] = [
	[
		'getConnection',
		{ status: 400, name: 'invalid_request', message: 'Bad domain' },
		'Get an AD connection: Okta rejected the request (400, invalid_request, Bad domain)',
		/Correct the values named in the message/,
		'configuration-invalid',
	],
	[
		'getConnection',
		{ status: 401, name: 'authorization_error', message: 'Missing capability: x' },
		'Get an AD connection: the service user lacks a role (401, authorization_error, Missing capability: x)',
		/add the service user .* to a group that has the team role Admin \(access_admin\)$/,
		'credential-invalid',
	],
	[
		'getConnection',
		{ status: 401, name: 'authentication_error' },
		'Get an AD connection: Okta rejected the team token (401, authentication_error)',
		/save it, so that n8n tests it/,
		'credential-invalid',
	],
	[
		'getConnection',
		{ status: 403 },
		'Get an AD connection: Okta rejected the request (403)',
		/Ask the team's administrator/,
		'configuration-invalid',
	],
	[
		'getConnection',
		{ status: 404, isObject: true },
		'Get an AD connection: not found (404)',
		/^Check the parameter 'Connection': the object may have been deleted/,
		'configuration-invalid',
	],
	[
		'getServerSyncJob',
		{ status: 404, isObject: true },
		'Get a server sync job: not found (404)',
		/^Check the parameter 'Job': .* updated under a new ID/,
		'configuration-invalid',
	],
	[
		'listGateways',
		{ status: 404, isObject: true },
		'List gateways: not found (404)',
		/^Check Team Name and Base URL of the credential/,
		'configuration-invalid',
	],
	[
		'getUserSyncResult',
		{ status: 404, isObject: true },
		'Get a result of a user sync job with details: not found (404)',
		/^Check the parameter 'Result'\. If it is correct, the path may be wrong, because Okta has not published it\. Enter the correct path in the credential under Path Corrections, for the endpoint "Get a result of a user sync job with details"; the list 'Endpoint' there shows its default path\. To find the correct one, use the contract check \(see docs\/troubleshooting\.md of this package\)$/,
		'configuration-invalid',
	],
	[
		'createConnection',
		{ status: 409, message: 'Domain is taken' },
		'Create an AD connection: Okta rejected the request (409, Domain is taken)',
		/use Create or Update/,
		'configuration-invalid',
	],
	[
		'getConnection',
		{ status: 418 },
		'Get an AD connection: Okta rejected the request (418)',
		/Check the values of this operation and the Base URL/,
		'configuration-invalid',
	],
	[
		'getConnection',
		{ status: 429 },
		'Get an AD connection: rate limit reached (429)',
		/10,000 requests per hour .* lower 'Concurrent Requests'/,
		'rate-limited',
	],
	[
		'getConnection',
		{ status: 429, retryAfterMs: 90_500 },
		'Get an AD connection: rate limit reached (429)',
		/accepts the next in 91 s; this node waits at most 60 s/,
		'rate-limited',
	],
	[
		'getConnection',
		{ status: 302 },
		'Get an AD connection: https://app.scaleft.com returned a redirect (302), which is not followed',
		/The team token is only sent to the Base URL/,
		'configuration-invalid',
	],
	[
		'getConnection',
		{ status: 500, name: 'unknown_error' },
		'Get an AD connection: Okta returned a server error (500, unknown_error)',
		/Try again later/,
		'temporarily-unavailable',
	],
	[
		'updateConnection',
		{ status: 500 },
		'Update an AD connection: Okta returned a server error (500)',
		/may or may not have been carried out/,
		'temporarily-unavailable',
	],
	[
		'getConnection',
		{ networkCode: 'ECONNRESET' },
		'Get an AD connection: no response from https://app.scaleft.com: the connection was cut',
		/Check the Base URL/,
		'temporarily-unavailable',
	],
	[
		'deleteConnection',
		{ networkCode: 'ECONNRESET' },
		'Delete an AD connection: no response from https://app.scaleft.com: the connection was cut',
		/may or may not have been carried out/,
		'temporarily-unavailable',
	],
	[
		'deleteConnection',
		{ networkCode: 'ECONNREFUSED' },
		'Delete an AD connection: no response from https://app.scaleft.com: the connection was refused',
		/^Check the Base URL/,
		'temporarily-unavailable',
	],
	[
		'getConnection',
		{ credentialProblem: { message: 'Key ID is empty' } },
		'Key ID is empty',
		/^After fixing this, open the credential of this node and save it/,
		'credential-invalid',
	],
	[
		'getConnection',
		{
			credentialProblem: { message: 'Okta is busy', failure: { cause: 'temporarily-unavailable' } },
		},
		'Okta is busy',
		/^After fixing this/,
		'temporarily-unavailable',
	],
];

describe('the error of a failed request', () => {
	it.each(cases)('%s, %j', (name, failure, message, wayOut, cause) => {
		const error = errorOf(name, failure);
		expect(error.message).toBe(message);
		expect(error.description).toMatch(wayOut);
		expect(error.failure?.cause).toBe(cause);
		expect(error.httpCode).toBe(failure.status ? String(failure.status) : null);
		expect(error.messages).toEqual([]);
	});

	it("keeps its words where n8n would put its own, for a fault's code among them", () => {
		const error = errorOf('getConnection', { status: 400, message: 'gateway: ECONNREFUSED' });
		expect(error.message).toBe(
			'Get an AD connection: Okta rejected the request (400, gateway: ECONNREFUSED)',
		);
		expect(error.messages).toEqual([]);
	});

	it('says how long n8n has to wait', () => {
		expect(errorOf('getConnection', { status: 429, retryAfterMs: 90_500 }).failure).toEqual({
			cause: 'rate-limited',
			retryAfterMs: 90_500,
		});
	});

	it('says what was not found in a short message, and repeats no path, which the panel would cut', () => {
		const { path } = endpointOf('listServerSyncResults');
		const tried = path.replace(/\{\w+\}/g, 'a1b2');
		const error = errorOf('listServerSyncResults', {
			...{ status: 404, isObject: true, name: 'resource_does_not_exist' },
			message: `There is nothing at GET ${tried}?count=100`,
		});
		expect(error.message).toBe(
			'List the results of a server sync job: not found (404, resource_does_not_exist)',
		);
		expect(error.description).toContain('for the endpoint "List the results of a server sync job"');
		expect(error.description).not.toContain('/v1/');
	});

	it("quotes Okta's reason behind the remedy if an object was not found", () => {
		const error = errorOf('getServerSyncJob', {
			...{ status: 404, isObject: true, name: 'resource_does_not_exist' },
			message: 'AD connection a1 does not exist',
		});
		expect(error.message).toBe('Get a server sync job: not found (404, resource_does_not_exist)');
		expect(error.description).toMatch(
			/^Check the parameter 'Job': .* Choose it from the list again\. Okta's response: AD connection a1 does not exist$/,
		);
	});

	it('names the correction if the path was corrected', () => {
		const error = errorOf('listServerSyncResults', { status: 404, isObject: true }, true);
		expect(error.description).toMatch(/^Check the parameter 'Job' and the path .*Path Corrections/);
		expect(error.description).not.toMatch(/never published/);
	});

	it('names the parameter as the panel does, for every endpoint with an object in its path', () => {
		const subjects = (['getConnection', 'getUserSyncJob', 'getServerSyncResult'] as const).map(
			(name) =>
				/'(\w+)'/.exec(String(errorOf(name, { status: 404, isObject: true }).description))?.[1],
		);
		expect(subjects).toEqual(['Connection', 'Job', 'Result']);
	});

	it.each<[RequestFailure, boolean, boolean]>([
		[{ status: 401 }, true, false],
		[{ credentialProblem: { message: 'x' } }, true, false],
		[{ status: 403 }, false, false],
		[{ status: 404, isObject: true }, false, true],
		[{ status: 503 }, false, false],
		[{ networkCode: 'ECONNRESET' }, false, false],
	])(
		'%j: the credential is at fault: %s, the object is missing: %s',
		(failure, credential, missing) => {
			const error = errorOf('getConnection', failure);
			expect([isCredentialError(error), isNotFound(error)]).toEqual([credential, missing]);
		},
	);

	it("takes a 404 without ASA's JSON for a proxy's if the path is sure, else for a missing path", () => {
		const sure = errorOf('deleteConnection', { status: 404 });
		expect([isNotFound(sure), isObjectMissing(sure)]).toEqual([false, false]);
		expect(sure.message).toMatch(/^Delete an AD connection: the response is not from ASA/);
		expect(sure.failure).toEqual({ cause: 'temporarily-unavailable' });
		expect(isNotFound(errorOf('listServerSyncResults', { status: 404 }))).toBe(true);
	});

	it('does not take an object for gone on a corrected path', () => {
		const failure = { status: 404, isObject: true };
		expect(isObjectMissing(errorOf('deleteConnection', failure))).toBe(true);
		expect(isObjectMissing(errorOf('deleteConnection', failure, true))).toBe(false);
	});

	it('is distinguished from an error of any other kind', () => {
		for (const other of [new Error('404'), { httpCode: '404' }, undefined, null]) {
			expect([isCredentialError(other), isNotFound(other)]).toEqual([false, false]);
		}
	});
});

describe("the error of an answer that isn't one of ASA's", () => {
	it.each([
		['getConnection', /whether a proxy responds instead$/],
		['createConnection', /The request may have been carried out: check the object first$/],
	] as const)('%s', (name, wayOut) => {
		const request = { endpoint: endpointOf(name), origin, pathCorrected: false };
		const error = unexpectedAnswer(node, request, 'a text');
		expect(error.message).toMatch(/: the response is not from ASA \(a text\)$/);
		expect(error.description).toMatch(wayOut);
		expect(error.description).toContain(origin);
	});
});
