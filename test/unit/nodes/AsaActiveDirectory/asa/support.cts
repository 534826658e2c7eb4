import fc from 'fast-check';
import type { IHttpRequestOptions, INode, IPollFunctions } from 'n8n-workflow';
import { openClient, type AsaClient } from '../../../../../nodes/AsaActiveDirectory/asa/client';
import { readTarget } from '../../../../../nodes/AsaActiveDirectory/asa/auth/target';
import { secretsOf } from '../../../../../nodes/AsaActiveDirectory/asa/auth/session';
import { Requests } from '../../../../../nodes/AsaActiveDirectory/asa/http/requests';
import {
	Transport,
	type ClientSettings,
} from '../../../../../nodes/AsaActiveDirectory/asa/http/transport';

/** Any text that JavaScript can hold: lone surrogates, control characters and marks of paths among it. */
export const anyText = fc.oneof(
	fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
	fc
		.array(
			fc.constantFrom('.', '..', '/', '\\', '%2e', '%', '?', '#', '@', ':', ' ', '\0', 'ü', 'x'),
		)
		.map((pieces) => pieces.join('')),
);

/** A credential with a service user's key, as n8n hands it over. */
export const keyCredential = {
	teamName: 'acme',
	authentication: 'serviceUserKey',
	keyId: '8f1c7b0e-0000-4000-8000-000000000001',
	keySecret: 'canary-key-secret',
	token: '',
	baseUrl: 'https://app.scaleft.com',
	allowOtherHost: false,
	pathCorrections: {},
	sessionToken: '',
};

/** What the pretended API answers: a status with a body, a fault of the network, or words of the credential. */
export interface FakeResponse {
	status?: number;
	body?: unknown;
	headers?: Record<string, unknown>;
	networkCode?: string;
	credentialProblem?: string;
}

export type Api = (request: IHttpRequestOptions, index: number) => FakeResponse;

export interface FakeTeam {
	context: IPollFunctions;
	/** Every request that was sent, in order. */
	sent: IHttpRequestOptions[];
}

export const node: INode = {
	id: 'node-1',
	name: 'ASA',
	type: 'n8n-nodes-okta-asa.asaActiveDirectory',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * As much of n8n's context as the client uses. It fails as n8n's helper does: axios' error in the cause of
 * an error of n8n's.
 */
export function fakeTeam(
	api: Api,
	credential: object = keyCredential,
	signal?: AbortSignal,
): FakeTeam {
	const sent: IHttpRequestOptions[] = [];
	const context = {
		getNode: () => node,
		getCredentials: async () => credential,
		getExecutionCancelSignal: () => signal,
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => {
				sent.push(request);
				const answer = api(request, sent.length - 1);
				const { status = 200, body, headers = {}, networkCode, credentialProblem } = answer;
				if (networkCode) throw wrapped({ code: networkCode });
				if (credentialProblem) throw wrapped({ message: credentialProblem });
				if (status >= 200 && status < 300) return { statusCode: status, body, headers };
				throw wrapped({ code: 'ERR_BAD_REQUEST', response: { status, headers, data: body } });
			},
		},
	};
	return { context: context as unknown as IPollFunctions, sent };
}

function wrapped(cause: object): Error {
	return Object.assign(new Error('The request failed'), {
		cause: Object.assign(new Error('Request failed'), cause),
	});
}

/** Settings of a client on a pretended API. */
type FakeSettings = ClientSettings & { credential?: object; signal?: AbortSignal };

/** A client on a pretended API, and what it sends. */
export async function openFake(
	api: Api,
	settings: FakeSettings = {},
): Promise<{ client: AsaClient; sent: IHttpRequestOptions[] }> {
	const { credential, signal, ...clientSettings } = settings;
	const { context, sent } = fakeTeam(api, credential, signal);
	return { client: await openClient(context, clientSettings), sent };
}

/** As `openFake`, below the client: requests to endpoints. */
export function fakeRequests(
	api: Api,
	settings: FakeSettings = {},
): { requests: Requests; sent: IHttpRequestOptions[] } {
	const { credential = keyCredential, signal, ...clientSettings } = settings;
	const { context, sent } = fakeTeam(api, credential, signal);
	const transport = new Transport(context, secretsOf(credential), clientSettings);
	return { requests: new Requests(node, readTarget({ ...credential }), transport), sent };
}

/** Reads entries of a list as they are. */
export const unchanged = (json: Record<string, unknown>) => json;

/** What a promise rejects with; fails if it doesn't. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
	const [outcome] = await Promise.allSettled([promise]);
	if (outcome.status === 'fulfilled') throw new Error('It should have failed');
	return outcome.reason as Error;
}
