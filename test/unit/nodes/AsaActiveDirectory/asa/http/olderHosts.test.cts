import type { INode, NodeApiError } from 'n8n-workflow';
import {
	apiError,
	isCredentialError,
	isTransient,
	unexpectedAnswer,
} from '../../../../../../nodes/AsaActiveDirectory/asa/http/errors';
import { endpointOf } from '../../../../../../nodes/AsaActiveDirectory/asa/endpoints';
import { readFailure } from '../../../../../../nodes/AsaActiveDirectory/asa/http/failure';

/** n8n 2.8 knows no `failure` and drops the option. */
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<typeof import('n8n-workflow')>('n8n-workflow');
	type Arguments = ConstructorParameters<typeof NodeApiError>;
	class OlderNodeApiError extends actual.NodeApiError {
		constructor(node: Arguments[0], response: Arguments[1], options: Arguments[2] = {}) {
			super(node, response, { ...options, failure: undefined });
		}
	}
	return { ...actual, NodeApiError: OlderNodeApiError };
});

/** What n8n 2.8 throws: its error has lost the cause, and with it the headers of the answer. */
function thrown(httpCode: string | null, message: string, data?: object): Error {
	return Object.assign(new Error(message), { cause: undefined, httpCode, context: { data } });
}

describe('on n8n 2.8, whose errors lose their cause', () => {
	it("an answer is recognised by its status and ASA's own words", () => {
		const data = { code: 404, message: 'no such job', nottype: 'resource_does_not_exist' };
		const error = thrown('404', 'The resource you are requesting could not be found', data);
		expect(readFailure(error)).toEqual({
			status: 404,
			name: 'resource_does_not_exist',
			message: 'no such job',
			isObject: true,
		});
	});

	it('an answer without a JSON object is recognised by its status alone', () => {
		expect(readFailure(thrown('502', 'Bad gateway'))).toEqual({ status: 502 });
	});

	it('a fault of the network is recognised by its code', () => {
		expect(readFailure(thrown('ECONNREFUSED', 'refused'))).toEqual({ networkCode: 'ECONNREFUSED' });
	});

	it('an answer that broke off is a fault of the network, good as its status is', () => {
		expect(readFailure(thrown('200', 'aborted'))).toEqual({ networkCode: 'ERR_BAD_RESPONSE' });
	});

	it("the credential's own words stay its own", () => {
		expect(readFailure(thrown(null, 'Key ID is empty'))).toEqual({
			credentialProblem: { message: 'Key ID is empty', failure: undefined },
		});
	});
});

describe("on n8n 2.8, whose errors take no 'failure'", () => {
	const node = { name: 'Node', type: 'type' } as INode;
	const request = {
		endpoint: endpointOf('listConnections'),
		origin: 'https://app.scaleft.com',
		pathCorrected: false,
	};

	it('it is known all the same whether waiting helps', () => {
		const limited = apiError(node, request, { status: 429 });
		expect(limited.constructor.name).toBe('OlderNodeApiError');
		expect(isTransient(limited)).toBe(true);
		expect(isTransient(unexpectedAnswer(node, request, 'a text'))).toBe(true);
		expect(isCredentialError(apiError(node, request, { status: 401 }))).toBe(true);
	});
});
